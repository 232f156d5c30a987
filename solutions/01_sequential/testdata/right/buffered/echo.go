// Package echo reads through a bufio.Reader and flushes whenever nothing more is
// there to be read. Many small writes become one, and a Flush that is forgotten
// leaves a client without its answer.
package echo

import (
	"bufio"
	"errors"
	"net"
)

func Echo(ln net.Listener) error {
	var err error
	for err == nil {
		var conn net.Conn
		if conn, err = ln.Accept(); err == nil {
			serve(conn)
		}
	}
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return err
}

func serve(conn net.Conn) {
	defer conn.Close()
	r, w := bufio.NewReader(conn), bufio.NewWriter(conn)
	defer w.Flush()
	for {
		b, err := r.ReadByte()
		if err != nil {
			return
		}
		if w.WriteByte(b) != nil {
			return
		}
		if r.Buffered() == 0 && w.Flush() != nil {
			return
		}
	}
}
