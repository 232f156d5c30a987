// Command subject is the subject program of the kit's own tests. Its name says how
// it goes wrong.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"workbook/grader/check/internal/broken"
	"workbook/grader/check/subject"
)

var mode = strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")

// What goes wrong before there is anybody to talk to.
var _ = broken.Initial(mode)

func main() {
	subject.Serve(func(lns []net.Listener) error {
		ln := lns[0]
		switch mode {
		case "two":
			go broken.Echo(lns[1])
		case "silent":
			return broken.Silent(ln)
		case "wrong":
			return broken.WrongBytes(ln)
		case "early":
			return broken.EarlyClose(ln)
		case "open":
			return broken.NeverCloses(ln)
		case "locked":
			return broken.Locked(ln)
		case "spins":
			return broken.Spins(ln)
		case "panics":
			return broken.PanicsLater(ln)
		case "dives":
			return broken.DivesLater(ln)
		case "lets":
			return broken.LetsPanicLater(ln, func() { panic("a task may") })
		case "fatal":
			return broken.FatalLater(ln)
		case "held":
			return broken.HeldPanic(ln)
		case "exits":
			return broken.ExitsLater(ln)
		case "hangs":
			return broken.Hangs(ln)
		case "returns":
			return errors.New("I am done")
		case "prints":
			fmt.Println("a line to stdout")
			fmt.Fprintln(os.Stderr, "a line to stderr")
		}
		return broken.Echo(ln)
	})
}
