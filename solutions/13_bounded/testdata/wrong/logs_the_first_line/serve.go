// Of the value of a panic only the first line is logged.
//
//workbook:caught-by TestPanicIsLogged
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"strings"
	"sync"
)

// Serve serves at most n connections at a time.
func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("bounded: no room with n = %d", n)
	}
	slots := make(chan struct{}, n)
	var open sync.WaitGroup
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			open.Wait()
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("bounded: accept: %w", err)
		}
		open.Add(1)
		go func() {
			defer open.Done()
			defer func() { <-slots }()
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					text, _, _ := strings.Cut(fmt.Sprint(p), "\n")
					log.Print("bounded: panic: ", text)
				}
			}()
			handle(conn)
		}()
	}
}
