// Package broken holds servers and tasks that go wrong in every way that the kit
// has a sentence for, and some that do not. The kit's tests take it for a
// submission.
package broken

import (
	"errors"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Echo is right, as far as the kit's tests look. It has no word for why Accept
// fails, so that it is no answer to an exercise, and neither is Sequential.
func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn) // <- echo
		}()
	}
}

// Sequential serves one after the other.
func Sequential(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		io.Copy(conn, conn) // <- sequential
		conn.Close()
	}
}

// AcceptsForEver is right but for the end: it takes every error for a passing one.
func AcceptsForEver(ln net.Listener) error {
	for {
		conn, err := ln.Accept() // <- accepts for ever
		if err != nil {
			continue
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// IgnoresEOF is the commonest first mistake of all.
func IgnoresEOF(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		for {
			n, _ := conn.Read(b) // <- ignores EOF
			conn.Write(b[:n])
		}
	})
}

// ReadsOn goes on reading what it has closed.
func ReadsOn(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		for {
			n, err := conn.Read(b) // <- reads on
			if err != nil {
				conn.Close()
				continue
			}
			conn.Write(b[:n])
		}
	})
}

// NoRoom reads into a buffer that holds nothing.
func NoRoom(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		var b []byte
		for {
			n, err := conn.Read(b) // <- no room
			if err != nil {
				return
			}
			conn.Write(b[:n])
		}
	})
}

// WritesOn tries until it has written, which is never.
func WritesOn(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		n, _ := conn.Read(b)
		for {
			if _, err := conn.Write(b[:n]); err == nil { // <- writes on
				return
			}
		}
	})
}

// DeafToWrites looks at the error of Read alone.
func DeafToWrites(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		defer conn.Close()
		b := make([]byte, 1024)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			conn.Write(b[:n]) // <- deaf to writes
		}
	})
}

// Impatient gives a client a second, and takes the end of it for a passing failure.
func Impatient(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		conn.SetReadDeadline(time.Now().Add(time.Second))
		for {
			n, err := conn.Read(b) // <- impatient
			if err == io.EOF {
				return
			}
			conn.Write(b[:n])
		}
	})
}

// Patient sets its time limit anew each time that it is over, for hours.
func Patient(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		for {
			conn.SetReadDeadline(time.Now().Add(time.Second))
			n, err := conn.Read(b)
			if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return
			}
			conn.Write(b[:n])
		}
	})
}

// Silent accepts and never answers.
func Silent(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		io.Copy(io.Discard, conn) // <- silent
	})
}

// WrongBytes changes what it gets.
func WrongBytes(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			b[n/2] ^= 0x20
			conn.Write(b[:n]) // <- wrong
		}
	})
}

// EarlyClose closes after the first four bytes.
func EarlyClose(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 4)
		n, _ := conn.Read(b)
		conn.Write(b[:n]) // <- early
	})
}

// InAHurry gives a client a second and closes.
func InAHurry(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.SetDeadline(time.Now().Add(time.Second)) // <- in a hurry
		io.Copy(conn, conn)                           // <- in a hurry reads
	})
}

// ClosesListener takes one client.
func ClosesListener(ln net.Listener) error {
	_, err := ln.Accept()
	ln.Close() // <- closes the listener
	return err
}

// NeverCloses forgets the connection.
func NeverCloses(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go io.Copy(conn, conn) // <- never closes
	}
}

// Leaks leaves a goroutine behind for every client.
func Leaks(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		done := make(chan struct{})
		go func() {
			<-done // <- leaks: nobody closes it
		}()
		io.Copy(conn, conn)
	})
}

// Rings does not stop a timer, which has something to tell when nobody is there.
func Rings() {
	told := make(chan struct{})
	time.AfterFunc(time.Minute, func() {
		told <- struct{}{} // <- rings: nobody receives
	})
}

// Locked holds a mutex while it serves.
func Locked(ln net.Listener) error {
	var mu sync.Mutex
	return each(ln, func(conn net.Conn) {
		mu.Lock() // <- locked
		defer mu.Unlock()
		io.Copy(conn, conn)
	})
}

// Deadlock locks twice.
func Deadlock(net.Listener) error {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock() // <- deadlock
	return nil
}

// Turns is right, and its accept loop waits for a lock while somebody is served.
func Turns(ln net.Listener) error {
	var turn sync.Mutex
	for {
		turn.Lock() // <- turns
		conn, err := ln.Accept()
		if err != nil {
			turn.Unlock()
			return nil
		}
		go func() {
			defer turn.Unlock()
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// LocksLater is right: it waits for a lock after a while, until the one who holds it
// is let go.
func LocksLater(letGo <-chan struct{}) error {
	var mu sync.Mutex
	mu.Lock()
	go func() {
		<-letGo
		mu.Unlock()
	}()
	<-time.After(time.Second)
	mu.Lock() // <- locks later
	return nil
}

// LockedLater comes to rest, and then a timer makes it lock twice.
func LockedLater(net.Listener) error {
	var mu sync.Mutex
	mu.Lock()
	time.Sleep(time.Second)
	mu.Lock() // <- locked later
	return nil
}

// Spins asks the listener again and again.
func Spins(net.Listener) error {
	for n := 0; n >= 0; n++ { // <- spins
	}
	return nil
}

// Polls asks every millisecond whether it is done.
func Polls(done func() bool) error {
	for !done() {
		time.Sleep(time.Millisecond) // <- polls
	}
	return nil
}

// PollsByTimer asks again and again, in a select.
func PollsByTimer(every time.Duration, done func() bool) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	never := make(chan int)
	for !done() {
		select { // <- polls by timer
		case <-tick.C:
		case <-never:
		}
	}
	return nil
}

// Slow is right: its many goroutines hand on a baton, and each hand-over wakes all.
func Slow(n int) error {
	var mu sync.Mutex
	var all sync.WaitGroup
	cond := sync.NewCond(&mu)
	turn := 0
	for i := range n {
		all.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for turn != i {
				cond.Wait()
			}
			turn = i + 1
			cond.Broadcast()
		})
	}
	all.Wait()
	return nil
}

// Yields asks again and again, and lets others run meanwhile.
func Yields(done func() bool) error {
	for !done() { // <- yields
		runtime.Gosched() // <- yields
	}
	return nil
}

// Exits ends its goroutine.
func Exits(net.Listener) error {
	runtime.Goexit()
	return nil
}

// PanicsInside panics on a goroutine that nobody guards.
func PanicsInside(net.Listener) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		panic(errors.New("nobody guards this")) // <- panics inside
	}()
	<-done
	return nil
}

// Chatty sends more than it got.
func Chatty(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		io.Copy(conn, conn)
		conn.Write([]byte("bye"))
	})
}

// ReadsAll waits for the end before it answers.
func ReadsAll(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b, _ := io.ReadAll(conn) // <- reads all
		conn.Write(b)
	})
}

// DropsLong does not write what it reads when that is much.
func DropsLong(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 256)
		n, _ := conn.Read(b)
		conn.Write(b[:n])
		io.Copy(io.Discard, conn) // <- drops long
	})
}

// Blocked takes a nil channel for a signal.
func Blocked(c chan int) {
	<-c // <- blocked
}

// Panics panics.
func Panics(net.Listener) error {
	var m map[string]int
	m["a"]++ // <- panics
	return nil
}

// Hangs waits for ever.
func Hangs(net.Listener) error {
	<-make(chan int) // <- hangs
	return nil
}

// Delay answers after a second.
func Delay(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1024)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			time.Sleep(time.Second)
			conn.Write(b[:n])
		}
	})
}

func each(ln net.Listener, serve func(net.Conn)) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			serve(conn)
		}() // <- each ends
	}
}

// PanicsLater panics on the goroutine of the first client that sends something.
func PanicsLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1)
		conn.Read(b)
		panic("a client sent " + string(b)) // <- panics later
	})
}

// Dives calls itself without an end.
func Dives(n int) int {
	return 1 + Dives(n+1) // <- dives
}

// DivesLater does so for the first client that sends something.
func DivesLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.Read(make([]byte, 1))
		Dives(0)
	})
}

// LetsPanic calls a task, and leaves what it panics with to others.
func LetsPanic(task func()) {
	task() // <- lets panic
}

// LetsPanicLater does so for the first client that sends something.
func LetsPanicLater(ln net.Listener, task func()) error {
	return each(ln, func(conn net.Conn) {
		conn.Read(make([]byte, 1))
		task() // <- lets panic later
	})
}

// FatalLater ends the process when the first client sends something.
func FatalLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.Read(make([]byte, 1))
		log.Fatal("cannot go on")
	})
}

// HeldPanic panics for the first client that sends something, and a deferred call
// keeps the panic until the client sends more.
func HeldPanic(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1)
		conn.Read(b)
		done := make(chan struct{})
		go func() {
			conn.Write(b)
			conn.Read(b)
			close(done)
		}()
		defer func() { <-done }()
		panic("a client sent " + string(b))
	})
}

// ExitsLater ends the process when the first client sends something.
func ExitsLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.Read(make([]byte, 1))
		os.Exit(7)
	})
}

// Initial is what a package-level variable begins with.
func Initial(mode string) int {
	switch mode {
	case "sleeps":
		time.Sleep(time.Hour) // <- sleeps at first
	case "breaks":
		panic("not today") // <- breaks at first
	}
	return 1
}

// Leaves ends the goroutine of its caller.
func Leaves() {
	runtime.Goexit() // <- leaves
}

// elsewhere runs functions outside of every bubble, from before there is one. A
// subject program, which has a clean environment, does without.
var elsewhere = make(chan func(), 1)

func init() {
	if os.Getenv("CHECK_TEST_IN_PROCESS") == "" {
		return
	}
	go func() {
		for f := range elsewhere {
			go f()
		}
	}()
}

// Hides leaves a goroutine where no bubble is.
func Hides() {
	elsewhere <- func() {
		select {} // <- hides
	}
}

// Late waits for over with looks that are rare.
func Late(over *atomic.Bool) error {
	for wait := time.Microsecond; !over.Load(); wait = min(2*wait, time.Hour) {
		<-time.After(wait)
	}
	return nil
}
