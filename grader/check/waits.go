package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/internal/trace"
	"workbook/grader/report"
)

// A Goroutine is one of the learner's goroutines, and where it is.
type Goroutine struct {
	Name    string   // of the [Call] that it is, or empty
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
	case g.Started.File != "":
		who = fmt.Sprintf("the goroutine started at %s:%d", g.Started.File, g.Started.Line)
	default:
		who = "a goroutine"
	}
	if g.At.File == "" {
		return who + " " + g.Does
	}
	return fmt.Sprintf("%s %s at %s:%d", who, g.Does, g.At.File, g.At.Line)
}

// Waiting gives the learner's goroutines in the bubble as they are now. Call
// [C.Settle] first.
func (c *C) Waiting() []Goroutine {
	c.mustBeInside("Waiting")
	return c.waiting(c.others(takeSnapshot().parse()))
}

// others picks the goroutines of the bubble that are not the kit's.
func (c *C) others(gs []trace.Goroutine) []trace.Goroutine {
	id := c.bubbleID()
	return slices.DeleteFunc(slices.Clone(gs), func(g trace.Goroutine) bool { return g.Bubble != id })
}

// left picks the goroutines that run the learner's code, or that it started.
func (c *C) left(gs []trace.Goroutine) []trace.Goroutine {
	names := c.callNames()
	return slices.DeleteFunc(c.others(gs), func(g trace.Goroutine) bool {
		if _, ok := trace.First(g.Frames, isLearner); ok {
			return false
		}
		if isLearner(g.CreatedBy) || names[g.ID] != "" {
			return false
		}
		if !c.inside { // a subject program has goroutines of the runtime, too
			return true
		}
		// Started by a library on the learner's behalf, or one of the kit's.
		p := g.CreatedBy.Package()
		return results.names.Ours(p) || p == "testing" || p == "testing/synctest" || p == "internal/synctest" || p == ""
	})
}

func (c *C) waiting(gs []trace.Goroutine) []Goroutine {
	names := c.callNames()
	var ws []Goroutine
	for _, g := range c.left(gs) {
		f, _ := trace.First(g.Frames, isLearner)
		w := Goroutine{Name: names[g.ID], Does: does(g), State: g.State, At: position(f), g: g}
		if isLearner(g.CreatedBy) {
			w.Started = position(g.CreatedBy)
		}
		if _, ok := trace.First(g.Frames, of(serve)); ok {
			w.Name = "your function"
		}
		ws = append(ws, w)
	}
	return ws
}

// does says what a goroutine does in terms of the call that the learner's code made.
func does(g trace.Goroutine) string {
	i := slices.IndexFunc(g.Frames, isLearner)
	if !g.Blocked() || g.OnLock() {
		return g.Wait
	}
	if i < 0 { // a task of the hidden test
		i = slices.IndexFunc(g.Frames, isTest)
	}
	if i < 0 { // the learner started a library's function
		i = len(g.Frames)
	}
	if i == 0 {
		return g.Wait
	}
	called := g.Frames[i-1]
	name := called.Func[strings.LastIndexByte(called.Func, '/')+1:]
	method := name[strings.LastIndexByte(name, '.')+1:]
	switch p := called.Package(); {
	case isTest(called) && !slices.Contains(wrapped, method), p == "main", isKit(called) && slices.Contains(parking, method):
		return "runs a task, which waits"
	case isTest(called), isKit(called), p == "net":
		return "waits in " + method
	}
	if name == "time.Sleep" {
		return "sleeps in time.Sleep"
	}
	name = strings.NewReplacer("(*", "", ")", "").Replace(name)
	return "waits in " + name
}

// addWaits adds where the learner's goroutines wait to a message, and names the
// most telling line.
func (c *C) addWaits(m *Mistake, gs []trace.Goroutine) {
	ws := c.waiting(gs)
	if len(ws) == 0 {
		return
	}
	type group struct {
		w Goroutine
		n int
	}
	var groups []group
next:
	for _, w := range ws {
		for i := range groups {
			g := &groups[i]
			if g.w.Name == w.Name && g.w.Does == w.Does && g.w.At == w.At {
				g.n++
				continue next
			}
		}
		groups = append(groups, group{w, 1})
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(weight(a.w), weight(b.w)) })
	if m.At == (Position{}) {
		m.At = groups[0].w.At
		if m.near != (Position{}) && weight(groups[0].w) >= weightRead {
			m.At = m.near // tells more than where all servers wait
		}
		if m.At == (Position{}) {
			m.At = groups[0].w.Started
		}
	}
	var says []string
	for _, g := range groups[:min(len(groups), 4)] {
		s := g.w.String()
		if g.n > 1 {
			at := g.w.At
			if at.File == "" {
				at = g.w.Started
			}
			s = fmt.Sprintf("%s goroutines %s at %s:%d", count(g.n), plural(g.w.Does), at.File, at.Line)
		}
		says = append(says, s)
	}
	if n := len(groups) - 4; n > 0 {
		says = append(says, fmt.Sprintf("%d more wait elsewhere", n))
	}
	m.Message = sentence(m.Message) + " " + upper(strings.Join(says, "; ")) + "."
}

// What a hidden test's listeners and connections are called for, by the learner's
// code: they stand for those that they wrap.
var wrapped = []string{"Accept", "Read", "Write", "Close"}

// What parks a task in the kit: a method of a [Gate] or [Barrier] may be a task
// itself.
var parking = []string{"Wait", "Arrive"}

// plural turns "waits in Read" into "wait in Read".
func plural(does string) string {
	verb, rest, _ := strings.Cut(does, " ")
	if verb == "is" {
		return "are " + rest
	}
	return strings.TrimSpace(strings.TrimSuffix(verb, "s") + " " + rest)
}

// weightRead is what a goroutine weighs that waits in Read.
const weightRead = 3

// weight orders goroutines by how much they tell: a lock before a channel before a
// Read, and Accept, where most servers rest, last.
func weight(w Goroutine) int {
	switch {
	case w.g.OnLock():
		return 0
	case w.At == Position{} && w.Started == Position{}:
		return 5
	case w.Does == "waits in Accept":
		return 4
	case w.Does == "waits in Read":
		return weightRead
	case w.At == Position{}:
		return 2
	}
	return 1
}

func upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if first == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// never fails the check because something can never come any more.
func (c *C) never(m Mistake) {
	crashed := c.addCalls(&m)
	c.addWaits(&m, takeSnapshot().parse())
	if m.At == (Position{}) {
		m.At = m.near
	}
	if crashed {
		c.fail(m, report.Crash)
	}
	c.fail(m, report.Fail)
}

// failMentioning fails the check with how the calls have ended.
func (c *C) failMentioning(m Mistake) {
	if c.addCalls(&m) {
		c.fail(m, report.Crash)
	}
	c.fail(m, report.Fail)
}
