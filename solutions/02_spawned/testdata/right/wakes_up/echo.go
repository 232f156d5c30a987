// Package spawned gives Read a deadline and tries again when it has passed, as
// one does to look for something else in between.
package spawned

import (
	"errors"
	"fmt"
	"net"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return fmt.Errorf("spawned: %w", err)
		}
		go func() {
			defer conn.Close()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	buf := make([]byte, 4096)
	for {
		conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := conn.Read(buf)
		if _, werr := conn.Write(buf[:n]); werr != nil {
			return
		}
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			continue
		}
		if err != nil {
			return
		}
	}
}
