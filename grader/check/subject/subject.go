// Package subject is the frame of a subject program: a small program that runs
// the learner's code in a process of its own, so that outside checks can talk to it
// over real TCP and see whether the process survives. A subject program is
//
//	func main() {
//		subject.Serve(func(lns []net.Listener) error { return spawned.Echo(lns[0]) })
//	}
//
// The referee (see workbook/grader/check/outside) starts it with listening sockets and
// two pipes. Started by hand it listens on free loopback ports, which it prints, until it is
// killed.
//
// The package is linked into a program at each save of the learner, and so it
// imports little.
package subject

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"workbook/grader/check/internal/pipe"
)

// Serve calls f with the listeners that the referee asked for, tells the referee
// how f ended, and ends the process when the referee lets it go. Meanwhile it
// obeys the referee, which may close a listener. A panic that leaves f, or any
// goroutine, kills the process as it does every Go program. Serve does not return.
func Serve(f func(lns []net.Listener) error) {
	debug.SetMaxStack(pipe.MaxStack)
	p, err := open()
	if err != nil {
		fmt.Fprintln(os.Stderr, "subject:", err)
		os.Exit(pipe.ExitBroken)
	}
	p.tell(pipe.Ready)
	go p.obey()
	err = f(p.lns)
	p.tell(pipe.Ended(err))
	<-p.letGo
	os.Exit(0)
}

type program struct {
	lns   []net.Listener
	in    io.Reader // nil when started by hand
	letGo chan struct{}

	mu  sync.Mutex
	out io.Writer
}

func open() (*program, error) {
	p := &program{out: os.Stdout, letGo: make(chan struct{})}
	spec, ok := os.LookupEnv(pipe.ListenersEnv)
	if !ok {
		spec = pipe.Listen(2)
	} else {
		in, err := inherited(pipe.CommandsEnv)
		if err != nil {
			return nil, err
		}
		out, err := inherited(pipe.StatusEnv)
		if err != nil {
			return nil, err
		}
		p.in, p.out = in, out
	}
	var err error
	if n, ok := pipe.ToListen(spec); ok {
		err = p.listen(n)
	} else {
		err = p.inherit(strings.Split(spec, ","))
	}
	for _, name := range []string{pipe.ListenersEnv, pipe.CommandsEnv, pipe.StatusEnv} {
		os.Unsetenv(name)
	}
	return p, err
}

func (p *program) listen(n int) error {
	for i := range n {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		p.lns = append(p.lns, ln)
		p.tell(fmt.Sprintf("%s %d %s", pipe.Listening, i, ln.Addr()))
	}
	return nil
}

func (p *program) inherit(fds []string) error {
	for i, s := range fds {
		fd, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return fmt.Errorf("%s: %q is not a file descriptor", pipe.ListenersEnv, s)
		}
		file := os.NewFile(uintptr(fd), "listener "+strconv.Itoa(i))
		ln, err := net.FileListener(file)
		if err != nil {
			return fmt.Errorf("listener %d: %w", i, err)
		}
		file.Close() // ln has a copy of its own
		p.lns = append(p.lns, ln)
	}
	return nil
}

func inherited(env string) (*os.File, error) {
	fd, err := strconv.ParseUint(os.Getenv(env), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s=%q is not a file descriptor", env, os.Getenv(env))
	}
	return os.NewFile(uintptr(fd), env), nil
}

func (p *program) tell(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	io.WriteString(p.out, line+"\n")
}

// obey carries out the referee's commands until the pipe ends.
func (p *program) obey() {
	if p.in == nil {
		return
	}
	commands := bufio.NewScanner(p.in)
	for commands.Scan() {
		word, arg, _ := strings.Cut(commands.Text(), " ")
		switch word {
		case pipe.Close:
			if i, err := strconv.Atoi(arg); err == nil && i >= 0 && i < len(p.lns) {
				p.lns[i].Close()
			}
			p.tell(pipe.Closed + " " + arg)
		case pipe.Dump:
			p.dump()
		case pipe.LetGo:
			close(p.letGo)
			return
		}
	}
	os.Exit(pipe.ExitOrphan)
}

// dump sends what every goroutine does.
func (p *program) dump() {
	buf := make([]byte, 64<<10)
	n := runtime.Stack(buf, true)
	for n == len(buf) && n < pipe.MaxDump {
		buf = make([]byte, 4*len(buf))
		n = runtime.Stack(buf, true)
	}
	head := fmt.Sprint(pipe.Dumped, " ", n)
	if panics() {
		head += " " + pipe.Panics
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	io.WriteString(p.out, head+"\n")
	p.out.Write(buf[:n])
}

// panics reports whether a goroutine panics, as far as its 32 innermost frames say.
func panics() bool {
	stacks := make([]runtime.StackRecord, runtime.NumGoroutine()+16)
	n, ok := runtime.GoroutineProfile(stacks)
	for !ok {
		stacks = make([]runtime.StackRecord, 2*n)
		n, ok = runtime.GoroutineProfile(stacks)
	}
	for _, s := range stacks[:n] {
		frames := runtime.CallersFrames(s.Stack())
		for more := true; more; {
			var f runtime.Frame
			if f, more = frames.Next(); f.Function == "runtime.gopanic" {
				return true
			}
		}
	}
	return false
}
