package echoes_test

import (
	"errors"
	"fmt"

	"workbook/grader/check"
	echoes "workbook/solutions/03_echoes"
	"workbook/solutions/internal/echotest"
)

// lastInLine lets Accept fail on both listeners as soon as each has given the last of
// some clients who wait in line, when perhaps none of them is served yet.
func lastInLine(c *check.C) {
	n := c.Amount(150, 20) // more than buffers that people make for what is over
	one, two := errors.New("too many open files"), errors.New("the network is down")
	first, second := c.Listen("the first listener"), c.Listen("the second listener")
	clients, hello := echotest.InLine(c, first, n)
	more, words := echotest.InLine(c, second, n)
	call := c.Go("Echoes", func() error {
		return echoes.Echoes(echotest.Short(first, int64(n), one), echotest.Short(second, int64(n), two))
	})
	clients, hello = append(clients, more...), append(hello, words...)
	for i, a := range clients {
		a.Expect(hello[i], fmt.Sprintf("%d clients of each listener were accepted, one right after the other, and then Accept failed at once. %s is one of them: it is served until its EOF all the same.", n, a.Name()))
		a.CloseWrite()
		a.ExpectEOF(a.Name() + " is done: its connection must be closed.")
	}
	endsWith(c, call, "Accept failed on both listeners after the last of some clients", one, two)
}
