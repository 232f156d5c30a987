package broken

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// Servers that read, write or time what clients send as none should.

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

// InAHurry gives a client a second and closes.
func InAHurry(ln net.Listener) error {
	return each(ln, func(conn net.Conn) {
		conn.SetDeadline(time.Now().Add(time.Second)) // <- in a hurry
		io.Copy(conn, conn)                           // <- in a hurry reads
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
