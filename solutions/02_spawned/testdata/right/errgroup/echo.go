// Package spawned keeps its goroutines in an errgroup; none of them ever returns
// an error. SetLimit could bound them with one line more; its error has no use
// here, as a client's failure concerns nobody else.
package spawned

import (
	"bufio"
	"errors"
	"log/slog"
	"net"

	"golang.org/x/sync/errgroup"
)

func Echo(ln net.Listener) error {
	var clients errgroup.Group
	for {
		conn, err := ln.Accept()
		if err != nil {
			return errors.Join(err, clients.Wait())
		}
		clients.Go(func() error {
			defer conn.Close()
			if _, err := bufio.NewReader(conn).WriteTo(conn); err != nil {
				slog.Debug("client failed", "remote", conn.RemoteAddr(), "err", err)
			}
			return nil
		})
	}
}
