// At the end Serve takes all n slots to see that they are free, and holds one of them
// already.
//
//workbook:caught-by TestHandled
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("there must be room for somebody")
	}
	slots := make(chan struct{}, n)
	defer func() {
		for range n {
			slots <- struct{}{}
		}
	}()
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		go func() {
			defer func() { <-slots }()
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
		}()
	}
}
