// The subject program of the outside checks: an echo service whose clients can ask for its
// numbers and tell it to shut down. The first client of its second listener says for how
// many there is room.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"strings"
	"time"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check/subject"
)

func main() {
	log.SetPrefix("log of the service: ")
	subject.Serve(func(lns []net.Listener) error {
		n, err := room(lns[1])
		if err != nil {
			return err
		}
		ended := make(chan error, 1)
		var s *capstone.Service
		s = capstone.New(n, func(line string) string {
			if cause, ok := strings.CutPrefix(line, "panic "); ok {
				panic(cause)
			}
			switch line {
			case "stats\n":
				return numbers(s.Stats())
			case "finish\n":
				go func() { ended <- s.Shutdown(context.Background()) }()
			case "cut\n":
				ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
				go func() {
					defer cancel()
					ended <- s.Shutdown(ctx)
				}()
			}
			return line
		})
		served := name(s.Serve(lns[0]))
		down := name(<-ended)
		return fmt.Errorf("Serve %s, Shutdown %s, then %s", served, down, numbers(s.Stats()))
	})
}

// room asks for how many clients there is room.
func room(ln net.Listener) (n int, err error) {
	conn, err := ln.Accept()
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	_, err = fmt.Fscan(conn, &n)
	return n, err
}

// numbers are the statistics that do not depend on who was faster.
func numbers(now capstone.Stats) string {
	return fmt.Sprintf("%d open, %d panicked\n", now.Open, now.Panicked)
}

// name says which error of those that matter err is.
func name(err error) string {
	switch {
	case err == nil:
		return "nil"
	case err == capstone.ErrClosed:
		return "ErrClosed"
	case errors.Is(err, context.DeadlineExceeded):
		return "DeadlineExceeded"
	}
	return "another error: " + err.Error()
}
