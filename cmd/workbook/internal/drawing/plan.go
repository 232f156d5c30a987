package drawing

import (
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// A plan is what is shown of a picture, however it is drawn.
type plan struct {
	p     *picture.Picture
	rows  []picture.Row
	lanes []int // of the rows
	chief []int
}

func newPlan(p *picture.Picture, most int) plan {
	pl := plan{p: p, rows: p.Rows(most)}
	for _, r := range pl.rows {
		pl.lanes = append(pl.lanes, r.Lane)
	}
	pl.chief = Chief(p, pl.lanes, sentences)
	return pl
}

// title is that of a picture.
func title(p *picture.Picture) string {
	return strings.Join(strings.Fields(p.Exercise+" "+p.Check), "  ") + "  " + p.Title
}

// What the engine says that a picture lacks.
var _ = [...]string{
	tr.Mark("Goroutines are not shown: this check sees the program from outside, in a process of its own."),
	tr.Mark("Goroutines are not shown: they cannot be made to take turns on this machine."),
	tr.Mark("There are more goroutines or steps than can be recorded one by one, so Go's tracer has watched another run."),
	tr.Mark("It passes when goroutines take turns: this is what the check saw."),
	tr.Mark("It passes when goroutines take turns, so Go's tracer has watched another run."),
	tr.Mark("Goroutines cannot be made to take turns on this machine, so Go's tracer has watched another run."),
}

// about says what a picture was made from, and what it lacks.
func about(p *picture.Picture) string {
	var said []string
	if p.Schedule > 0 {
		said = append(said, tr.T("Schedule %d: %s.", p.Schedule, tr.Verdict(p.Verdict)))
	}
	if p.Source == picture.Trace {
		said = append(said, tr.T("Traced by Go while goroutines ran as they came."))
	}
	if p.Lacks != "" {
		said = append(said, tr.Text(p.Lacks))
	}
	switch {
	case p.Left > 0 && p.Source == picture.Moments:
		said = append(said, tr.N(p.Left, "%d more event is not shown: the picture ends before the run did.", "%d more events are not shown: the picture ends before the run did.", p.Left))
	case p.Left > 0:
		said = append(said, tr.N(p.Left, "%d more step is not shown.", "%d more steps are not shown.", p.Left))
	}
	return strings.Join(said, " ")
}

// used are the states that are drawn, in the order of a legend.
func (pl plan) used() []picture.State {
	used := map[picture.State]bool{}
	for _, l := range pl.lanes {
		for _, s := range pl.p.Lanes[l].Spans {
			used[s.State] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(order), func(s picture.State) bool { return !used[s] })
}

// ends reports whether a lane that is drawn has that fate.
func (pl plan) ends(fate picture.Fate) bool {
	return slices.ContainsFunc(pl.lanes, func(l int) bool { return pl.p.Lanes[l].Fate == fate })
}

// ties are the arrows between lanes that are drawn.
func (pl plan) ties() []int {
	row := map[int]bool{}
	for _, l := range pl.lanes {
		row[l] = true
	}
	return slices.DeleteFunc(pl.p.Ties(), func(i int) bool { return !row[pl.p.Events[i].From] || !row[pl.p.Events[i].Lane] })
}

// said are the sentences of the chief events. When it was is said where that is another time
// than that of the sentence before.
func (pl plan) said() []string {
	var all []string
	before, others := Least(pl.p)-1, pl.others()
	for _, i := range pl.chief {
		s := wording.Told(pl.p, i)
		if n := others[i]; n > 0 {
			s = tr.N(n, "%s, and so does %s more", "%s, and so do %s more", s, wording.Number(n))
		}
		if at := pl.p.Time(i); at > before && wording.Length(at) != wording.Length(before) {
			s = tr.T("%s (after %s)", s, wording.Length(at))
			before = at
		}
		all = append(all, s)
	}
	return all
}

// others are, by the event with which somebody's last wait begins, how many more ended as
// they did.
func (pl plan) others() map[int]int {
	n := map[int]int{}
	for _, r := range pl.p.AlikeAtTheEnd() {
		for _, l := range r.Lanes() {
			if from, waits := lastWait(pl.p, l); waits && !wording.AtRest(pl.p.Lanes[l].Spans[len(pl.p.Lanes[l].Spans)-1]) {
				n[from] = len(r.Like)
			}
		}
	}
	return n
}

// alike says how many lanes a row stands for.
func alike(n int) string {
	return tr.N(n, "and %s more like it", "and %s more like it", wording.Number(n))
}

// rests reports whether a lane ends as nobody wonders at.
func rests(l picture.Lane) bool {
	return len(l.Spans) > 0 && (wording.AtRest(l.Spans[len(l.Spans)-1]) || l.Fate == picture.Going && l.Kind == picture.Client)
}
