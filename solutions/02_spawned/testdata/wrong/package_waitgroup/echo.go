// Package spawned counts its clients in a variable of the package, and so
// waits for those of other servers, too.
//
//workbook:caught-by TestClientsKeepApart
package spawned

import (
	"io"
	"net"
	"sync"
)

var all sync.WaitGroup

func Echo(ln net.Listener) error {
	defer all.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		all.Go(func() {
			defer conn.Close()
			io.Copy(conn, conn)
		})
	}
}
