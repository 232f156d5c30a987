package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestProcessSurvives(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		word := fmt.Sprintf("boom-%016x", c.Rand().Uint64())
		a.Send([]byte("panic " + word + "\n"))
		a.Expect([]byte("panic with the string "+word+"\n"), "A server ran a client's command in a task, and the task panicked. The process has to go on, and Join has to tell the server of the panic")
		a.Send([]byte("index \n"))
		a.Expect([]byte("panic of the runtime\n"), "A task went out of the range of a string, which is a panic with a runtime.Error. Join has to give that value")
		s.Alive("After the panics of two tasks the process has to be there")
		a.Send([]byte("return " + word + "\n"))
		a.Expect([]byte("value "+word+"\n"), "After the panics of other tasks, a task that returns has to be joined as ever")
	})
}

func TestOthersAreServed(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		s := c.Subject()
		a, b := s.Dial("A"), s.Dial("B")
		first, second := fmt.Sprintf("%016x", c.Rand().Uint64()), fmt.Sprintf("%016x", c.Rand().Uint64())
		b.Send([]byte("wait " + first + "\n"))
		b.Expect([]byte("waiting\n"), "A task has to start when it is spawned")
		for range 3 {
			a.Send([]byte("panic " + second + "\n"))
			a.Expect([]byte("panic with the string "+second+"\n"), "While a task of client B was at work, a task of client A panicked. Join has to tell the server of it")
		}
		a.Send([]byte("exit\n"))
		a.Expect([]byte("no panic\n"), "A task called runtime.Goexit. Join has to give a *JoinError that is not a panic")
		b.Send([]byte(second + "\n"))
		b.Expect([]byte("value "+first+" "+second+"\n"), "A task of client A panicked, and the task of client B, which was at work then, has to come to its end as if nothing had happened")
		d := s.Dial("C")
		d.Send([]byte("return " + first + "\n"))
		d.Expect([]byte("value "+first+"\n"), "After a panic in a task, the server has to serve new clients")
	})
}
