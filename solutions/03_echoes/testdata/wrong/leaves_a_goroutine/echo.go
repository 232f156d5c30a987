// Package echoes starts a goroutine that closes the listeners "on shutdown",
// which never comes: it waits for ever.
//
//workbook:caught-by TestBothClose
//workbook:caught-by TestBothListeners
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	shutdown := make(chan struct{})
	go func() {
		<-shutdown
		first.Close()
		second.Close()
	}()
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
