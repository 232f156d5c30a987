package isolate_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// A server is the learner's Serve with a handler that obeys its clients: each line
// is a command.
type server struct {
	*check.C
	ln      *check.Listener
	call    *check.Call
	on      map[string]func(conn net.Conn, text string)
	gate    *check.Gate // what report waits for; may be nil
	closing *check.Gate // what Close of a connection waits for; may be nil
	jammed  error       // what Close of a connection says, if it is not nil
	from    net.Addr    // what RemoteAddr of every connection says, if it is not nil

	mu      sync.Mutex
	given   map[net.Conn]bool // by Accept
	handled []handled
	reports []isolate.Panic
	stacks  []string // of the reports, as they were then
	crashes []crash  // what the handler panicked with, in order
}

// A handled is one call of the handler.
type handled struct {
	conn      net.Conn
	goroutine int
}

// A crash is a panic that the handler is about to begin.
type crash struct {
	client net.Addr
	value  any
}

// start runs Serve on a new listener.
func start(c *check.C) *server { return newServer(c).start() }

// start runs Serve.
func (s *server) start() *server {
	s.call = s.Go("Serve", func() error { return isolate.Serve(door{s.ln, s}, s.handle, s.report) })
	return s
}

// A door is the server's listener. It knows what it has given to Serve.
type door struct {
	*check.Listener
	s *server
}

// Accept implements net.Listener.
func (d door) Accept() (net.Conn, error) {
	conn, err := d.Listener.Accept()
	if err != nil {
		return nil, err
	}
	conn = &visitor{conn, d.s}
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.s.given[conn] = true
	return conn, nil
}

// A visitor is a connection that can be held while it is closed, and that says what its
// server wants.
type visitor struct {
	net.Conn
	s *server
}

// Close implements net.Conn.
func (v *visitor) Close() error {
	if v.s.closing != nil {
		v.s.closing.Wait()
	}
	err := v.Conn.Close()
	if v.s.jammed != nil {
		return v.s.jammed
	}
	return err
}

// RemoteAddr implements net.Conn.
func (v *visitor) RemoteAddr() net.Addr {
	if v.s.from != nil {
		return v.s.from
	}
	return v.Conn.RemoteAddr()
}

// Format implements fmt.Formatter: who logs the connection must not read the fields.
func (v *visitor) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), v.Conn)
}

// newServer is a server that does not run yet.
func newServer(c *check.C) *server {
	s := &server{C: c, ln: c.Listen("the listener"), given: map[net.Conn]bool{}}
	s.on = map[string]func(net.Conn, string){
		"echo":  func(conn net.Conn, text string) { fmt.Fprintln(conn, text) },
		"panic": func(conn net.Conn, text string) { s.crash(conn, text) },
		"abort": func(net.Conn, string) { panic(isolate.ErrAbort) },
		"exit":  func(net.Conn, string) { panictest.Goexit() },
		"close": func(conn net.Conn, _ string) { conn.Close() },
	}
	return s
}

// handle obeys one client until that has finished sending.
func (s *server) handle(conn net.Conn) {
	defer s.Task("handle")()
	s.mu.Lock()
	s.handled = append(s.handled, handled{conn, panictest.Goroutine()})
	s.mu.Unlock()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		command, text, _ := strings.Cut(lines.Text(), " ")
		s.on[command](conn, text)
	}
}

// crash panics with v, and notes that first.
func (s *server) crash(conn net.Conn, v any) {
	s.noteCrash(conn, v)
	panic(v)
}

func (s *server) noteCrash(conn net.Conn, v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.crashes = append(s.crashes, crash{conn.RemoteAddr(), v})
}

// says has a new client give a command that ends in a panic, which must be reported.
func (s *server) says(command, what string) {
	a := s.ln.Dial(fmt.Sprintf("client %d", len(s.calls())+1))
	a.Send([]byte(command + "\n"))
	s.ends(a, what)
	s.Settle() // a handler that has closed its connection panics after that
	s.reportsCrash(what)
}

func (s *server) report(p isolate.Panic) {
	s.mu.Lock()
	s.reports = append(s.reports, p)
	s.stacks = append(s.stacks, string(p.Stack))
	s.mu.Unlock()
	if s.gate != nil {
		s.gate.Wait()
	}
}

func (s *server) reported() []isolate.Panic {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reports[:len(s.reports):len(s.reports)]
}

func (s *server) crashed() []crash {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.crashes[:len(s.crashes):len(s.crashes)]
}

// calls are those of the handler so far.
func (s *server) calls() []handled {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handled[:len(s.handled):len(s.handled)]
}

// echoes has a client talk to its handler, which must answer.
func (s *server) echoes(a *check.Conn, why string) {
	word := fmt.Sprintf("%s-%08x", strings.ReplaceAll(a.Name(), " ", "-"), s.Rand().Uint32())
	a.Send([]byte("echo " + word + "\n"))
	s.Settle()
	s.apart()
	a.Expect([]byte(word+"\n"), why)
}

// apart fails the check if two handlers have got the same connection.
func (s *server) apart() {
	seen := map[net.Conn]bool{}
	for _, call := range s.calls() {
		if seen[call.conn] {
			s.Failf("handle was called twice with the same connection, and another client has no handler. A variable outside of the loop is one for all goroutines: when one of them looks, Accept has put the next connection there. Declare it inside of the loop, or hand the connection over as an argument")
		}
		seen[call.conn] = true
	}
}

// goesOn fails the check unless Serve and its listener are there after something
// that happened to one client.
func (s *server) goesOn(what string) {
	s.call.StillRunning(what + ", which is the end of that connection and of nothing else: Serve must go on accepting clients")
	if s.ln.Closed() {
		s.Failf("%s, and your code closed the listener. That is the end of one connection, and others want to come: leave the listener open", what)
	}
}

// ends awaits the end of a client's connection.
func (s *server) ends(a *check.Conn, what string) {
	a.AwaitServerClosed(what + ". Its connection must be closed, in a deferred function: otherwise the client waits for an answer that can never come")
}

// quiet lets everything rest and fails the check unless there are n reports.
func (s *server) quiet(n int, what string) {
	s.Settle()
	if got := s.reported(); len(got) > n {
		s.Fail(check.Mistake{
			Message: what + ", and a panic was reported. Only a panic of the handler with another value than ErrAbort is reported, and each of them once",
			Got:     "a report with the value " + panictest.Show(got[len(got)-1].Value), Expected: "no report",
		})
	}
}

// reportsCrash awaits the report of the latest crash, and that there is one of each.
func (s *server) reportsCrash(what string) isolate.Panic {
	crashes := s.crashed()
	n := len(crashes)
	if n == 0 {
		s.Failf("%s was what the handler should have done, and it was never called. Call handle for each connection", what)
	}
	if !s.Await(func() bool { return len(s.reported()) >= n }) {
		s.Failf("%s, and report was not called. Nobody will ever know that there is a mistake in the handler: report every panic but one whose value is ErrAbort itself, compared with ==", what)
	}
	s.Settle()
	got := s.reported()
	if len(got) > n {
		s.Failf("%s, and report was called %d times for it. Report each panic once", what, 1+len(got)-n)
	}
	last := got[n-1]
	s.checkReport(last, crashes[n-1], what)
	return last
}

// checkReport fails the check unless the report is about the crash.
func (s *server) checkReport(got isolate.Panic, want crash, what string) {
	if !panictest.Same(got.Value, want.value) {
		s.Fail(check.Mistake{
			Message: what + ", and the report has another value. It must be the very value that the handler panicked with, not a text, a copy or an error about it: keep what recover gives",
			Got:     panictest.Show(got.Value), Expected: panictest.Show(want.value),
		})
	}
	client, expected := address(got.Client), address(want.client)
	if client != expected {
		s.Fail(check.Mistake{
			Message: what + ", and the report does not have the remote address of its connection, as RemoteAddr gives it. With it one can find out which client's request was too much for the handler",
			Got:     client, Expected: expected,
		})
	}
}

func address(a net.Addr) string {
	if a == nil {
		return "no address"
	}
	return fmt.Sprintf("%T %s", a, a)
}
