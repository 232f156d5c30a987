package recording

import (
	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/steps"
)

// A deed is one of which it is not known yet whose it is: a goroutine may be told of after it.
type deed struct {
	id   uint64
	step int
	steps.Deed
}

// deed takes in what a function of the check did on a goroutine.
func (t *teller) deed(f *wire.Frame) {
	if t.events++; t.ended || t.events > mostEvents {
		return
	}
	d := steps.Deed{Kind: steps.DeedKind(safe(string(f.Deed))), Text: safe(f.Name), AtUS: f.AtUS}
	t.deeds = append(t.deeds, deed{f.Goroutine, max(len(t.run.Steps)-1, 0), d})
	if t.crowd.of(f.Goroutine) == nil {
		for _, text := range f.Stacks {
			for _, g := range trace.ParseGoroutines([]byte(text)) {
				if g.ID > 0 && uint64(g.ID) == f.Goroutine {
					t.crowd.meet(f.Goroutine, g, true, false)
				}
			}
		}
	}
	if d.Kind == steps.TaskBegins {
		t.crowd.runs(f.Goroutine, d.Text)
	}
}

// done puts deeds into the steps in which they were done.
func (t *teller) done() {
	for _, d := range t.deeds {
		if m := t.crowd.of(d.id); m != nil && d.step < len(t.run.Steps) {
			d.Goroutine = m.index
			s := &t.run.Steps[d.step]
			s.Deeds = append(s.Deeds, d.Deed)
		}
	}
}

// Tasks are the names of what a goroutine ran of the check's. More than one are of no use.
type Tasks []string

// Add adds one.
func (t *Tasks) Add(name string) {
	if len(*t) == 0 || len(*t) == 1 && (*t)[0] != name {
		*t = append(*t, name)
	}
}

// runs takes in that a goroutine runs a task.
func (c *crowd) runs(id uint64, task string) {
	all := c.tasks[id]
	all.Add(task)
	c.tasks[id] = all
}
