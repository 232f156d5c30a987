// The subject program of the outside checks: a server whose clients can tell it to
// shut down.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	shutdown "workbook/solutions/14_shutdown"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		ended := make(chan error, 1)
		var s *shutdown.Server
		s = shutdown.New(func(conn net.Conn) {
			for in := bufio.NewScanner(conn); in.Scan(); {
				fmt.Fprintln(conn, in.Text())
				switch in.Text() {
				case "finish":
					go func() { ended <- s.Shutdown(context.Background()) }()
				case "cut":
					ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
					defer cancel()
					go func() { ended <- s.Shutdown(ctx) }()
				}
			}
		})
		served := name(s.Serve(lns[0]))
		return fmt.Errorf("Serve %s, Shutdown %s", served, name(<-ended))
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
