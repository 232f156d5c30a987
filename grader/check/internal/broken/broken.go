// Package broken holds servers and tasks that go wrong in every way that the kit
// has a sentence for, and some that do not. The kit's tests take it for a
// submission.
package broken

import (
	"io"
	"net"
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
