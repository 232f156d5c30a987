// The subject program of the outside checks: it says on connections what its work
// and its telemetry do, and ends.
package main

import (
	"bufio"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"

	telemetry "workbook/solutions/06_telemetry"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		var clients sync.WaitGroup
		for {
			conn, err := lns[0].Accept()
			if err != nil {
				clients.Wait()
				return nil
			}
			clients.Go(func() { serve(conn) })
		}
	})
}

// serve calls Run for one client, who says how work is to end.
func serve(conn net.Conn) {
	defer conn.Close()
	left := false
	defer func() {
		if left {
			fmt.Fprintln(conn, "Run returned")
		} else {
			fmt.Fprintln(conn, "Run did not return")
		}
	}()
	lines := bufio.NewScanner(conn)
	lines.Scan()
	runAndDie(conn, lines, lines.Text())
	left = true
}

// runAndDie lets emit report until the client calls a report the last, while work
// does what the command says. The referee looks for its name in the report of a dying
// process.
func runAndDie(conn net.Conn, lines *bufio.Scanner, command string) {
	working := make(chan struct{})
	telemetry.Run(func() {
		<-working
		fmt.Fprintln(conn, "working")
		for lines.Scan() {
			fmt.Fprintln(conn, lines.Text())
			if strings.HasPrefix(lines.Text(), "last report") {
				return
			}
		}
	}, func() {
		close(working)
		if word, ok := strings.CutPrefix(command, "panic "); ok {
			panic(word)
		}
		if command == "exit" {
			runtime.Goexit()
		}
	})
}
