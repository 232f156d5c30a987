package kit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"workbook/grader/internal/trace"
)

// A Goroutine is one of the learner's goroutines, and where it is.
type Goroutine struct {
	Name    string   // of the call that it is, or empty
	Does    string   // in words that follow a subject: "waits in Read"
	State   string   // in the runtime's words: "chan receive"
	At      Position // the innermost line of the learner's code
	Started Position // where the learner's code started it, if it did
	g       trace.Goroutine
}

// String is a sentence without its period.
func (g Goroutine) String() string {
	who := g.Name
	switch {
	case who != "":
	case g.Started.File != "" && g.Started != g.At:
		who = fmt.Sprintf("the goroutine started at %s:%d", g.Started.File, g.Started.Line)
	default:
		who = "a goroutine"
	}
	if g.At.File == "" {
		return who + " " + g.Does
	}
	return fmt.Sprintf("%s %s at %s:%d", who, g.Does, g.At.File, g.At.Line)
}

// Runs reports whether the goroutine waits for nothing but time, or for nothing at all.
func (g Goroutine) Runs() bool { return g.g.OnClock() || !g.g.Blocked() }

// Describe says where goroutines are, and what they do. names has those of calls, by
// the goroutine's number.
func Describe(gs []trace.Goroutine, names map[int]string) []Goroutine {
	var ws []Goroutine
	for _, g := range gs {
		f, _ := trace.First(g.Frames, IsLearner)
		w := Goroutine{Name: names[g.ID], Does: does(g), State: g.State, At: PositionOf(f), g: g}
		if IsLearner(g.CreatedBy) {
			w.Started = PositionOf(g.CreatedBy)
		}
		if _, ok := trace.First(g.Frames, Of(Serve)); ok {
			w.Name = "your function"
		}
		ws = append(ws, w)
	}
	return ws
}

// does says what a goroutine does in terms of the call that the learner's code made.
func does(g trace.Goroutine) string {
	return g.Does(trace.Whose{Learner: IsLearner, Test: IsTest, Kit: isKit})
}

// AddWaits adds where the learner's goroutines wait to a message, and names the
// most telling line.
func AddWaits(m *Mistake, ws []Goroutine) {
	if len(ws) == 0 {
		return
	}
	groups := alike(ws)
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(weight(a.w), weight(b.w)) })
	if m.At == (Position{}) {
		m.At = groups[0].w.At
		if m.aside.Near != (Position{}) && weight(groups[0].w) >= weightRead {
			m.At = m.aside.Near // tells more than where all servers wait
		}
		if m.At == (Position{}) {
			m.At = groups[0].w.Started
		}
	}
	const most = 4
	var says []string
	for _, g := range groups[:min(len(groups), most)] {
		says = append(says, g.String())
	}
	rest := 0
	for _, g := range groups[len(says):] {
		rest += g.n
	}
	switch {
	case rest == 1:
		says = append(says, "1 more waits elsewhere")
	case rest > 1:
		says = append(says, fmt.Sprintf("%d more wait elsewhere", rest))
	}
	m.Message = Sentence(m.Message) + " " + Upper(strings.Join(says, "; ")) + "."
}

// A group is goroutines that do the same at the same place. They are all calls that have
// names, or have all the same one, or none.
type group struct {
	w     Goroutine // one of them
	n     int
	named bool // they have names that differ
}

// alike puts goroutines that do the same at the same place together.
func alike(ws []Goroutine) (groups []group) {
next:
	for _, w := range ws {
		for i := range groups {
			g := &groups[i]
			if g.w.Does == w.Does && g.w.At == w.At && (g.w.Name == "") == (w.Name == "") {
				g.named = g.named || g.w.Name != w.Name
				g.n++
				continue next
			}
		}
		groups = append(groups, group{w: w, n: 1})
	}
	return groups
}

// String is a sentence without its period.
func (g group) String() string {
	if g.n == 1 {
		return g.w.String()
	}
	at := g.w.At
	if at.File == "" {
		at = g.w.Started
	}
	who := Count(g.n) + " goroutines"
	if g.named {
		who = fmt.Sprintf("%s and %s", g.w.Name, others(g.n-1))
	}
	where := ""
	if at.File != "" {
		where = fmt.Sprintf(" at %s:%d", at.File, at.Line)
	}
	return who + " " + plural(g.w.Does) + where
}

func others(n int) string {
	if n == 1 {
		return "one other"
	}
	return Count(n) + " others"
}

// reads reports whether a goroutine waits in the Read of a connection.
func reads(g trace.Goroutine) bool {
	f, ok := trace.First(g.Frames, func(f trace.Frame) bool {
		return IsLearner(f) || strings.HasSuffix(f.Func, ".Read") && (isKit(f) || f.Package() == "net")
	})
	return ok && !IsLearner(f)
}

// plural turns "waits in Read" into "wait in Read".
func plural(does string) string {
	if does == trace.RunsATask {
		return "run tasks, which wait"
	}
	verb, rest, _ := strings.Cut(does, " ")
	if verb == "is" {
		return "are " + rest
	}
	return strings.TrimSpace(strings.TrimSuffix(verb, "s") + " " + rest)
}

// weightRead is what a goroutine weighs that waits in Read.
const weightRead = 3

// weight orders goroutines by how much they tell: a lock before a channel before a
// Read, also one that a function such as io.Copy calls, and Accept, where most servers
// rest, last.
func weight(w Goroutine) int {
	switch {
	case w.g.OnLock():
		return 0
	case w.At == Position{} && w.Started == Position{}:
		return 5
	case w.Does == "waits in Accept":
		return 4
	case w.Does == "waits in Read", reads(w.g):
		return weightRead
	case w.At == Position{}:
		return 2
	}
	return 1
}
