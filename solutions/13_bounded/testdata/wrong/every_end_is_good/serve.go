// Serve returns nil whatever was wrong with Accept.
//
//workbook:caught-by TestAcceptFails
package bounded

import (
	"errors"
	"log"
	"net"
	"sync"
)

func Serve(ln net.Listener, n int, handle func(net.Conn)) error {
	if n < 1 {
		return errors.New("there must be room for somebody")
	}
	slots := make(chan struct{}, n)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		wg.Go(func() {
			defer func() { <-slots }()
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
		})
	}
}
