// Package spawned lets the goroutine that accepted a client serve it, after it
// started the next one that accepts. No loop hands anything over; where Accept's
// error comes back to is harder to see.
package spawned

import (
	"bufio"
	"errors"
	"net"
)

func Echo(ln net.Listener) error {
	failed := make(chan error, 1)
	go next(ln, failed)
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

func next(ln net.Listener, failed chan<- error) {
	conn, err := ln.Accept()
	if err != nil {
		failed <- err
		return
	}
	go next(ln, failed)
	defer conn.Close()
	r, w := bufio.NewReader(conn), bufio.NewWriter(conn)
	defer w.Flush()
	for {
		b, err := r.ReadByte()
		if err != nil {
			return
		}
		w.WriteByte(b)
		if r.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				return
			}
		}
	}
}
