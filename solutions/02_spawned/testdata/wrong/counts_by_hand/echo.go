// Package spawned counts its clients in a plain variable, so as to return when the last
// one is gone. Two goroutines that count at the same time count once.
//
//workbook:caught-by schedules
package spawned

import (
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	left := 1 // clients that are not done, and Echo itself
	over := make(chan struct{})
	leave := func() {
		left--
		if left == 0 {
			close(over)
		}
	}
	for {
		conn, err := ln.Accept()
		if err != nil {
			leave()
			<-over
			return err
		}
		left++
		go func() {
			defer leave()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
