package demo

import (
	"context"
	"fmt"
	"time"

	"workbook/grader/report"
)

func propagateDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("A task that panics, joined by who hears of it and by who does not."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks, of which one panics"), Least: 2, Most: 12, Default: 4},
			{Name: "work_ms", Means: words.T("how long a task takes; the second twice as long, and so on"), Least: 2, Most: 60, Default: 60, Unit: "ms"},
		},
		run: runPropagate,
	}
}

// noBalance is what one task panics with.
type noBalance struct{ account int }

func (e noBalance) Error() string { return fmt.Sprintf("account %d has no balance", e.account) }

// balance is the work of a task: it panics for one account.
func balance(account, missing int) int {
	if account == missing {
		panic(noBalance{account})
	}
	return 100 * account
}

func runPropagate(ctx context.Context, r *recorder, p map[string]int) error {
	carried := balances(ctx, r, r.words.T("the panic travels to the joiner"), p, (*handle).join)
	if err := ctx.Err(); err != nil {
		return err
	}
	dropped := balances(ctx, r, r.words.T("the panic is dropped"), p, (*handle).drop)
	right := 0
	for i := range p["tasks"] {
		right += 100 * (i + 1)
	}
	heard := r.words.T("%v, raised in %s", carried.heard.value, carried.heard.raised)
	r.figure(Figure{ID: "carried.panic", Name: r.words.T("travels: what the joiner was told"), Text: heard})
	r.figure(Figure{ID: "carried.sum", Name: r.words.T("travels: sum of the results"), Missing: r.words.T("none: the joiner panicked before it had one")})
	r.figure(Figure{ID: "dropped.panic", Name: r.words.T("dropped: what the joiner was told"), Missing: r.words.T("nothing: Join returned %d, as for a task that is well", dropped.ofPanicked)})
	r.figure(Figure{ID: "dropped.sum", Name: r.words.T("dropped: sum of the results"), Value: float64(dropped.sum)})
	r.figure(Figure{ID: "right.sum", Name: r.words.T("the sum if no task had panicked"), Value: float64(right)})
	r.say(r.words.T("The joiner that the panic travelled to stopped with the task's own value and the function that raised it: %s.", heard))
	r.say(r.words.T("The other one went on and got the sum %d, which lacks %d, and nobody told it.", dropped.sum, right-dropped.sum))
	return nil
}

// An account is what the joiner has in the end.
type account struct {
	sum        int
	ofPanicked int // what the joiner got for the task that panicked
	heard      taskPanic
}

// balances starts the tasks, and joins them one by one.
func balances(ctx context.Context, r *recorder, group string, p map[string]int, join func(*handle) int) (got account) {
	r.begin(group)
	missing := p["tasks"]/2 + 1
	joiner := r.lane(r.words.T("joiner"))
	joiner.is(Working)
	var handles []*handle
	for i := range p["tasks"] {
		l := r.lane(r.words.T("task %d", i+1))
		l.is(Working)
		handles = append(handles, spawn(func() int {
			_ = pause(ctx, time.Duration(p["work_ms"]*(i+1))*time.Millisecond)
			if l.ends(); i+1 == missing {
				l.lost(r.words.T("panics"))
			}
			return balance(i+1, missing)
		}))
	}
	defer func() { // nothing is left when the joiner has stopped early
		for _, h := range handles {
			<-h.done
		}
	}()
	defer func() {
		switch v := recover().(type) {
		case nil:
		case taskPanic:
			got.heard = v
			joiner.lost(r.words.T("panics: %v", v.value))
		default:
			panic(v)
		}
	}()
	for i, h := range handles {
		joiner.is(Waiting)
		value := join(h)
		joiner.is(Working)
		if got.sum += value; i+1 == missing {
			got.ofPanicked = value
		}
	}
	joiner.ends()
	joiner.note(r.words.T("the sum is %d", got.sum))
	return got
}
