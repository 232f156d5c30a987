package drawing

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"workbook/grader/picture"
)

// An Axis shares columns out among the events of a picture, in their order. What happens to
// the lanes that are shown gets more room than what happens to others, and steps that follow
// each other get less and less: a loop does not fill the width.
type Axis struct {
	p       *picture.Picture
	columns int       // that are used
	at      []float64 // by event, and of the end
	pauses  []Pause   // in order
}

// A Pause is time that went by before an event. It is drawn shorter than it was.
type Pause struct {
	Event  int
	Column int // the first of the cut's two
	Length time.Duration
}

const (
	pauseColumns = 2
	perShare     = 3 // columns of a share at most
)

// Shares of the width.
const (
	shareChief = 2.0
	shareStep  = 1.0
	shareOther = 0.5 // of what happens to lanes that are not shown
)

// NewAxis makes one of at most so many columns for some lanes of a picture; nil are all.
func NewAxis(p *picture.Picture, columns int, lanes []int) *Axis {
	columns = max(columns, 1)
	a := &Axis{p: p, at: make([]float64, len(p.Events)+1)}
	shares := sharesOf(p, lanes)
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	cuts := a.longest(columns / 8)
	free := float64(columns - pauseColumns*len(cuts))
	unit := min(perShare, free/max(sum, 1))
	x := 0.0
	for i, s := range shares {
		if len(a.pauses) < len(cuts) && cuts[len(a.pauses)] == i {
			a.pauses = append(a.pauses, Pause{Event: i, Column: int(x), Length: p.Pause(i)})
			x = float64(int(x) + pauseColumns)
		}
		a.at[i] = x
		x += s * unit
	}
	a.at[len(shares)] = x
	a.columns = min(int(x)+1, columns)
	return a
}

// sharesOf says of each event how much room it is worth.
func sharesOf(p *picture.Picture, lanes []int) []float64 {
	shown := make([]bool, len(p.Lanes))
	for i := range shown {
		shown[i] = lanes == nil
	}
	for _, l := range lanes {
		shown[l] = true
	}
	shares := make([]float64, len(p.Events))
	again := repeats(p)
	steps, others := 1.0, 1.0 // since something else happened
	for i, e := range p.Events {
		switch {
		case !shown[e.Lane]:
			shares[i] = shareOther / others
			others++
		case e.Kind == picture.GoesOn:
			shares[i] = shareStep / steps
			steps++
		default:
			shares[i] = shareChief / (1 + float64(again[i])/4)
			steps, others = 1, 1
		}
	}
	return shares
}

// repeats says of each event how often the same happens to the same lane before and after it,
// whichever is less: a loop is told by its first and its last rounds.
func repeats(p *picture.Picture) []int {
	again := make([]int, len(p.Events))
	seen := map[deed]int{}
	for i, e := range p.Events {
		again[i] = seen[deed{e.Kind, e.Lane}]
		seen[deed{e.Kind, e.Lane}]++
	}
	for i, e := range p.Events {
		again[i] = min(again[i], seen[deed{e.Kind, e.Lane}]-1-again[i])
	}
	return again
}

// A deed is what somebody does, maybe again and again.
type deed struct {
	kind picture.Kind
	lane int
}

// Least is how long a pause is at least that is cut and labelled: on the check's own clock
// nothing takes time; on a real one much does.
func Least(p *picture.Picture) time.Duration {
	if p.Source == picture.Trace {
		return 20 * time.Millisecond
	}
	return time.Millisecond
}

// longest are the events with the longest pauses before them, in order.
func (a *Axis) longest(most int) []int {
	var all []int
	for i := 1; i < len(a.p.Events); i++ {
		if a.p.Pause(i) >= Least(a.p) {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(x, y int) int { return cmp.Compare(a.p.Pause(y), a.p.Pause(x)) })
	all = all[:min(len(all), most)]
	slices.Sort(all)
	return all
}

// Columns are how many are used.
func (a *Axis) Columns() int { return a.columns }

// Column is that of an event; of their number, where the run ends.
func (a *Axis) Column(event int) int {
	return min(max(int(a.at[min(max(event, 0), len(a.at)-1)]), 0), a.columns-1)
}

// EventAt is the first event that is drawn in a column or behind it.
func (a *Axis) EventAt(column int) int {
	return min(sort.Search(len(a.p.Events), func(i int) bool { return a.Column(i) >= column }), max(len(a.p.Events)-1, 0))
}

// Place is where an event is, in columns from the left; of their number, where the run ends.
func (a *Axis) Place(event int) float64 {
	return min(a.at[min(max(event, 0), len(a.at)-1)], float64(a.columns))
}

// Pauses are those that are cut, in order.
func (a *Axis) Pauses() []Pause { return a.pauses }
