// The subject program of the outside checks: a server that runs its clients'
// commands under a policy.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"
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
}

// serve runs every line of a client: the name of a policy, and what to panic with.
func serve(conn net.Conn) {
	defer conn.Close()
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		name, text, _ := strings.Cut(lines.Text(), " ")
		ran := false
		policies[name].Do(log.New(os.Stderr, "", 0), "serving", func() {
			ran = true
			toppleOver(text)
		})
		if !ran {
			fmt.Fprintln(conn, "not run")
			continue
		}
		fmt.Fprintln(conn, "on we go")
	}
}

// toppleOver panics. The referee looks for its name on the stack.
//
//go:noinline
func toppleOver(text string) { panic(text) }
