// Package echo tries again when Accept fails for lack of descriptors, as
// net/http does.
//
//workbook:caught-by TestAcceptFails
package echo

import (
	"errors"
	"io"
	"net"
	"syscall"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, syscall.EMFILE) {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
