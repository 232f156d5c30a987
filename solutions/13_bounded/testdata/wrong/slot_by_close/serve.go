// The slot comes back when the connection is closed, also by handle itself, which may
// go on working.
//
//workbook:caught-by TestKeepsSlot
package bounded

import (
	"errors"
	"fmt"
	"log"
	"net"
	"sync"
)

type door struct {
	net.Listener
	room chan struct{}
}

func (l *door) enter() { l.room <- struct{}{} }
func (l *door) leave() { <-l.room }

func (l *door) Accept() (net.Conn, error) {
	l.enter()
	c, err := l.Listener.Accept()
	if err != nil {
		l.leave()
		return nil, err
	}
	return &guest{Conn: c, leave: l.leave}, nil
}

type guest struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (l *guest) Close() error {
	err := l.Conn.Close()
	l.once.Do(l.leave)
	return err
}

func Serve(ln net.Listener, n int, handle func(conn net.Conn)) error {
	if n < 1 {
		return fmt.Errorf("n is %d", n)
	}
	l := &door{ln, make(chan struct{}, n)}
	var wg sync.WaitGroup
	for {
		c, err := l.Accept()
		if err != nil {
			wg.Wait()
			if errors.Is(err, net.ErrClosed) {
				return nil
			}
			return err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer c.Close()
			defer func() {
				if v := recover(); v != nil {
					log.Printf("panic: %v", v)
				}
			}()
			handle(c)
		}()
	}
}
