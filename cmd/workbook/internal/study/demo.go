package study

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
	"workbook/grader/demo"
)

// A Demonstrator has the demos that exercises name. One of the course's own is compiled
// first, which takes a moment.
type Demonstrator interface {
	Demo(ctx context.Context, ex *course.Exercise) (demo.Demo, error)
}

// MayDemo says why the open exercise's demo cannot be run; it is empty where it can.
func (w *Work) MayDemo() (why string) {
	switch {
	case w.Config.Demonstrator == nil:
		return tr.T("No demo can be run here.")
	case w.Current.Demo == "":
		return tr.T("This exercise has no demo. `workbook demo` lists the exercises that have one.")
	}
	return ""
}

// DemoPage is the page of a lesson that offers the exercise's demo; -1 where none does. A page
// is named by its heading as it was written, and not as it was translated.
func DemoPage(c *course.Course, ex *course.Exercise) int {
	switch {
	case ex.Demo == "":
		return -1
	case ex.DemoAt == "":
		return 0
	}
	written, err := lesson.Load(c.LessonPath(ex.ID))
	if err != nil {
		return -1 // loading the lesson has said it
	}
	return slices.IndexFunc(written.Pages, func(p lesson.Page) bool { return p.Title == ex.DemoAt })
}

// Disturbs says what this program does at the moment that a demo would measure as well; it
// is empty when it does nothing.
func (w *Work) Disturbs() string {
	if slices.ContainsFunc(w.Exercises(), func(ex *course.Exercise) bool {
		r := w.Runs.Of(ex.ID)
		return r.Active() && !r.HandedIn // that one is graded elsewhere
	}) {
		return tr.T("the grading of your code")
	}
	if w.Warming.Words() != "" {
		return tr.T("the preparation of the grader")
	}
	return ""
}

// frameEvery is the time between two frames of a demo that are drawn: more would show nobody
// more.
const frameEvery = 50 * time.Millisecond

// Frames passes on the newest frame of a demo that runs. There is never more than one that
// waits to be taken, however busy the screen is. It is safe for concurrent use.
type Frames struct {
	mu     sync.Mutex
	newest demo.Frame
	waits  bool      // it has not been taken
	put    time.Time // when one was announced last
}

// Put takes a frame, and reports whether it has to be announced: the one before has been
// taken, and that is a while ago.
func (f *Frames) Put(frame demo.Frame) (announce bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.newest = frame
	if f.waits || time.Since(f.put) < frameEvery {
		return false
	}
	f.waits, f.put = true, time.Now()
	return true
}

// Take is the newest frame.
func (f *Frames) Take() demo.Frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waits = false
	return f.newest
}

// Rungs are the values of a parameter that keys go through, in order: its default, and from
// there to its bounds in equal steps, or, where the range is wide, to the double and the half.
func Rungs(p demo.Param) []int {
	rungs := []int{p.Least, p.Default, p.Most}
	if p.Least >= 0 && p.Most/16 >= max(p.Least, 1) {
		for v := p.Default / 2; v > p.Least; v /= 2 {
			rungs = append(rungs, v)
		}
		for v := max(p.Default, 1); v < p.Most; v *= 2 {
			rungs = append(rungs, v)
			if v > p.Most/2 {
				break
			}
		}
	} else {
		const most = 20
		step := max((p.Most-p.Least)/most, 1)
		for v := p.Default - step; v > p.Least; v -= step {
			rungs = append(rungs, v)
		}
		for v := p.Default + step; v < p.Most; v += step {
			rungs = append(rungs, v)
		}
	}
	slices.Sort(rungs)
	return slices.Compact(rungs)
}

// Beside is the value of a parameter that stands beside another in its rungs: the next
// greater for by above 0, or the next smaller. At a bound it is the same.
func Beside(p demo.Param, value, by int) int {
	rungs := Rungs(p)
	at, found := slices.BinarySearch(rungs, value)
	switch {
	case by < 0:
		at--
	case found:
		at++
	}
	return rungs[min(max(at, 0), len(rungs)-1)]
}

// Defaults are the values of a demo's parameters when nobody has chosen others.
func Defaults(d demo.Demo) map[string]int {
	values := make(map[string]int)
	for _, p := range d.Params {
		values[p.Name] = p.Default
	}
	return values
}

// Chosen are those that are not the default, as they are written: "n=8".
func Chosen(d demo.Demo, values map[string]int) []string {
	var all []string
	for _, p := range d.Params {
		if v, ok := values[p.Name]; ok && v != p.Default {
			all = append(all, p.Name+"="+strconv.Itoa(v))
		}
	}
	return all
}

// DemoCommand is what runs an exercise's demo with these values in a shell.
func DemoCommand(exercise string, d demo.Demo, values map[string]int) string {
	command := "workbook demo " + exercise
	if chosen := Chosen(d, values); len(chosen) > 0 {
		command += " --set " + strings.Join(chosen, ",")
	}
	return command
}
