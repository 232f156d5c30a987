// Package echo collects bytes and flushes them every twenty milliseconds.
//
//workbook:caught-by TestEchoesBytes
package echo

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	var mu sync.Mutex
	w := bufio.NewWriterSize(conn, 1<<20)
	done := make(chan struct{})
	var flusher sync.WaitGroup
	defer flusher.Wait()
	defer close(done)
	flusher.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				mu.Lock()
				w.Flush()
				mu.Unlock()
			case <-done:
				return
			}
		}
	})
	defer func() {
		mu.Lock()
		w.Flush()
		mu.Unlock()
	}()
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		mu.Lock()
		_, werr := w.Write(buf[:n])
		mu.Unlock()
		if err != nil || werr != nil {
			return
		}
	}
}
