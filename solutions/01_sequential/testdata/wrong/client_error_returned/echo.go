// Package echo remembers the failures of its clients and returns them with its
// own.
//
//workbook:caught-by TestEndsAfterClients
package echo

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	var failures error
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return failures
		}
		if err != nil {
			return errors.Join(err, failures)
		}
		if _, err := io.Copy(conn, conn); err != nil {
			failures = errors.Join(failures, err)
		}
		conn.Close()
	}
}
