package check_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

// echoOnce stands for the learner's code: it answers one client and returns.
func echoOnce(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = io.Copy(conn, conn)
	return err
}

// A hidden test as an exercise has it. The package's TestMain calls check.Main.
func TestExample(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln := c.Listen("the listener")
		echo := c.Go("Echo", func() error { return echoOnce(ln) })
		a := ln.Dial("A")

		payload := c.Bytes(100_000) // larger than what the connection holds, and no text
		a.Send(payload)
		a.Expect(payload, "Every byte must come back unchanged: copy what Read gives, and no more.")
		a.ExpectNothing("A got everything back, and then more.")
		echo.StillRunning("A has not finished: go on until EOF.")

		a.CloseWrite()
		a.ExpectEOF("A has finished: close its connection.")
		require.NoError(c, echo.Returns("A is done: return."), "Serving A worked, so the error is nil.")
		c.NoLeaks("Echo has returned: nothing may be left behind.")
	})
}

// try stands for a test function: an example has no testing.T. Only what f prints
// is the example's output.
func try(f func(c *check.C)) {
	out := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	defer null.Close()
	os.Stdout = null
	defer func() { os.Stdout = out }()
	var once sync.Once // RunTests obeys -count
	all := func(_, _ string) (bool, error) { return true, nil }
	if !testing.RunTests(all, []testing.InternalTest{{Name: "Example", F: func(t *testing.T) {
		check.Run(t, func(c *check.C) {
			os.Stdout = out
			defer func() { os.Stdout = null }()
			once.Do(func() { f(c) })
		})
	}}}) {
		fmt.Fprintln(out, "the check failed")
	}
}

func ExampleRun() {
	try(func(c *check.C) {
		ln := c.Listen("the listener")
		c.Go("Echo", func() error { return echoOnce(ln) })
		a := ln.Dial("A")
		a.Send([]byte("hi"))
		a.Expect([]byte("hi"), "A must be answered.")
		fmt.Println("A was answered after", c.Now())
	})
	// Output: A was answered after 0s
}

// A client that does not read, and a server whose Write waits for it.
func ExampleConn_StopReading() {
	try(func(c *check.C) {
		ln := c.Listen("the listener", check.Buffer(10))
		a := ln.Dial("A")
		a.StopReading()
		server := c.Go("Server", func() error {
			conn, err := ln.Accept()
			if err != nil {
				return err
			}
			_, err = conn.Write([]byte("a line that is too long"))
			return err
		})
		fmt.Println("running:", server.Running())
		fmt.Printf("%q\n", a.Received())
		a.ResumeReading()
		fmt.Println("error:", server.Returns("A reads again: go on."))
		fmt.Printf("%q\n", a.Received())
	})
	// Output:
	// running: true
	// "a line tha"
	// error: <nil>
	// "a line that is too long"
}

func ExampleListener_FailAccept() {
	try(func(c *check.C) {
		ln := c.Listen("the listener")
		broken := errors.New("too many open files")
		echo := c.Go("Echo", func() error { return echoOnce(ln) })
		ln.FailAccept(broken)
		err := echo.Returns("Accept failed: return.")
		fmt.Println(check.Wraps(err, broken))
	})
	// Output: true
}

// Only tasks that run at the same time get past a barrier.
func ExampleBarrier() {
	try(func(c *check.C) {
		barrier := c.Barrier(1000)
		for range 1000 {
			c.Go("task", func() error { barrier.Arrive(); return nil })
		}
		barrier.All("The tasks must run at the same time.")
		fmt.Println(barrier.Count(), "tasks at once")
	})
	// Output: 1000 tasks at once
}

// A gate holds a task where the check wants it.
func ExampleGate() {
	try(func(c *check.C) {
		gate := c.Gate("the gate")
		task := c.Go("task", func() error { gate.Wait(); return nil })
		gate.Arrived(1, "The task must start.")
		fmt.Println("held:", task.Running())
		gate.Open()
		task.Returns("The gate is open.")
		fmt.Println("held:", task.Running())
	})
	// Output:
	// held: true
	// held: false
}

func ExampleCall_Panicked() {
	try(func(c *check.C) {
		task := c.Go("task", func() error { panic("boom") })
		value, ok := task.Panicked()
		fmt.Println(value, ok, task.Ended())
	})
	// Output: boom true panicked
}

// What a timer brings in half an hour is there at once.
func ExampleC_Await() {
	try(func(c *check.C) {
		rang := make(chan struct{})
		time.AfterFunc(30*time.Minute, func() { close(rang) })
		came := c.Await(func() bool {
			select {
			case <-rang:
				return true
			default:
				return false
			}
		})
		fmt.Println(came, c.Now() >= 30*time.Minute)
	})
	// Output: true true
}

// A check under a schedule meets right solutions whose goroutines begin late and have few
// turns. One that calls runtime.Gosched ten times and then counts who has come would fail
// them. This one says what has to happen, and waits for it; so it holds in every order.
func Example_schedules() {
	// patient stands for the learner's code. Other goroutines have many turns before one
	// of its own has begun.
	patient := func(f, g func()) {
		var both sync.WaitGroup
		for _, work := range []func(){f, g} {
			both.Go(func() {
				for range 1000 {
					runtime.Gosched()
				}
				work()
			})
		}
		both.Wait()
	}
	try(func(c *check.C) {
		work := c.Gate("the work of both")
		call := c.Go("Both", func() error { patient(work.Wait, work.Wait); return nil })
		work.Arrived(2, "Both functions must be at work at the same time.")
		call.StillRunning("Neither has returned: wait for them.")
		work.Open()
		call.Returns("Both have returned.")
		fmt.Println("two at once")
	})
	// Output: two at once
}

// An error may say that it is any other. Wraps does not ask it.
func ExampleWraps() {
	err := fmt.Errorf("serving: %w", net.ErrClosed)
	fmt.Println(check.Wraps(err, net.ErrClosed))
	fmt.Println(check.Wraps(agreeable{err}, io.EOF), errors.Is(agreeable{err}, io.EOF))
	// Output:
	// true
	// false true
}

func ExampleQuote() {
	fmt.Println(check.Quote([]byte("100%\n\x00")))
	// Output: "100%\n\x00"
}
