// Package callback is the frame of a subject program whose tasks call back to the
// referee: see package calltest, which is the referee's side. It is linked into a
// program at each save of the learner, and so it imports little.
package callback

import (
	"bufio"
	"io"
	"net"
	"strconv"
	"sync"

	"workbook/grader/check/subject"
	"workbook/solutions/internal/calltest/words"
)

// What begins a connection, and what the frame answers.
const (
	Do    = "do"    // with a command and its words: obey, and answer with a line
	Call  = "call"  // with a name: whoever calls [Program.Begin] with it has this connection
	Ready = "ready" // the connection waits for its call
	Begun = "begun" // Begin was called
)

// Counts is a command that every program obeys: how often Begin was called with each
// name, as name, number, name, number.
const Counts = "counts"

// A Command does what the referee asks for, on a goroutine of its own, and gives
// the answer.
type Command func(p *Program, args []string) []string

// Serve is the main function of a subject program that obeys these commands.
func Serve(commands map[string]Command) {
	subject.Serve(func(lns []net.Listener) error {
		p := &Program{commands: commands, lines: map[string]*line{}, counts: map[string]int{}}
		for {
			conn, err := lns[0].Accept()
			if err != nil {
				return err
			}
			go p.serve(conn)
		}
	})
}

// A Program is the subject program. It is safe for concurrent use.
type Program struct {
	commands map[string]Command

	mu     sync.Mutex
	lines  map[string]*line // by the name of the call that each waits for
	names  []string         // that Begin was called with, in the order of the first calls
	counts map[string]int
}

func (p *Program) serve(conn net.Conn) {
	r := bufio.NewReader(conn)
	first, err := read(r)
	if err != nil || len(first) < 2 {
		return // the referee is gone
	}
	switch first[0] {
	case Call:
		l := newLine(conn)
		p.mu.Lock()
		p.lines[first[1]] = l
		p.mu.Unlock()
		l.say(Ready)
		l.listen(r)
	case Do:
		answer := p.obey(first[1], first[2:])
		io.WriteString(conn, words.Line(answer...)+"\n")
	}
}

func (p *Program) obey(command string, args []string) []string {
	if command == Counts {
		return p.countsOf()
	}
	return p.commands[command](p, args)
}

func (p *Program) countsOf() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, name := range p.names {
		out = append(out, name, strconv.Itoa(p.counts[name]))
	}
	return out
}

// Begin tells the referee that the function of that name has been called. A name that
// the referee does not wait for, or does no longer, is counted, too: what such a call
// says goes nowhere, it hears what the first call of the name does, and nothing if
// there was none.
func (p *Program) Begin(name string) *Callback {
	p.mu.Lock()
	if p.counts[name]++; p.counts[name] == 1 {
		p.names = append(p.names, name)
	}
	k := &Callback{line: p.lines[name], mute: p.counts[name] > 1}
	p.mu.Unlock()
	k.Say(Begun)
	return k
}

// A Callback is one call of a function that the learner's code was given. It is
// for one goroutine.
type Callback struct {
	line *line // nil when nobody waits for it
	mute bool
	at   int // so many lines have been heard
}

// Say says a line to the referee.
func (k *Callback) Say(words ...string) {
	if k.line != nil && !k.mute {
		k.line.say(words...)
	}
}

// Hear waits for the referee's next line. Without a referee it gives nil.
func (k *Callback) Hear() []string {
	if k.line == nil {
		return nil
	}
	heard := k.line.hear(k.at)
	k.at++
	return heard
}

// Heard is closed when Hear would not wait.
func (k *Callback) Heard() <-chan struct{} {
	heard := make(chan struct{})
	if k.line == nil {
		close(heard)
		return heard
	}
	go func() {
		k.line.hear(k.at)
		close(heard)
	}()
	return heard
}

// Value waits for the referee's next line and gives its first word.
func (k *Callback) Value() string {
	if heard := k.Hear(); len(heard) > 0 {
		return heard[0]
	}
	return ""
}

// A line is a connection to the referee that waits for a call, or has one.
type line struct {
	saying sync.Mutex
	conn   net.Conn

	mu    sync.Mutex
	more  *sync.Cond
	heard [][]string
}

func newLine(conn net.Conn) *line {
	l := &line{conn: conn}
	l.more = sync.NewCond(&l.mu)
	return l
}

func (l *line) say(what ...string) {
	l.saying.Lock()
	defer l.saying.Unlock()
	io.WriteString(l.conn, words.Line(what...)+"\n") // a referee that is gone hears nothing, and ends the process
}

// listen takes in what the referee says.
func (l *line) listen(r *bufio.Reader) {
	for {
		what, err := read(r)
		if err != nil {
			return
		}
		l.mu.Lock()
		l.heard = append(l.heard, what)
		l.more.Broadcast()
		l.mu.Unlock()
	}
}

func (l *line) hear(at int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.heard) <= at {
		l.more.Wait()
	}
	return l.heard[at]
}

func read(r *bufio.Reader) ([]string, error) {
	s, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	return words.Split(s[:len(s)-1])
}
