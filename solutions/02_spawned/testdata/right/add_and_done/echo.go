// Package spawned counts its goroutines by hand, gives them the connection as an
// argument and waits for them. When Echo has returned nobody is being served any
// more; for that, one silent client keeps it from returning.
package spawned

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

func Echo(ln net.Listener) (err error) {
	var wg sync.WaitGroup
	defer wg.Wait()
	var conn net.Conn
	for {
		conn, err = ln.Accept()
		if err != nil {
			break
		}
		wg.Add(1)
		go func(conn net.Conn) {
			defer wg.Done()
			defer conn.Close()
			_, _ = io.CopyBuffer(conn, conn, make([]byte, 1500))
		}(conn)
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("spawned: %w", err)
}
