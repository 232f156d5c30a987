// The subject program of the outside checks: the learner's Echoes on two real sockets.
package main

import (
	"net"

	echoes "workbook/solutions/03_echoes"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error { return echoes.Echoes(lns[0], lns[1]) })
}
