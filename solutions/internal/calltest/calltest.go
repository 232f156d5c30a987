// Package calltest is for outside checks of functions that call functions: of what
// runs tasks, joins them, or decides whose turn it is.
//
// The referee cannot hand a function to another process. So the subject program
// hands the learner's code functions that call back: each tells the referee that it
// has been called, waits for the referee's word, and returns what the referee says.
// The referee sees with its own eyes that all calls are under way at once, since it lets
// none go before all have begun; it chooses in which order they end; and it chooses the
// values, at random and only then, so that nobody knows them who was not told by the
// call that returned. A program that makes the calls in the learner's place has to get
// everything else right as well: that is the exercise.
//
// A subject program is in a network of its own, where it can call nobody. So the
// referee dials: a connection for each call that it expects, and one for each
// command. This is a whole check:
//
//	func TestFromOutside(t *testing.T) {
//		outside.Run(t, func(c *outside.C) {
//			p := calltest.Start(c)
//			calls := p.Calls(calltest.Names(c, "element", 40)...)
//			run := p.Do("map", calltest.NamesOf(calls)...)
//			for _, call := range calls {
//				call.Begins("Map must start a call for each element.")
//			}
//			for _, i := range c.Rand().Perm(len(calls)) {
//				calls[i].Tell(want[i])
//			}
//			run.Answers("Map must give what the calls returned.", want...)
//			p.Once("f", calls)
//		})
//	}
//
// and this is the subject program of it, in ../subject:
//
//	func main() {
//		callback.Serve(map[string]callback.Command{
//			"map": func(p *callback.Program, names []string) []string {
//				return blocks.Map(names, func(name string) string { return p.Begin(name).Value() })
//			},
//		})
//	}
//
// What the two say to each other are lines of words; a word may be any string. A call
// may say and hear any number of lines between its beginning and its end, and each
// command has a goroutine of its own, so that one may wait in Join while another one
// aborts. A hundred calls at once are no burden.
//
// From outside nobody can see that something does not come. Let a value that is not
// known before prove it: a Join that gives the value which the task is told to return
// cannot have returned earlier. [Line.Quiet] sees some of those who are too early, and
// has better words for them.
package calltest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest/callback"
	"workbook/solutions/internal/calltest/words"
)

// A Program is a subject program that runs.
type Program struct {
	*outside.Subject
	c        *outside.C
	commands int
	known    map[string]bool // names of calls that Once has seen
}

// Start starts the subject program of the exercise.
func Start(c *outside.C) *Program {
	return &Program{Subject: c.Subject(), c: c, known: map[string]bool{}}
}

// A Line is a connection to the program, on which lines of words are exchanged.
type Line struct {
	c    *outside.C
	peer *outside.Peer
}

// Tell says a line to the program.
func (l *Line) Tell(what ...string) { l.peer.Send([]byte(words.Line(what...) + "\n")) }

// Hear awaits the program's next line, and fails with the sentence when none comes.
func (l *Line) Hear(why string) []string {
	line := l.peer.ReadLine(why)
	heard, err := words.Split(line)
	if err != nil {
		l.c.Fail(outside.Mistake{
			Message: "The subject program does not say what it was made to say. Only the hidden test's own part of it may speak to the referee",
			Got:     line, Expected: "quoted words",
		})
	}
	return heard
}

// Says awaits the program's next line, which must be want.
func (l *Line) Says(why string, want ...string) {
	got := l.Hear(why)
	if slices.Equal(got, want) {
		return
	}
	if len(got) != len(want) || len(got) == 1 {
		l.c.Fail(outside.Mistake{Message: why, Got: show(got), Expected: show(want)})
	}
	for i := range got {
		if got[i] != want[i] {
			l.c.Fail(outside.Mistake{
				Message: fmt.Sprintf("%s Of %d answers, number %d is another one.", full(why), len(got), i),
				Got:     []byte(got[i]), Expected: []byte(want[i]),
			})
		}
	}
}

// Quiet fails with the sentence if the program has said something already. That it has
// said nothing yet proves nothing.
func (l *Line) Quiet(why string) {
	if got := l.peer.Received(); len(got) > 0 {
		l.c.Fail(outside.Mistake{Message: why, Got: string(got), Expected: "nothing yet"})
	}
}

// A Call is one call that the learner's code is to make.
type Call struct {
	Line
	Name string
}

// Calls awaits calls of these names, which must differ from all others. It returns
// when the program knows of them.
func (p *Program) Calls(names ...string) []*Call {
	calls := make([]*Call, len(names))
	for i, name := range names {
		calls[i] = &Call{Name: name, Line: p.line(name, callback.Call, name)}
	}
	for _, k := range calls {
		if got := k.Hear("The subject program does not listen any more."); !slices.Equal(got, []string{callback.Ready}) {
			k.c.Failf("The subject program does not say that it waits for the call of %s. Only the hidden test's own part of it may speak to the referee", k.Name)
		}
	}
	return calls
}

func (p *Program) line(who string, first ...string) Line {
	l := Line{c: p.c, peer: p.Dial(who)}
	l.Tell(first...)
	return l
}

// Begins awaits the beginning of the call.
func (k *Call) Begins(why string) { k.Says(why, callback.Begun) }

// An Answer is what a command will answer.
type Answer struct{ Line }

// Do gives the program a command. It does not wait for the answer.
func (p *Program) Do(command string, args ...string) *Answer {
	p.commands++
	who := fmt.Sprintf("command %d (%s)", p.commands, command)
	return &Answer{p.line(who, append([]string{callback.Do, command}, args...)...)}
}

// Get awaits the answer.
func (a *Answer) Get(why string) []string { return a.Hear(why) }

// Answers awaits the answer, which must be want.
func (a *Answer) Answers(why string, want ...string) { a.Says(why, want...) }

// Once fails if a function was called for other names than those of these calls, all of
// which have begun, or more than once for one of them. what is the function: "f". Calls
// of an earlier Once may be among them.
func (p *Program) Once(what string, calls []*Call) {
	for _, k := range calls {
		p.known[k.Name] = true
	}
	for name, n := range p.Counts() {
		if !p.known[name] {
			p.c.Fail(outside.Mistake{
				Message: fmt.Sprintf("%s was called with something that it should never be called with", upper(what)),
				Got:     fmt.Sprintf("%q", name), Expected: "only what was handed over",
			})
		}
		if n != 1 {
			p.c.Fail(outside.Mistake{
				Message: fmt.Sprintf("%s was called more than once for %s. It is to be called once: a call may be dear, or have effects", upper(what), name),
				Got:     fmt.Sprintf("%d calls", n), Expected: "1 call",
			})
		}
	}
}

// Counts is how often a call of each name has begun.
func (p *Program) Counts() map[string]int {
	answer := p.Do(callback.Counts).Get("The subject program does not answer any more.")
	counts := map[string]int{}
	for pair := range slices.Chunk(answer, 2) {
		n, err := strconv.Atoi(pair[len(pair)-1])
		if len(pair) < 2 || err != nil {
			p.c.Failf("The subject program does not say how often it was called. Only the hidden test's own part of it may speak to the referee")
		}
		counts[pair[0]] = n
	}
	return counts
}

// Names gives n names that nobody can guess: "element 3 of 40 (8 hex digits)".
func Names(c *outside.C, what string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%s %d of %d (%08x)", what, i+1, n, c.Rand().Uint32())
	}
	return names
}

// Words gives n words that nobody can guess and that say whose they are.
func Words(c *outside.C, what string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s %d: %016x", what, i+1, c.Rand().Uint64())
	}
	return out
}

// NamesOf gives the names of calls.
func NamesOf(calls []*Call) []string {
	names := make([]string, len(calls))
	for i, k := range calls {
		names[i] = k.Name
	}
	return names
}

func show(answer []string) string {
	if len(answer) == 0 {
		return "an empty answer"
	}
	return words.Line(answer...)
}

func full(s string) string {
	if s = strings.TrimSpace(s); strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

func upper(s string) string {
	if len(s) < 2 { // "f" stays what it is
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
