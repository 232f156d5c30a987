// The subject program of the outside checks: a server that runs its clients'
// commands in tasks, some of which panic.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"

	task "workbook/solutions/08_boundary"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		for {
			conn, err := lns[0].Accept()
			if err != nil {
				return err
			}
			go serve(conn)
		}
	})
}

// serve runs every line of a client in a task, and says how the task ended.
func serve(conn net.Conn) {
	defer conn.Close()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		command, text, _ := strings.Cut(lines.Text(), " ")
		h := task.Spawn(func() string {
			switch command {
			case "wait":
				fmt.Fprintln(conn, "waiting")
				lines.Scan()
				return text + " " + lines.Text()
			case "panic":
				panic(text)
			case "index":
				return text[len(text):][:1] // out of range
			case "exit":
				runtime.Goexit()
			}
			return text
		})
		fmt.Fprintln(conn, describe(h.Join()))
	}
}

func describe(value string, err error) string {
	if err == nil {
		return "value " + value
	}
	var failure *task.JoinError
	if !errors.As(err, &failure) {
		return "no JoinError"
	}
	if failure == nil {
		return "nil JoinError"
	}
	p, ok := failure.Panic()
	if !ok || !failure.IsPanic() {
		return "no panic"
	}
	if _, ok := p.(runtime.Error); ok {
		return "panic of the runtime"
	}
	return fmt.Sprintf("panic with the %T %v", p, p)
}
