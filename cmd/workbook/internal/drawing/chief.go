package drawing

import (
	"cmp"
	"slices"

	"workbook/grader/picture"
)

// worth is what an event of a kind tells, all else being equal.
var worth = map[picture.Kind]int{
	picture.Breaks: 100, picture.Joined: 36, picture.Accepts: 34, picture.Dials: 32, picture.Listens: 26, picture.Called: 34,
	picture.Returns: 34, picture.Made: 30, picture.Echoed: 28, picture.Closes: 26, picture.Prints: 24,
	picture.TaskBegins: 31, picture.TaskEnds: 25, picture.TaskPanics: 37, picture.TaskExits: 37, picture.Calls: 29,
	picture.Sends: 22, picture.Notes: 20, picture.Ends: 16, picture.Blocks: 14, picture.Woken: 8,
}

// Chief are the events, at most so many, that tell most of the lanes that are shown, in
// order: what is last of who never ends, panics, who is accepted, made and awaited. Steps
// are never among them. Of those who ended alike, what is last of one stands for all.
func Chief(p *picture.Picture, lanes []int, most int) []int {
	shown := map[int]bool{}
	for _, l := range lanes {
		shown[l] = true
	}
	last, again := lasts(p, shown)
	score := map[int]int{}
	var all []int
	of := map[deed]int{} // how often: what comes again and again tells less
	latest := map[deed]int{}
	for i, e := range p.Events {
		latest[deed{e.Kind, e.Lane}] = i
	}
	returned := map[int]bool{} // a call is over once
	for i, e := range p.Events {
		d := deed{e.Kind, e.Lane}
		over := returned[e.Lane] && e.Kind == picture.Returns
		returned[e.Lane] = e.Kind == picture.Returns || returned[e.Lane] && e.Kind != picture.Called
		if over || again[i] || worth[e.Kind] == 0 || !shown[e.Lane] || echoes(e, latest) || e.Kind == picture.Breaks && latest[d] != i {
			continue
		}
		all = append(all, i)
	}
	for n, i := range slices.Backward(all) { // from the end, where it went wrong
		e := p.Events[i]
		d, kind := deed{e.Kind, e.Lane}, deed{e.Kind, -1}
		score[i] = value(p, e) - 4*min(of[d], 6) - 2*min(of[kind], 8)
		of[d]++
		of[kind]++
		if last[i] || n == len(all)-1 {
			score[i] += 80
		}
		if e.From >= 0 && shown[e.From] {
			score[i] += 6
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
	all = all[:min(len(all), most)]
	slices.Sort(all)
	return all
}

// value is what an event tells: what a hidden test notes of a goroutine, it notes for that.
func value(p *picture.Picture, e picture.Event) int {
	if e.Kind == picture.Notes && p.Lanes[e.Lane].Kind == picture.Goroutine {
		return worth[picture.Called]
	}
	return worth[e.Kind]
}

// lasts are the events with which last waits begin that are shown: of those who ended alike
// the latest, and again those of the others.
func lasts(p *picture.Picture, shown map[int]bool) (last, again map[int]bool) {
	last, again = map[int]bool{}, map[int]bool{}
	for _, r := range p.AlikeAtTheEnd() {
		var begin []int
		for _, l := range r.Lanes() {
			if from, waits := lastWait(p, l); waits && shown[l] {
				begin = append(begin, from)
			}
		}
		slices.Sort(begin)
		for n, from := range begin {
			last[from] = n == len(begin)-1 // then it is true of all
			again[from] = !last[from]
		}
	}
	return last, again
}

// lastWait is the event with which a wait that never ended begins.
func lastWait(p *picture.Picture, lane int) (event int, waits bool) {
	l := p.Lanes[lane]
	if l.Fate != picture.Stuck || len(l.Spans) == 0 {
		return 0, false
	}
	return l.Spans[len(l.Spans)-1].From, true
}

// panicked is what the kit notes of a call that a panic has left (package check).
const panicked = "panicked"

// echoes reports whether an event says what another has said: a call of the check begins and
// ends, and the check has told of that.
func echoes(e picture.Event, done map[deed]int) bool {
	return e.Kind == picture.Made && e.From < 0 && has(done, picture.Called, e.Lane) ||
		e.Kind == picture.Ends && has(done, picture.Called, e.Lane) ||
		e.Kind == picture.Notes && e.Note == "" && has(done, picture.Returns, e.Lane) ||
		e.Kind == picture.Returns && e.Note == panicked && has(done, picture.Breaks, e.Lane)
}

func has(done map[deed]int, kind picture.Kind, lane int) bool {
	_, is := done[deed{kind, lane}]
	return is
}
