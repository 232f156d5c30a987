// The subject program of the outside checks: it says on a connection what its work
// and its telemetry do, and ends.
package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"

	telemetry "workbook/solutions/06_telemetry"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		conn, err := lns[0].Accept()
		if err != nil {
			return err
		}
		defer conn.Close()
		lines := bufio.NewScanner(conn)
		lines.Scan()
		runAndDie(conn, lines, lines.Text())
		return nil
	})
}

// runAndDie lets emit wait for the client's next line, while work does what the
// command says. The referee looks for its name in the report of a dying process.
func runAndDie(conn net.Conn, lines *bufio.Scanner, command string) {
	working := make(chan struct{})
	telemetry.Run(func() {
		<-working
		fmt.Fprintln(conn, "working")
		if lines.Scan() {
			fmt.Fprintln(conn, "last report:", lines.Text())
		}
	}, func() {
		close(working)
		if word, ok := strings.CutPrefix(command, "panic "); ok {
			panic(word)
		}
	})
}
