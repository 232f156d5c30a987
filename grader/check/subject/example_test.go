package subject_test

import (
	"io"
	"net"

	"workbook/grader/check/subject"
)

// Echo stands for the learner's function.
func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// The whole main function of a subject program.
func ExampleServe() {
	subject.Serve(func(lns []net.Listener) error { return Echo(lns[0]) })
}
