// Package echoes gives the clients of a listener half a minute when it has
// ended.
//
//workbook:caught-by TestFirstCloses
//workbook:caught-by TestSecondCloses
package echoes

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = accept(first) })
	wg.Go(func() { err2 = accept(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func accept(ln net.Listener) error {
	var mu sync.Mutex
	conns := make(map[net.Conn]bool)
	for {
		conn, err := ln.Accept()
		if err != nil {
			time.AfterFunc(30*time.Second, func() {
				mu.Lock()
				defer mu.Unlock()
				for conn := range conns {
					conn.Close()
				}
			})
			return err
		}
		mu.Lock()
		conns[conn] = true
		mu.Unlock()
		go func() {
			serve(conn)
			mu.Lock()
			defer mu.Unlock()
			delete(conns, conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
