package broken

import (
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Who waits: for locks, for channels, for ever, and by asking again and again.

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

// Blocked takes a nil channel for a signal.
func Blocked(c chan int) {
	<-c // <- blocked
}

// Hangs waits for ever.
func Hangs(net.Listener) error {
	<-make(chan int) // <- hangs
	return nil
}

// Spins asks the listener again and again.
func Spins(net.Listener) error {
	for n := 0; n >= 0; n++ { // <- spins
	}
	return nil
}

// Yields asks again and again, and lets others run meanwhile.
func Yields(done func() bool) error {
	for !done() { // <- yields
		runtime.Gosched() // <- yields
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

// Late waits for over with looks that are rare.
func Late(over *atomic.Bool) error {
	for wait := time.Microsecond; !over.Load(); wait = min(2*wait, time.Hour) {
		<-time.After(wait)
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
