// Serve returns as soon as Accept fails. Its caller may end the program under the
// clients that are being served.
//
//workbook:caught-by TestListenerClosed
//workbook:caught-by TestAcceptFails
//workbook:caught-by TestStopsWhenClosed
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
