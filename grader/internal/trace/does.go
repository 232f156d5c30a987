package trace

import (
	"slices"
	"strings"
)

// RunsATask is what a goroutine does that waits in what the learner's code was given.
const RunsATask = "runs a task, which waits"

// Whose says whose a frame is.
type Whose struct {
	Learner, Test, Kit func(Frame) bool
}

// Does says what a goroutine does in terms of the call that the learner's code made, in
// words that follow a subject: "waits in Read".
func (g Goroutine) Does(whose Whose) string {
	i := slices.IndexFunc(g.Frames, whose.Learner)
	if !g.Blocked() || g.OnLock() {
		return g.Wait
	}
	if i < 0 { // a task of the hidden test
		i = slices.IndexFunc(g.Frames, whose.Test)
	}
	if i >= 0 && slices.IndexFunc(g.Frames, whose.Learner) < 0 && slices.Contains(wrapped, method(g.Frames[i])) {
		return "waits in " + method(g.Frames[i]) // the learner has "go conn.Close()"
	}
	if i < 0 { // the learner started a library's function
		i = len(g.Frames)
	}
	if i == 0 {
		return g.Wait
	}
	called := g.Frames[i-1]
	name := called.Func[strings.LastIndexByte(called.Func, '/')+1:]
	method := method(called)
	switch p := called.Package(); {
	case whose.Test(called) && !slices.Contains(wrapped, method), p == "main", whose.Kit(called) && slices.Contains(parking, method):
		return RunsATask
	case whose.Test(called), whose.Kit(called), p == "net":
		return "waits in " + method
	}
	if name == "time.Sleep" {
		return "sleeps in time.Sleep"
	}
	name = strings.NewReplacer("(*", "", ")", "").Replace(name)
	return "waits in " + name
}

// method is a function's name without its package and type.
func method(f Frame) string { return f.Func[strings.LastIndexByte(f.Func, '.')+1:] }

// What a hidden test's listeners and connections are called for, by the learner's
// code: they stand for those that they wrap.
var wrapped = []string{"Accept", "Read", "Write", "Close"}

// What parks a task in the kit: a method of a gate or a barrier may be a task
// itself.
var parking = []string{"Wait", "Arrive"}
