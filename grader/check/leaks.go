package check

import (
	"fmt"
	"strings"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// NoLeaks lets everything rest and fails the check when a goroutine is left that
// runs the learner's code or that it started; the goroutines of a [Call] count.
// It names the line where the goroutine waits and the one where it was started.
// [Run] does so at the end of every inside check, and an hour of the bubble's time later,
// when timers that were not stopped have rung; call it where a check wants it earlier or
// with a sentence of its own.
func (c *C) NoLeaks(why ...string) {
	c.alive()
	c.noLeaks(c.atRest(), strings.Join(why, " "))
}

// noLeaks is NoLeaks once all rest, of the goroutines that there are then.
func (c *C) noLeaks(gs []trace.Goroutine, why string) {
	if why == "" {
		why = "No goroutine may be left behind when the work is over."
	}
	ws := c.waiting(gs)
	if len(ws) == 0 {
		c.noNewStrangers(gs, why)
		return
	}
	w := ws[0]
	left := "A goroutine is left; it"
	if len(ws) > 1 {
		left = fmt.Sprintf("%s goroutines are left; one", kit.Count(len(ws)))
	}
	m := Mistake{At: w.At}
	switch {
	case w.Name != "":
		m.Message = fmt.Sprintf("%s %s has not ended: it %s", kit.Sentence(why), w.Name, w.Does)
	case w.Started.File != "":
		m.Message = fmt.Sprintf("%s %s was started at %s:%d: it %s", kit.Sentence(why), left, w.Started.File, w.Started.Line, w.Does)
	default:
		m.Message = fmt.Sprintf("%s %s: it %s", kit.Sentence(why), strings.TrimSuffix(strings.TrimSuffix(left, "; one"), "; it"), w.Does)
	}
	if w.At.File != "" {
		m.Message += fmt.Sprintf(" at %s:%d", w.At.File, w.At.Line)
	} else {
		m.At = w.Started
	}
	c.fail(m, outcome.Fail)
}
