// Package spawned reads lines with a bufio.Scanner: it waits for a newline, and
// cuts long lines off.
//
//workbook:caught-by TestEchoesBytes
package spawned

import (
	"bufio"
	"fmt"
	"net"
)

func Echo(ln net.Listener) error {

	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		fmt.Fprintln(conn, lines.Text())
	}
}
