package outside

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/check/internal/pipe"
	"workbook/grader/internal/trace"
	"workbook/grader/jail"
	"workbook/grader/report/outcome"
)

// A Subject is a subject program that runs: the learner's code in a process of its
// own. It is safe for concurrent use.
type Subject struct {
	c      *C
	cmd    *exec.Cmd
	addrs  []string
	stdout *tail
	stderr *tail
	home   string        // a folder of its own, where its cell leaves it one
	exited chan struct{} // closed when the process is gone
	code   int           // its exit code, then; -1 when a signal killed it

	dumping sync.Mutex // held while a dump is asked for

	mu       sync.Mutex
	commands io.WriteCloser
	changed  chan struct{} // closed and replaced at each line of status
	closed   map[int]bool
	ready    bool
	dumped   []byte
	panics   bool // a goroutine did, just after that dump
	ended    bool
	returned bool // the check knows that it has ended
	err      error
}

// A SubjectOption changes what [C.Subject] starts.
type SubjectOption func(*subjectOptions)

type subjectOptions struct{ listeners int }

// Listeners asks for n listeners instead of one.
func Listeners(n int) SubjectOption { return func(o *subjectOptions) { o.listeners = n } }

// Subject starts the subject program of the exercise.
func (c *C) Subject(options ...SubjectOption) *Subject {
	c.alive()
	o := subjectOptions{listeners: 1}
	for _, f := range options {
		f(&o)
	}
	s, err := c.startSubject(o)
	if err != nil {
		c.fail(Mistake{Message: fmt.Sprintf("The subject program cannot be started: %v", err)}, outcome.GraderError)
	}
	return s
}

func (c *C) startSubject(o subjectOptions) (*Subject, error) {
	program, err := subjectProgram()
	if err != nil {
		return nil, err
	}
	s := &Subject{
		c:       c,
		stdout:  newTail(),
		stderr:  newTail(),
		exited:  make(chan struct{}),
		changed: make(chan struct{}),
		closed:  make(map[int]bool),
		addrs:   make([]string, o.listeners),
	}
	status, err := s.launch(program)
	if err != nil {
		os.RemoveAll(s.home)
		return nil, err
	}
	go s.read(status)
	go s.wait()
	c.mu.Lock()
	c.subjects = append(c.subjects, s)
	c.mu.Unlock()
	c.base.AtEnd(s.stop)
	if !s.awaitFor(patienceStart, func() bool { return s.look(func() bool { return s.ready }) }) {
		s.notReady()
	}
	return s, nil
}

// read takes in what the subject says.
func (s *Subject) read(status io.ReadCloser) {
	defer status.Close()
	r := pipe.NewReader(status)
	for {
		line, err := pipe.ReadLine(r)
		if err != nil {
			return
		}
		word, arg, _ := strings.Cut(line, " ")
		var dump []byte
		panics := false
		if word == pipe.Dumped {
			size, state, _ := strings.Cut(arg, " ")
			panics = state == pipe.Panics
			n, err := strconv.Atoi(size)
			if err != nil || n < 0 || n > pipe.MaxDump {
				return
			}
			dump = make([]byte, n)
			if _, err := io.ReadFull(r, dump); err != nil {
				return
			}
		}
		s.mu.Lock()
		switch word {
		case pipe.Ready:
			s.ready = true
		case pipe.Listening:
			i, addr, _ := strings.Cut(arg, " ")
			if n, err := strconv.Atoi(i); err == nil && n >= 0 && n < len(s.addrs) && mayListen(addr) {
				s.addrs[n] = addr
			}
		case pipe.Closed:
			if n, err := strconv.Atoi(arg); err == nil && n >= 0 && n < len(s.addrs) {
				s.closed[n] = true
			}
		case pipe.Dumped:
			s.dumped, s.panics = dump, panics
		default:
			if err, ok := pipe.ParseEnded(line); ok && !s.ended {
				s.ended, s.err = true, err
			}
		}
		s.wakeLocked()
		s.mu.Unlock()
	}
}

// mayListen reports whether a subject may say that it listens there: nowhere, where
// it inherits listeners, and nowhere but on this machine. Else it could have
// somebody else's server judged in its place.
func mayListen(addr string) bool {
	a, err := netip.ParseAddrPort(addr)
	return !inherits && err == nil && a.Addr().IsLoopback()
}

func (s *Subject) wakeLocked() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Subject) wait() {
	s.cmd.Wait()
	s.mu.Lock()
	s.code = s.cmd.ProcessState.ExitCode()
	s.wakeLocked()
	s.mu.Unlock()
	close(s.exited)
}

func (s *Subject) gone() bool {
	select {
	case <-s.exited:
		return true
	default:
		return false
	}
}

// await waits until cond holds; false means that the time is up.
func (s *Subject) await(cond func() bool) bool { return s.awaitFor(patienceOutside, cond) }

func (s *Subject) awaitFor(d time.Duration, cond func() bool) bool {
	timer := time.NewTimer(min(d, soon))
	defer timer.Stop()
	var turns *turns
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return true
		}
		select {
		case <-changed:
		case <-s.exited:
			return cond()
		case <-timer.C:
			left := d - soon
			switch {
			case turns != nil:
				left = turns.more(d)
			case left > 0:
				turns = s.turns()
			}
			if left <= 0 {
				return cond()
			}
			timer.Reset(left)
		}
	}
}

func (s *Subject) command(line string) {
	s.mu.Lock()
	w := s.commands
	s.mu.Unlock()
	io.WriteString(w, line+"\n") // a dead subject is noticed elsewhere
}

func (s *Subject) look(f func() bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f()
}

// dump asks the process what its goroutines do. It is nil when there is no answer.
func (s *Subject) dump() []trace.Goroutine {
	s.dumping.Lock()
	defer s.dumping.Unlock()
	s.look(func() bool { s.dumped = nil; return true })
	s.command(pipe.Dump)
	s.awaitFor(patienceAnswer, func() bool { return s.look(func() bool { return s.dumped != nil }) })
	s.mu.Lock()
	defer s.mu.Unlock()
	return trace.ParseGoroutines(s.dumped)
}

// lastWords is dump, but a process that does not answer is made to dump while it
// dies.
func (s *Subject) lastWords() []trace.Goroutine {
	if gs := s.dump(); gs != nil || s.cmd.Process.Signal(syscall.SIGQUIT) != nil {
		return gs
	}
	s.awaitFor(patienceAnswer, s.gone)
	return trace.ParseGoroutines(s.stderr.bytes())
}

// stop kills the process and waits until it is gone.
func (s *Subject) stop() {
	jail.Kill(s.cmd)
	<-s.exited
	s.mu.Lock()
	s.commands.Close()
	s.mu.Unlock()
	os.RemoveAll(s.home)
}

// CloseListener closes the subject's listener i, and returns when that is done.
func (s *Subject) CloseListener(i int) {
	s.c.alive()
	s.command(fmt.Sprint(pipe.Close, " ", i))
	if !s.await(func() bool { return s.look(func() bool { return s.closed[i] }) }) {
		s.never(Mistake{Message: "The listener could not be closed."})
	}
	s.c.Mark(outcome.Closed, fmt.Sprintf("listener %d", i), "listener closed")
}

// Returns waits until the subject's function has returned, and gives its error: nil,
// or one with the same text, which wraps net.ErrClosed if the original did. It
// fails the check with the sentence when the function does not return.
func (s *Subject) Returns(why string) error {
	s.c.alive()
	if !s.await(func() bool { return s.look(func() bool { return s.ended }) }) {
		s.never(Mistake{Message: kit.Sentence(why) + " Your function does not return."})
	}
	s.c.Mark(outcome.Joined, "", "the function returned")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.returned = true
	return s.err
}

// Exit waits until the process has ended, by itself or because the subject's
// function returned, and gives its exit code (0 after a return, 2 after a panic, -1
// for a signal) and what it wrote to its standard error.
func (s *Subject) Exit() (code int, stderr string) {
	s.c.alive()
	over := s.await(func() bool { return s.gone() || s.look(func() bool { return s.ended }) })
	if over && !s.gone() {
		s.command(pipe.LetGo)
		over = s.await(s.gone)
	}
	if !over {
		m := Mistake{Message: "The program does not end."}
		kit.AsideOf(&m).Unsure = true
		addWaits(&m, s.lastWords())
		s.c.fail(m, outcome.Fail)
	}
	return s.code, string(s.stderr.bytes())
}

// Alive fails the check with the sentence when the process is not there any more,
// or does not respond.
func (s *Subject) Alive(why string) {
	s.c.alive()
	there, certain := s.lives(patienceOutside)
	m := Mistake{Message: why}
	if !there {
		v, _ := s.explainDeath(&m)
		s.c.fail(m, v)
	}
	if !certain {
		m.Message = kit.Sentence(why) + " The program does not respond any more."
		kit.AsideOf(&m).Unsure = true
		addWaits(&m, s.lastWords())
		s.c.fail(m, outcome.Fail)
	}
}

// Output is what the process has written so far.
func (s *Subject) Output() (stdout, stderr string) {
	return string(s.stdout.bytes()), string(s.stderr.bytes())
}
