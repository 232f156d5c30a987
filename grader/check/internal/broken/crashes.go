package broken

import (
	"errors"
	"log"
	"net"
	"os"
	"time"
)

// Panics, and what else ends a process.

// Panics panics.
func Panics(net.Listener) error {
	var m map[string]int
	m["a"]++ // <- panics
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

// PanicsLater panics on the goroutine of the first client that sends something.
func PanicsLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		b := make([]byte, 1)
		conn.Read(b)
		panic("a client sent " + string(b)) // <- panics later
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

// FatalLater ends the process when the first client sends something.
func FatalLater(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.Read(make([]byte, 1))
		log.Fatal("cannot go on")
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
