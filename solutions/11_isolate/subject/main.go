// The subject program of the outside checks: a server whose handler obeys its clients,
// also when they ask for a panic.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"

	isolate "workbook/solutions/11_isolate"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		return isolate.Serve(lns[0], handle, reports.add)
	})
}

// handle obeys one client, line by line.
func handle(conn net.Conn) {
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		command, text, _ := strings.Cut(lines.Text(), " ")
		switch command {
		case "echo":
			fmt.Fprintln(conn, text)
		case "panic":
			panic(errors.New(text))
		case "index":
			_ = text[len(text):][:1] // out of range
		case "type":
			fmt.Fprintf(conn, "%T\n", conn)
		case "close":
			conn.Close()
			return
		case "closepanic":
			conn.Close()
			panic(errors.New(text + " after Close"))
		case "late":
			defer func() { panic(errors.New(text + " late")) }()
			runtime.Goexit()
		case "abort":
			panic(isolate.ErrAbort)
		case "exit":
			runtime.Goexit()
		case "await":
			reports.await(text)
			fmt.Fprintln(conn, "reported "+text)
		}
	}
}

// reports remembers what was reported.
var reports = newJournal()

type journal struct {
	mu   sync.Mutex
	more *sync.Cond
	seen map[string]bool
}

func newJournal() *journal {
	j := &journal{seen: map[string]bool{}}
	j.more = sync.NewCond(&j.mu)
	return j
}

func (j *journal) add(p isolate.Panic) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen[fmt.Sprint(p.Value)] = true
	j.more.Broadcast()
}

// await returns when a panic with that text was reported.
func (j *journal) await(text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for !j.seen[text] {
		j.more.Wait()
	}
}
