package subject_test

import (
	"fmt"
	"net"

	"workbook/grader/check/subject"
)

// Greet stands for the learner's function.
func Greet(ln net.Listener) error {
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = fmt.Fprintln(conn, "hello")
	return err
}

// The whole main function of a subject program.
func ExampleServe() {
	subject.Serve(func(lns []net.Listener) error { return Greet(lns[0]) })
}
