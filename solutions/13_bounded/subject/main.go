// The subject program of the outside checks: a server that tells its clients how many
// it serves. The first client of its second listener says how many those may be.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"strings"
	"sync/atomic"

	bounded "workbook/solutions/13_bounded"

	"workbook/grader/check/subject"
)

func main() {
	log.SetPrefix("log of the server: ")
	var active atomic.Int64
	subject.Serve(func(lns []net.Listener) error {
		n, err := room(lns[1])
		if err != nil {
			return err
		}
		err = bounded.Serve(lns[0], n, func(conn net.Conn) {
			fmt.Fprintf(conn, "%d of %d\n", active.Add(1), n)
			defer active.Add(-1)
			for in := bufio.NewScanner(conn); in.Scan(); {
				if cause, ok := strings.CutPrefix(in.Text(), "panic "); ok {
					panic(cause)
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
