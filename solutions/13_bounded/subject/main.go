// The subject program of the outside checks: a server with room for two, which
// tells its clients how many it serves.
package main

import (
	"bufio"
	"fmt"
	"net"
	"sync/atomic"

	bounded "workbook/solutions/13_bounded"

	"workbook/grader/check/subject"
)

func main() {
	var active atomic.Int64
	subject.Serve(func(lns []net.Listener) error {
		err := bounded.Serve(lns[0], 2, func(conn net.Conn) {
			fmt.Fprintf(conn, "%d of 2\n", active.Add(1))
			defer active.Add(-1)
			for in := bufio.NewScanner(conn); in.Scan(); {
				if in.Text() == "panic" {
					panic("a client asked for it")
				}
				fmt.Fprintln(conn, in.Text())
			}
		})
		if n := active.Load(); n > 0 {
			return fmt.Errorf("Serve has returned while %d clients are being served", n)
		}
		return err
	})
}
