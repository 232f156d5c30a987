package steps

import (
	"strings"

	"workbook/grader/report/outcome"
)

// A Happening is an event of a step, or a deed.
type Happening struct {
	Event *outcome.Moment
	Deed  *Deed
}

// Happened are the events and deeds of a step in the order in which they happened, as far as
// that can be known: a record keeps them apart. A deed is done by a goroutine that goes on, and
// the world sees what comes of it; but what the clock says comes before it does, and so does
// the call of the one that did it, with all that came before that.
func (r *Run) Happened(s Step) []Happening {
	all := make([]Happening, 0, len(s.Events)+len(s.Deeds))
	events := s.Events
	for i := range s.Deeds {
		d := &s.Deeds[i]
		n := r.earlier(events, d)
		for k := range events[:n] {
			all = append(all, Happening{Event: &events[k]})
		}
		events = events[n:]
		all = append(all, Happening{Deed: d})
	}
	for k := range events {
		all = append(all, Happening{Event: &events[k]})
	}
	return all
}

// earlier is how many of the events came before a deed.
func (r *Run) earlier(events []outcome.Moment, d *Deed) int {
	name := ""
	if d.Goroutine >= 0 && d.Goroutine < len(r.Goroutines) {
		name, _, _ = strings.Cut(r.Goroutines[d.Goroutine].Name, " #")
	}
	n := 0
	for i, m := range events {
		if m.AtUS < d.AtUS || m.Kind == outcome.Spawned && name != "" && m.Who == name {
			n = i + 1
		}
	}
	return n
}
