// The subject program of the outside checks: a server that has its clients'
// commands run by Run.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"

	propagate "workbook/solutions/09_propagate"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		survived := make(chan error)
		go func() {
			for {
				conn, err := lns[0].Accept()
				if err != nil {
					survived <- err
					return
				}
				go serve(conn, survived)
			}
		}()
		return <-survived
	})
}

func serve(conn net.Conn, survived chan<- error) {
	defer conn.Close()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		command, text, _ := strings.Cut(lines.Text(), " ")
		switch command {
		case "recover":
			fmt.Fprintln(conn, recovering(text))
		case "exit":
			over := make(chan struct{})
			go func() {
				defer close(over) // also when Run ends this goroutine
				propagate.Run(runtime.Goexit)
			}()
			<-over
			fmt.Fprintln(conn, "over")
		case "die":
			dieByRun(text)
			survived <- errors.New("Run returned, though its work had panicked")
		}
	}
}

// recovering says what it recovers from a Run whose work panics.
func recovering(text string) (answer string) {
	defer func() {
		p := recover()
		answer = fmt.Sprintf("recovered the %T %v", p, p)
	}()
	propagate.Run(func() { panic(text) })
	return ""
}

// dieByRun lets a panic through. The referee looks for its name in the report of
// the dying process.
func dieByRun(text string) {
	propagate.Run(func() { panic(text) })
}
