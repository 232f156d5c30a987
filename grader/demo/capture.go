package demo

import (
	"context"
	"strconv"
	"sync"
	"time"

	"workbook/grader/report"
)

func captureDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Tasks that wait, one after the other and all at once; and what they see of a variable that is one for all, or one for each."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks"), Least: 2, Most: 12, Default: 8},
			{Name: "wait_ms", Means: words.T("how long each task waits, as for a disk"), Least: 5, Most: 100, Default: 80, Unit: "ms"},
		},
		run: runCapture,
	}
}

func runCapture(ctx context.Context, r *recorder, p map[string]int) error {
	one := func(_ *sync.WaitGroup, task func()) { task() }
	each := func(wg *sync.WaitGroup, task func()) { wg.Go(task) }
	after := waits(ctx, r, r.words.T("one after the other"), p, one)
	atOnce := waits(ctx, r, r.words.T("a goroutine for each"), p, each)
	if err := ctx.Err(); err != nil {
		return err
	}
	r.figure(Figure{ID: "after.total", Name: r.words.T("one after the other: all have waited after"), Value: ms(after), Unit: "ms"})
	r.figure(Figure{ID: "each.total", Name: r.words.T("a goroutine for each: all have waited after"), Value: ms(atOnce), Unit: "ms"})
	words := elements(p["tasks"])
	shared := captured(ctx, r, r.words.T("one variable for all: declared above the loop"), p, oneVariable)
	own := captured(ctx, r, r.words.T("a variable for each: declared in the for line"), p, oneOfEach)
	if err := ctx.Err(); err != nil {
		return err
	}
	r.figure(Figure{ID: "shared.right", Name: r.words.T("one variable for all: tasks that saw their own element"), Value: float64(right(shared, words))})
	r.figure(Figure{ID: "own.right", Name: r.words.T("a variable for each: tasks that saw their own element"), Value: float64(right(own, words))})
	r.say(r.words.T("%d waits of %d ms took %s ms one after the other, and %s ms at the same time: %s times as long as one wait.",
		p["tasks"], p["wait_ms"], r.number(ms(after)), r.number(ms(atOnce)), r.number(ms(atOnce)/float64(p["wait_ms"]))))
	r.say(r.words.T("With one variable for all, %d of %d tasks saw their own element when they looked, and the others saw what the loop left in it. With a variable for each, %d did.",
		right(shared, words), p["tasks"], right(own, words)))
	return nil
}

// waits has tasks wait, and returns how long all of them took, in microseconds.
func waits(ctx context.Context, r *recorder, group string, p map[string]int, each func(*sync.WaitGroup, func())) int64 {
	r.begin(group)
	caller := r.lane(r.words.T("caller"))
	caller.is(Working)
	var wg sync.WaitGroup
	for i := range p["tasks"] {
		l := r.lane(r.words.T("task %d", i+1))
		each(&wg, func() {
			l.is(Working)
			_ = pause(ctx, millis(p["wait_ms"]))
			l.ends()
		})
	}
	caller.is(Waiting)
	wg.Wait()
	return caller.ends()
}

// elements are what the loop goes over.
func elements(n int) []string {
	var all []string
	for i := range n {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}

// oneVariable starts a task for each word. The for line only assigns to its variable, which
// is the one that all tasks see.
func oneVariable(words []string, start func(look func() string)) {
	var word string
	for _, word = range words {
		start(func() string { return word })
	}
}

// oneOfEach starts a task for each word. The for line declares a variable, a new one each
// time around.
func oneOfEach(words []string, start func(look func() string)) {
	for _, word := range words {
		start(func() string { return word })
	}
}

// captured starts tasks that look at the variable of the loop when the loop is over, and
// returns what they saw.
func captured(ctx context.Context, r *recorder, group string, p map[string]int, loop func([]string, func(look func() string))) []string {
	r.begin(group)
	caller := r.lane(r.words.T("the loop"))
	saw := make([]string, p["tasks"])
	begin := make(chan struct{})
	var wg sync.WaitGroup
	next := 0
	loop(elements(p["tasks"]), func(look func() string) {
		i := next
		next++
		caller.runs(Working, strconv.Itoa(i+1))
		l := r.lane(r.words.T("task %d", i+1))
		l.is(Waiting)
		wg.Go(func() {
			<-begin
			l.is(Working)
			saw[i] = look()
			l.ends()
			if note := r.words.T("saw %s", saw[i]); saw[i] == strconv.Itoa(i+1) {
				l.note(note)
			} else {
				l.lost(note)
			}
		})
		_ = pause(ctx, min(millis(p["wait_ms"])/2, 25*time.Millisecond))
	})
	caller.ends()
	r.mark(r.words.T("all look now"))
	close(begin)
	wg.Wait()
	return saw
}

// right is how many tasks saw their own element.
func right(saw, words []string) int {
	n := 0
	for i := range saw {
		if saw[i] == words[i] {
			n++
		}
	}
	return n
}
