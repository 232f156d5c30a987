// The subject program of the outside checks: a server whose clients can tell it to
// shut down.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	shutdown "workbook/solutions/14_shutdown"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		ended := make(chan string)
		var downs atomic.Int64 // calls of Shutdown
		var s *shutdown.Server
		down := func(ctx context.Context) {
			downs.Add(1)
			go func() { ended <- name(s.Shutdown(ctx)) }()
		}
		s = shutdown.New(func(conn net.Conn) {
			for in := bufio.NewScanner(conn); in.Scan(); {
				switch in.Text() {
				case "finish":
					down(context.Background())
				case "cut":
					ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
					defer cancel()
					down(ctx)
				}
				fmt.Fprintln(conn, in.Text())
			}
		})
		served := name(s.Serve(lns[0]))
		var said []string
		for len(said) == 0 || len(said) < int(downs.Load()) {
			said = append(said, "Shutdown "+<-ended)
		}
		slices.Sort(said)
		return fmt.Errorf("Serve %s, %s", served, strings.Join(said, ", "))
	})
}

// name says which error of those that matter err is.
func name(err error) string {
	switch {
	case err == nil:
		return "nil"
	case err == shutdown.ErrClosed:
		return "ErrClosed"
	case errors.Is(err, context.DeadlineExceeded):
		return "DeadlineExceeded"
	}
	return "another error: " + err.Error()
}
