// The subject program of the outside checks: the learner's Echo on a real socket.
package main

import (
	"net"

	spawned "workbook/solutions/02_spawned"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error { return spawned.Echo(lns[0]) })
}
