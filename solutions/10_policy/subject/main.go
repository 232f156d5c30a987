// The subject program of the outside checks: a server that runs its clients'
// commands under a policy.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"strings"

	policy "workbook/solutions/10_policy"

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

var policies = map[string]policy.Policy{
	"propagate": policy.Propagate,
	"log":       policy.Log,
	"ignore":    policy.Ignore,
	"Policy(7)": policy.Policy(7), // none of the three
}

// loggers are what a client can have a policy log with.
var loggers = map[string]*log.Logger{
	"stderr": log.New(os.Stderr, "the log: ", 0),
	"away":   log.New(io.Discard, "", 0),
}

// serve runs every line of a client: a policy, a logger, what to do, and a text.
func serve(conn net.Conn) {
	defer conn.Close()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		words := append(strings.Fields(lines.Text()), "", "", "", "")
		fmt.Fprintln(conn, obey(policies[words[0]], loggers[words[1]], words[2], words[3]))
	}
}

// obey says how Do ended.
func obey(p policy.Policy, logger *log.Logger, what, text string) string {
	said := make(chan string, 1)
	ran := false
	// A goroutine of its own, as Do may end it.
	go func() {
		answer := "gone"
		defer func() {
			if what != "die" {
				if v := recover(); v != nil {
					answer = fmt.Sprint("panic ", v)
				}
			}
			if !ran {
				answer = "not run"
			}
			said <- answer
		}()
		p.Do(logger, "serving", func() {
			ran = true
			switch what {
			case "panic", "die":
				toppleOver(text)
			case "exit":
				runtime.Goexit()
			}
		})
		answer = "on we go"
	}()
	return <-said
}

// toppleOver panics. The referee looks for its name on the stack.
//
//go:noinline
func toppleOver(text string) { panic(text) }
