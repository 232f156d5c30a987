// The subject program of the outside checks: the learner's Echo on a real socket.
package main

import (
	"net"

	echo "workbook/solutions/01_sequential"

	"workbook/grader/check/subject"
)

func main() {
	subject.Serve(func(lns []net.Listener) error { return echo.Echo(lns[0]) })
}
