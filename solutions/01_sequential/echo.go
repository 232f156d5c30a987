// Package echo is a TCP server that says everything back, one client at a time.
package echo

import (
	"errors"
	"fmt"
	"io"
	"net"
)

// Echo accepts clients from ln and serves them one at a time, in order of
// arrival. Each client gets back every byte that it sends, unchanged and as soon
// as it arrives, until it is done; then its connection is closed.
//
// A failure on one client's connection ends that connection only. Echo returns
// when Accept fails: with nil when the listener was closed, otherwise with an
// error that wraps Accept's.
func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accepting a client: %w", err)
		}
		serve(conn)
	}
}

// serve echoes one client until it is done or its connection fails, and closes
// the connection. A failure concerns nobody but this client, who is gone, so there
// is nobody left to tell.
func serve(conn net.Conn) {
	defer conn.Close()
	_, _ = io.Copy(conn, conn)
}
