// The subject program of the outside checks: a server whose clients are served by
// tasks, and command more tasks.
package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"

	task "workbook/solutions/05_join"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		for {
			conn, err := lns[0].Accept()
			if err != nil {
				return err
			}
			task.Spawn(func() struct{} { // nobody joins it
				defer conn.Close()
				(&session{conn: conn}).obey()
				return struct{}{}
			})
		}
	})
}

// A session is one client with one task.
type session struct {
	conn    net.Conn
	mu      sync.Mutex // guards writing to conn
	handle  *task.Handle[string]
	release chan struct{}
}

func (s *session) obey() {
	for lines := bufio.NewScanner(s.conn); lines.Scan(); {
		command, text, _ := strings.Cut(lines.Text(), " ")
		switch command {
		case "spawn":
			release := make(chan struct{})
			s.release = release
			s.handle = task.Spawn(func() string {
				<-release
				return text
			})
			s.say("spawned")
		case "join":
			go s.join(s.handle)
		case "ping":
			s.say("pong")
		case "release":
			close(s.release)
		}
	}
}

func (s *session) join(h *task.Handle[string]) {
	text, err := h.Join()
	if err != nil {
		s.say("error")
		return
	}
	s.say("joined " + text)
}

func (s *session) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintln(s.conn, line)
}
