// Package echo logs whatever it does, each piece of data too.
package echo

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
)

func Echo(ln net.Listener) error {
	log.Printf("serving on %v", ln.Addr())
	defer log.Printf("no longer serving on %v", ln.Addr())
	for n := 1; ; n++ {
		conn, err := ln.Accept()
		if err != nil {
			log.Printf("accept: %v", err)
			return err
		}
		log.Printf("client %d: %v", n, conn.RemoteAddr())
		if err := serve(n, conn); err != nil {
			log.Printf("client %d: %v", n, err)
		}
	}
}

func serve(n int, conn net.Conn) (err error) {
	defer func() {
		err = errors.Join(err, conn.Close())
		log.Printf("client %d: closed", n)
	}()
	buf := make([]byte, 16*1024)
	for {
		got, err := conn.Read(buf)
		log.Printf("client %d: %q", n, buf[:got])
		if got > 0 {
			if _, err := conn.Write(buf[:got]); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
	}
}
