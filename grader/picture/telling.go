package picture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Row is a lane, and those that are like it and not drawn themselves.
type Row struct {
	Lane int
	Like []int
}

// Lanes are all that the row stands for.
func (r Row) Lanes() []int { return append([]int{r.Lane}, r.Like...) }

// Rows are at most so many rows in which all lanes are: where there are more lanes, those
// that did the same fold into one row, and then those that ended alike, and of what is left
// those fold that tell least. Of those in one row that one is drawn which the message names.
func (p *Picture) Rows(most int) []Row {
	most = max(most, 1)
	if len(p.Lanes) <= most {
		rows := make([]Row, len(p.Lanes))
		for i := range rows {
			rows[i].Lane = i
		}
		return rows
	}
	all := p.Alike()
	if len(all) > most {
		all = p.AlikeAtTheEnd()
	}
	return p.fewer(p.headed(all), most)
}

// headed has the lane that the message names, if there is one, stand for those that are like
// it, or else one that made a goroutine which is not over: of three hundred calls that is the
// one to look at.
func (p *Picture) headed(all []Row) []Row {
	named := p.named()
	made := map[int]bool{}
	for _, l := range p.Lanes {
		made[l.By] = made[l.By] || l.Fate != Over && len(l.Spans) > 0
	}
	for r := range all {
		row := &all[r]
		row.head(func(l int) bool { return named[l] == itself })
		if named[row.Lane] != itself {
			row.head(func(l int) bool { return made[l] })
		}
	}
	slices.SortFunc(all, func(a, b Row) int { return cmp.Compare(a.Lane, b.Lane) })
	return all
}

// head has the first lane that is so stand for the others.
func (r *Row) head(is func(lane int) bool) {
	if i := slices.IndexFunc(r.Like, is); i >= 0 && !is(r.Lane) {
		r.Lane, r.Like[i] = r.Like[i], r.Lane
		slices.Sort(r.Like)
	}
}

// Alike are rows in which all lanes are, and those that did the same in one.
func (p *Picture) Alike() []Row { return p.rowsBy(p.likeness) }

// AlikeAtTheEnd are rows in which all lanes are, and those in one that are called alike but for
// a number, and ended alike, whatever they did before.
func (p *Picture) AlikeAtTheEnd() []Row {
	return p.rowsBy(func(i int) string {
		l := p.Lanes[i]
		key := fmt.Sprintf("%s %s %s:%d %s %v", l.Kind, strings.TrimRight(base(l.Name), "0123456789"), l.File, l.Line, l.Fate, l.Unanswered)
		if n := len(l.Spans); n > 0 && l.Fate == Stuck {
			s := l.Spans[n-1]
			key += fmt.Sprintf(" %s %s %s:%d", s.State, s.On, s.File, s.Line)
		}
		return key
	})
}

// rowsBy puts lanes with the same key into one row.
func (p *Picture) rowsBy(key func(lane int) string) []Row {
	var rows []Row
	at := map[string]int{}
	for i := range p.Lanes {
		key := key(i)
		if r, known := at[key]; known {
			rows[r].Like = append(rows[r].Like, i)
			continue
		}
		at[key] = len(rows)
		rows = append(rows, Row{Lane: i})
	}
	return rows
}

// fewer folds the rows that tell least into the last row.
func (p *Picture) fewer(rows []Row, most int) []Row {
	if len(rows) <= most {
		return rows
	}
	score := p.scores()
	byScore := slices.Clone(rows)
	slices.SortStableFunc(byScore, func(a, b Row) int { return cmp.Compare(score[b.Lane], score[a.Lane]) })
	kept, rest := byScore[:most], byScore[most-1:]
	last := Row{Lane: rest[0].Lane, Like: rest[0].Like}
	for _, r := range rest[1:] {
		last.Like = append(last.Like, r.Lanes()...)
	}
	kept = append(kept[:most-1:most-1], last)
	slices.SortFunc(kept, func(a, b Row) int { return a.Lane - b.Lane })
	return kept
}

// likeness is the same for lanes that did the same: of one kind and one origin, through the
// same states to the same end.
func (p *Picture) likeness(i int) string {
	l := p.Lanes[i]
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s:%d %s %v", l.Kind, l.File, l.Line, l.Fate, l.Unanswered)
	if l.Kind == Goroutine {
		b.WriteString(" " + base(l.Name))
	}
	for n, s := range l.Spans {
		if n > 0 && s.State == l.Spans[max(n-2, 0)].State {
			continue // again and again between the same two
		}
		b.WriteString(" " + string(s.State) + " " + s.On)
	}
	if n := len(l.Spans); l.Kind == Client && n > 0 && l.Fate != Stuck && l.Fate != Going {
		b.WriteString(", at last " + string(l.Spans[n-1].State)) // with an answer or without
	}
	return b.String()
}

// Telling are the lanes, at most so many, that tell most of how the run ended: who panicked,
// who waits to the end, who is named in the message, who did something last, and who is tied
// to them. They are in the order of the picture.
func (p *Picture) Telling(most int) []int {
	score := p.scores()
	var kept []int
	for i, l := range p.Lanes {
		if len(l.Spans) > 0 || l.Fate == Panicked {
			kept = append(kept, i)
		}
	}
	byScore := func(a, b int) int { return cmp.Compare(score[b], score[a]) }
	slices.SortStableFunc(kept, byScore)
	alike := map[string]int{}
	for _, i := range kept {
		key := p.likeness(i)
		score[i] -= lessAgain * alike[key]
		alike[key]++
	}
	slices.SortStableFunc(kept, byScore)
	kept = kept[:min(len(kept), max(most, 0))]
	slices.Sort(kept)
	return kept
}

// lessAgain is how much less a lane tells for each other that did the same and tells more: of
// six clients that wait, the picture shows some, and those, too, that were let in before them.
const lessAgain = 45

// scores say of each lane how much it tells.
func (p *Picture) scores() []int {
	score := make([]int, len(p.Lanes))
	named := p.named()
	for i, l := range p.Lanes {
		switch l.Fate {
		case Panicked:
			score[i] += 120
		case Stuck:
			score[i] += 80
		case ByServer:
			score[i] += 10
		}
		if l.Unanswered {
			score[i] += 50
		}
		if named[i] != unnamed {
			score[i] += 60
		}
		switch l.Kind {
		case Client, Task, Listener:
			score[i] += 20
		case Check:
			score[i] -= 60
		}
		score[i] += p.waited(l)
	}
	late := make([]int, len(p.Lanes)) // of 10: how late it last did something
	for i, e := range p.Events {
		late[e.Lane] = 10 * (i + 1) / len(p.Events)
	}
	for i := range score {
		score[i] += late[i]
	}
	p.tie(score)
	return score
}

// waited is how much of the run a lane waited, of 30.
func (p *Picture) waited(l Lane) int {
	sum := 0
	for _, s := range l.Spans {
		if fate(s.State) == Stuck {
			sum += s.To - s.From
		}
	}
	return 30 * sum / max(len(p.Events), 1)
}

// tie has lanes share in what those are worth that they made or woke.
func (p *Picture) tie(score []int) {
	before := slices.Clone(score)
	for i, l := range p.Lanes {
		if l.By >= 0 && before[i] >= 80 {
			score[l.By] = max(score[l.By], before[l.By]+15)
		}
	}
	for _, i := range p.Ties() {
		e := p.Events[i]
		if before[e.Lane] >= 80 {
			score[e.From] = max(score[e.From], before[e.From]+10)
		}
	}
}
