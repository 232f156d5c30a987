package broken

import (
	"io"
	"net"
	"os"
	"runtime"
	"time"
)

// What does not end, or ends what is not its own, and what is left behind.

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

// Exits ends its goroutine.
func Exits(net.Listener) error {
	runtime.Goexit()
	return nil
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
