// Package echoes closes the clients of a listener when it ends.
//
//workbook:caught-by TestFirstCloses
//workbook:caught-by TestSecondCloses
package echoes

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
)

func Echoes(first, second net.Listener) error {
	var err1, err2 error
	var wg sync.WaitGroup
	wg.Go(func() { err1 = echo(first) })
	wg.Go(func() { err2 = echo(second) })
	wg.Wait()
	return errors.Join(err1, err2)
}

func echo(ln net.Listener) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		go func() {
			defer stop()
			serve(conn)
		}()
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}
