// The slot is given back after handle in an ordinary statement. A panic that is
// recovered further out takes it along.
//
//workbook:caught-by TestPanicGivesBack
//workbook:caught-by TestManyClients
//workbook:caught-by TestProcessSurvives
package bounded

import (
	"errors"
	"fmt"
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
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		wg.Go(func() {
			defer conn.Close()
			defer func() {
				if p := recover(); p != nil {
					log.Println("panic:", p)
				}
			}()
			handle(conn)
			conn.Close()
			<-slots
		})
	}
}
