// Package spawned is a TCP server that says everything back, to all its clients
// at the same time.
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
)

// Echo accepts clients from ln and serves each of them on a goroutine of its own,
// as many as come. Each client gets back every byte that it sends, unchanged and
// as soon as it arrives, until it is done; then its connection is closed.
//
// A failure on one client's connection ends that connection only. When Accept
// fails, Echo returns at once, nil when the listener was closed, otherwise an error
// that wraps Accept's; clients that are still connected are served to their end.
func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a client: %w", err)
		}
		go serve(conn)
	}
}

// serve echoes one client until it is done or its connection fails, and closes
// the connection. A failure concerns nobody but this client, who is gone, so there
// is nobody left to tell.
func serve(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(conn, conn)
}
