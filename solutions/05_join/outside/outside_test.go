package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestServerOfTasks(t *testing.T) {
	check.Outside(t, func(c *check.C) {
		s := c.Subject()
		type client struct {
			*check.Peer
			text string
		}
		var clients []client
		for _, name := range []string{"A", "B", "C"} {
			p := client{s.Dial(name), fmt.Sprintf("%s-%016x", name, c.Rand().Uint64())}
			p.Send([]byte("spawn " + p.text + "\n"))
			p.Expect([]byte("spawned\n"), "In a server whose clients are served by tasks, a client asked for one more task, and Spawn did not return while that task was still at work")
			p.Send([]byte("join\njoin\nping\n"))
			p.Expect([]byte("pong\n"), "While two goroutines wait in Join, the server must still answer, and no Join may answer before the task is over")
			clients = append(clients, p)
		}
		for i := len(clients) - 1; i >= 0; i-- {
			p := clients[i]
			joined := "joined " + p.text + "\n"
			p.Send([]byte("release\n"))
			p.Expect([]byte(joined+joined), "The task of a client is over, and two goroutines that joined it must both get its value")
			p.Send([]byte("join\n"))
			p.Expect([]byte(joined), "A task that is over must give its value to one more joiner")
		}
		// Once more, now that later tasks have ended.
		last := clients[len(clients)-1]
		last.Send([]byte("join\n"))
		last.Expect([]byte("joined "+last.text+"\n"), "A task must give its own value, also after tasks of other clients have ended")
		s.Alive("The server must still be there when its clients are done.")
	})
}
