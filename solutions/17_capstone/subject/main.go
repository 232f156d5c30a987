// The subject program of the outside checks: an echo service with room for three,
// whose clients can ask for its numbers and tell it to shut down.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		ended := make(chan error, 1)
		var s *capstone.Service
		s = capstone.New(3, func(line string) string {
			switch line {
			case "panic\n":
				panic("a client asked for it")
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
