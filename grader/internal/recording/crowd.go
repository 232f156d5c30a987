package recording

import (
	"fmt"
	"slices"
	"strings"

	"workbook/grader/internal/instrument"
	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
	"workbook/grader/steps"
)

// A crowd is the goroutines of a run.
type crowd struct {
	names   names.Names
	members map[uint64]*member // by the runtime's number
	order   []*member
	called  map[uint64]string // how the check calls them
	tasks   map[uint64]Tasks  // what they ran of the check's
}

// A member is one goroutine.
type member struct {
	id    uint64
	index int // in the record
	by    *member
	made  place             // the go statement
	from  *instrument.Point // where it went on last
	stack trace.Goroutine   // as it was told of last
	calls []string          // the functions that the check has called on it
	over  bool
	shown steps.Place // what the record says of it
}

// A place is a line of the submission.
type place struct {
	file string
	line int
}

func newCrowd(n names.Names) *crowd {
	return &crowd{names: n, members: map[uint64]*member{}, called: map[uint64]string{}, tasks: map[uint64]Tasks{}}
}

// of is the member of a number; nil where there is none.
func (c *crowd) of(id uint64) *member { return c.members[id] }

// started reports whether the submission has made the goroutine.
func (m *member) started() bool { return m.by != nil || m.made != place{} }

// meet takes in that a goroutine was seen: its stack, if it is told, and whether it is at
// a point. Who never was at one is a member only when it was made for the submission, by
// that or by a library, or is one on which the check calls that.
func (c *crowd) meet(id uint64, stack trace.Goroutine, told, atPoint bool) {
	if c.members[id] == nil {
		by := stack.CreatedBy
		theirs := names.Kit(by) || c.names.Hidden(by)
		if len(c.order) >= steps.MaxGoroutines || !atPoint && (!told || theirs && c.called[id] == "") {
			return
		}
		m := &member{id: id, index: len(c.order)}
		if !theirs && stack.CreatedIn > 0 {
			m.by = c.members[uint64(stack.CreatedIn)]
		}
		switch {
		case c.names.Learner(by):
			m.made = place{base(by.File), by.Line}
		case m.by != nil && m.by.from != nil: // a library's function that it called there
			m.made = place{m.by.from.File, m.by.from.Line}
		}
		c.members[id] = m
		c.order = append(c.order, m)
	}
	if told {
		c.saw(id, stack)
	}
}

// saw takes in the stack of a member.
func (c *crowd) saw(id uint64, stack trace.Goroutine) {
	m := c.members[id]
	if m == nil {
		return
	}
	m.stack = stack
	for _, f := range slices.Backward(stack.Frames) {
		if c.names.Learner(f) {
			if name := Function(f.Func); !slices.Contains(m.calls, name) {
				m.calls = append(m.calls, name)
			}
			return
		}
	}
}

// gone takes in that a goroutine has ended.
func (c *crowd) gone(id uint64) {
	if m := c.members[id]; m != nil {
		m.over = true
	}
}

// changes are the places that are not what the record has said.
func (c *crowd) changes(where func(*member) steps.Place) []steps.Place {
	var out []steps.Place
	for _, m := range c.order {
		if p := where(m); p != m.shown {
			m.shown = p
			out = append(out, p)
		}
	}
	return out
}

// On is what a goroutine waits for, in words that follow "waits".
func On(n names.Names, g trace.Goroutine) string {
	does := g.Does(trace.Whose{Learner: n.Learner, Test: n.Hidden, Kit: names.Kit})
	if does == trace.RunsATask {
		return "in a task that it was given"
	}
	_, on, _ := strings.Cut(does, " ") // "waits to send", "sleeps in time.Sleep"
	if on == "" {
		on = "for time to pass"
	}
	return safe(on)
}

// goroutines are those of the record.
func (c *crowd) goroutines() []steps.Goroutine {
	var out []steps.Goroutine
	for _, m := range c.order {
		g := steps.Goroutine{Name: c.name(m), By: -1, File: m.made.file, Line: m.made.line}
		if m.by != nil {
			g.By = m.by.index
		}
		out = append(out, g)
	}
	TellApart(out)
	return out
}

// TellApart gives a number to each of several goroutines that have one name.
func TellApart(all []steps.Goroutine) {
	count, nth := map[string]int{}, map[string]int{}
	for _, g := range all {
		count[g.Name]++
	}
	for i := range all {
		if name := all[i].Name; count[name] > 1 {
			nth[name]++
			all[i].Name = fmt.Sprintf("%s #%d", name, nth[name])
		}
	}
}

// name is what a learner knows a goroutine by.
func (c *crowd) name(m *member) string {
	return Name(c.called[m.id], m.made.file, m.made.line, m.calls, c.tasks[m.id])
}

// Name is what a learner knows a goroutine by: how the check calls it, the one task that the
// submission made it for, the go statement that made it, or the functions that the check has
// called on it.
func Name(called, file string, line int, calls []string, tasks Tasks) string {
	switch {
	case called != "":
		return safe(called)
	case file != "" && len(tasks) == 1 && tasks[0] != "":
		return safe(tasks[0])
	case file != "":
		return fmt.Sprintf("goroutine from %s:%d", safe(file), line)
	case len(calls) == 1:
		return safe(calls[0])
	}
	return "the check" // which has called this and that
}
