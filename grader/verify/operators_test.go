package verify

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A change is what one operator makes of the first line that it changes.
type change struct{ operator, before, after string }

// requireChanges asserts which mutants the named operators make of a source, and that
// they make no others.
func requireChanges(t *testing.T, source string, operators []string, want []change) {
	t.Helper()
	r := referenceOf(t, source)
	_, ok := r.compiles("run.go", []byte(source))
	require.True(t, ok, "what does not compile has no mutants")
	mutants, _ := r.mutants()
	var got []change
	for _, m := range mutants {
		for _, o := range operators {
			if m.Operator == o {
				got = append(got, change{m.Operator, strings.TrimSpace(m.Before), strings.TrimSpace(m.After)})
			}
		}
	}
	require.ElementsMatch(t, want, got)
}

func TestOrder(t *testing.T) {
	const source = `package p

import "sync"

func Run(f func(), log func(string), done chan struct{}) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	word := "last"
	defer log(word) // not at once
	f()
	log("over")
	done <- struct{}{}
	select {
	case <-done:
		return
	default:
	}
}
`
	requireChanges(t, source, []string{"swap statements", "swap deferred calls"}, []change{
		{"swap statements", "mu.Lock()\n\tdefer mu.Unlock()", "defer mu.Unlock()\n\tmu.Lock()"},
		{"swap deferred calls", "defer mu.Unlock()\n\tword := \"last\"\n\tdefer log(word) // not at once", "word := \"last\"\n\tdefer log(word)\ndefer mu.Unlock() // not at once"},
		{"swap statements", "defer log(word) // not at once\n\tf()", "f() // not at once\n\tdefer log(word)"},
		{"swap statements", "f()\n\tlog(\"over\")", "log(\"over\")\n\tf()"},
		{"swap statements", "log(\"over\")\n\tdone <- struct{}{}", "done <- struct{}{}\n\tlog(\"over\")"},
		{"swap statements", "done <- struct{}{}\n\tselect {\n\tcase <-done:\n\t\treturn\n\tdefault:\n\t}", "select {\n\tcase <-done:\n\t\treturn\n\tdefault:\n\t}\n\tdone <- struct{}{}"},
	})
}

func TestOrderInsideOfADeferredClosure(t *testing.T) {
	const source = `package p

import "io"

func Serve(conn io.Closer, report func()) {
	defer func() {
		p := recover()
		conn.Close()
		if p != nil {
			report()
		}
	}()
}
`
	requireChanges(t, source, []string{"swap statements"}, []change{
		{"swap statements", "p := recover()\n\t\tconn.Close()", "conn.Close()\n\t\tp := recover()"},
		{"swap statements", "conn.Close()\n\t\tif p != nil {\n\t\t\treport()\n\t\t}", "if p != nil {\n\t\t\treport()\n\t\t}\n\t\tconn.Close()"},
	})
}

func TestHowAndHowOften(t *testing.T) {
	const source = `package p

import "sync"

func Run(f func() int, over, mu sync.Locker, c chan int) (n int) {
	defer close(c)
	defer end(over)
	mu.Lock()
	n = f()
	go end(over)
	<-c
	c <- 1
	return n
}

func end(sync.Locker) {}
`
	requireChanges(t, source, []string{"in the background", "leave out the first", "leave out every other", "call twice", "on another goroutine"}, []change{
		{"in the background", "defer end(over)", "defer func() { go end(over) }()"},
		{"leave out the first", "defer end(over)", "if calls.Add(1) > 1 { defer end(over) }"},
		{"leave out every other", "defer end(over)", "if calls.Add(1)%2 == 1 { defer end(over) }"},
		{"in the background", "n = f()", "go func() { n = f() }()"},
		{"leave out the first", "n = f()", "if calls.Add(1) > 1 { n = f() }"},
		{"leave out every other", "n = f()", "if calls.Add(1)%2 == 1 { n = f() }"},
		{"call twice", "n = f()", "n = f(); n = f()"},
		{"on another goroutine", "n = f()", "elsewhere(func() { n = f() })"},
		{"leave out the first", "go end(over)", "if calls.Add(1) > 1 { go end(over) }"},
		{"leave out every other", "go end(over)", "if calls.Add(1)%2 == 1 { go end(over) }"},
		{"in the background", "<-c", "go func() { <-c }()"},
		{"in the background", "c <- 1", "go func() { c <- 1 }()"},
		{"leave out the first", "c <- 1", "if calls.Add(1) > 1 { c <- 1 }"},
		{"leave out every other", "c <- 1", "if calls.Add(1)%2 == 1 { c <- 1 }"},
	})
}

func TestRetry(t *testing.T) {
	const source = `package p

import "net"

func Serve[T any](ln net.Listener, f func() (T, error)) error {
	_, err := ln.Accept()
	if err != nil {
		return err
	}
	_, err = f()
	return err
}
`
	requireChanges(t, source, []string{"retry"}, []change{
		{"retry", "_, err := ln.Accept()", "_, err := retry(func() (net.Conn, error) { return ln.Accept() })"},
		{"retry", "_, err = f()", "_, err = retry(func() (T, error) { return f() })"},
	})
}

func TestErrors(t *testing.T) {
	const source = `package p

import (
	"context"
	"errors"
	"fmt"
	"io"
)

var ErrClosed = errors.New("closed")

func Run(ctx context.Context, f func() error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("too late: %w", ctx.Err())
	}
	err := f()
	if errors.Is(err, ErrClosed) {
		return ErrClosed
	}
	if err == io.EOF || err == nil {
		return nil
	}
	return err
}

func Means(v any) bool { return v != ErrClosed }
`
	requireChanges(t, source, []string{"context.Cause for Err", "context.Canceled for Err", "== for errors.Is", "text for errors.Is",
		"errors.Is for ==", "text for ==", "errors.Is for !=", "text for !=", "unwrap", "text for error", "wrap error",
		"special-case an empty text", "special-case io.EOF", "special-case context.Canceled"}, []change{
		{"context.Cause for Err", "if ctx.Err() != nil {", "if context.Cause(ctx) != nil {"},
		{"context.Canceled for Err", "if ctx.Err() != nil {", "if context.Canceled != nil {"},
		{"unwrap", `return fmt.Errorf("too late: %w", ctx.Err())`, `return fmt.Errorf("too late: %v", ctx.Err())`},
		{"context.Cause for Err", `return fmt.Errorf("too late: %w", ctx.Err())`, `return fmt.Errorf("too late: %w", context.Cause(ctx))`},
		{"context.Canceled for Err", `return fmt.Errorf("too late: %w", ctx.Err())`, `return fmt.Errorf("too late: %w", context.Canceled)`},
		{"text for error", "err := f()", "err := sameText(f())"},
		{"wrap error", "err := f()", "err := wrapped(f())"},
		{"special-case an empty text", "err := f()", "err := unlessEmpty(f())"},
		{"special-case io.EOF", "err := f()", "err := unlessEOF(f())"},
		{"special-case context.Canceled", "err := f()", "err := unlessCanceled(f())"},
		{"== for errors.Is", "if errors.Is(err, ErrClosed) {", "if err == ErrClosed {"},
		{"text for errors.Is", "if errors.Is(err, ErrClosed) {", "if says(err, ErrClosed) {"},
		{"text for error", "return ErrClosed", "return sameText(ErrClosed)"},
		{"wrap error", "return ErrClosed", "return wrapped(ErrClosed)"},
		{"errors.Is for ==", "if err == io.EOF || err == nil {", "if isError(err, io.EOF) || err == nil {"},
		{"text for ==", "if err == io.EOF || err == nil {", "if says(err, io.EOF) || err == nil {"},
		{"special-case an empty text", "if err == io.EOF || err == nil {", "if err == io.EOF || unlessEmpty(err) == nil {"},
		{"special-case io.EOF", "if err == io.EOF || err == nil {", "if err == io.EOF || unlessEOF(err) == nil {"},
		{"special-case context.Canceled", "if err == io.EOF || err == nil {", "if err == io.EOF || unlessCanceled(err) == nil {"},
		{"text for error", "return err", "return sameText(err)"},
		{"wrap error", "return err", "return wrapped(err)"},
		{"special-case an empty text", "return err", "return unlessEmpty(err)"},
		{"special-case io.EOF", "return err", "return unlessEOF(err)"},
		{"special-case context.Canceled", "return err", "return unlessCanceled(err)"},
		{"errors.Is for !=", "func Means(v any) bool { return v != ErrClosed }", "func Means(v any) bool { return !isError(v, ErrClosed) }"},
		{"text for !=", "func Means(v any) bool { return v != ErrClosed }", "func Means(v any) bool { return !says(v, ErrClosed) }"},
	})
}

// Where no error comes from outside, it is known which ones there are.
func TestErrorsOfOnesOwn(t *testing.T) {
	const source = `package p

type Error struct{}

func (*Error) Error() string { return "" }

type Task struct{ err error }

func (t *Task) Join() error { return t.err }
`
	requireChanges(t, source, []string{"special-case an empty text", "special-case io.EOF", "wrap error"}, []change{
		{"wrap error", "func (t *Task) Join() error { return t.err }", "func (t *Task) Join() error { return wrapped(t.err) }"},
	})
}

func TestValues(t *testing.T) {
	const source = `package p

import (
	"io"
	"log"
	"runtime/debug"
)

type Panic struct{ Value any }

func Run(in []int, name string, report func(Panic)) {
	defer func() {
		p := recover()
		report(Panic{Value: p})
		log.Printf("%d of 100%% in %s: %v\n%s", 1, name, p, debug.Stack())
	}()
	for range in {
		io.WriteString(log.Writer(), "in: "+name)
	}
}
`
	report, printf := `report(Panic{Value: p})`, `log.Printf("%d of 100%% in %s: %v\n%s", 1, name, p, debug.Stack())`
	requireChanges(t, source, []string{"text for value", "text for error value", "nil for panic(nil)", "text for runtime error",
		"%q for %v", "%s for %v", "cut the text", "cut 4096", "cut 2000", "cut 1 MiB", "cap 64"}, []change{
		{"text for value", "p := recover()", "p := textOf(recover())"},
		{"text for error value", "p := recover()", "p := errorText(recover())"},
		{"nil for panic(nil)", "p := recover()", "p := nilOf(recover())"},
		{"text for runtime error", "p := recover()", "p := plain(recover())"},
		{"text for value", report, `report(Panic{Value: textOf(p)})`},
		{"text for error value", report, `report(Panic{Value: errorText(p)})`},
		{"nil for panic(nil)", report, `report(Panic{Value: nilOf(p)})`},
		{"text for runtime error", report, `report(Panic{Value: plain(p)})`},
		{"%q for %v", printf, strings.Replace(printf, "%v", "%q", 1)},
		{"%s for %v", printf, strings.Replace(printf, "%v", "%s", 1)},
		{"cut the text", printf, strings.Replace(printf, " p,", " cut(p),", 1)},
		{"cut 1 MiB", printf, strings.Replace(printf, "name", "cut(name)", 1)},
		{"cut 4096", printf, strings.Replace(printf, "debug.Stack()", "cut(debug.Stack())", 1)},
		{"cap 64", "for range in {", "for range in[:min(len(in), 64)] {"},
		{"cut 2000", `io.WriteString(log.Writer(), "in: "+name)`, `io.WriteString(log.Writer(), cut("in: "+name))`},
	})
}

func TestLimits(t *testing.T) {
	const source = `package p

import (
	"io"
	"net"
	"sync"
)

func Serve(ln net.Listener, n int) error {
	var open sync.WaitGroup
	slots := make(chan int, n)
	for {
		slots <- 1
		conn, err := ln.Accept()
		if err != nil {
			break
		}
		open.Go(func() { io.Copy(conn, conn) })
		go io.Copy(conn, conn)
		go func() { <-slots }()
		select {
		case <-slots:
		case slots <- 1:
		}
	}
	open.Wait()
	return nil
}
`
	const accept, serve, run = `conn, err := ln.Accept()`, "open.Go(func() { io.Copy(conn, conn) })", "go func() { <-slots }()"
	requireChanges(t, source, []string{"cap 64", "cap 1000", "Read deadline", "Write deadline", "limit the wait", "poll", "io.LimitReader"}, []change{
		{"cap 64", "slots := make(chan int, n)", "slots := make(chan int, min(n, 64))"},
		{"limit the wait", "slots <- 1", "select { case slots <- 1: case <-time.After(365*24*time.Hour): }"},
		{"poll", "slots <- 1", "for sent := false; !sent; { select { case slots <- 1: sent = true; default: time.Sleep(time.Millisecond) } }"},
		{"Read deadline", accept, accept + "; if err == nil { conn.SetReadDeadline(time.Now().Add(365*24*time.Hour)) }"},
		{"Write deadline", accept, accept + "; if err == nil { conn.SetWriteDeadline(time.Now().Add(365*24*time.Hour)) }"},
		{"cap 64", serve, "open.Go(func() { turns <- struct{}{}; defer func() { <-turns }();  io.Copy(conn, conn) })"},
		{"cap 1000", serve, "open.Go(func() { turns <- struct{}{}; defer func() { <-turns }();  io.Copy(conn, conn) })"},
		{"io.LimitReader", serve, "open.Go(func() { io.Copy(conn, io.LimitReader(conn, 1<<20)) })"},
		{"cap 64", "go io.Copy(conn, conn)", "go func() { turns <- struct{}{}; defer func() { <-turns }(); io.Copy(conn, conn) }()"},
		{"cap 1000", "go io.Copy(conn, conn)", "go func() { turns <- struct{}{}; defer func() { <-turns }(); io.Copy(conn, conn) }()"},
		{"io.LimitReader", "go io.Copy(conn, conn)", "go io.Copy(conn, io.LimitReader(conn, 1<<20))"},
		{"cap 64", run, "go func() { turns <- struct{}{}; defer func() { <-turns }();  <-slots }()"},
		{"cap 1000", run, "go func() { turns <- struct{}{}; defer func() { <-turns }();  <-slots }()"},
		{"limit the wait", run, "go func() { atMost(slots) }()"},
		{"poll", run, "go func() { poll(slots) }()"},
		{"limit the wait", "}", "case <-time.After(365*24*time.Hour):\n}"},
		{"limit the wait", "open.Wait()", "atMost(open.Wait)"},
	})
}

func TestMarks(t *testing.T) {
	x := Mutant{Operator: "poll", Function: "Handle.Join", Before: "\t<-h.done\n\tmore"}
	for _, test := range []struct {
		mark mark
		fits bool
	}{
		{mark{Operator: "poll", Line: "<-h.done"}, true},
		{mark{Operator: "poll", Line: "<-h.done", In: "Handle.Join"}, true},
		{mark{Operator: "poll", Line: "<-h.done", In: "Join"}, false},
		{mark{Operator: "poll", Line: "more"}, false},
		{mark{Operator: "pol", Line: "<-h.done"}, false},
	} {
		require.Equal(t, test.fits, test.mark.fits(x), "%v", &test.mark)
	}
}

func TestWhichMutants(t *testing.T) {
	x := Mutant{Operator: "swap statements", File: "echo.go", Line: 12, Function: "Server.stop"}
	for _, asked := range []string{"", "all", "swap", "swap statements", "echo.go", "echo.go:12", "Server.stop"} {
		require.True(t, x.isOf(asked), asked)
	}
	for _, asked := range []string{"poll", "echo.go:1", "12", "stop"} {
		require.False(t, x.isOf(asked), asked)
	}
}
