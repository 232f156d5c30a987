// Package control is what the referee and a subject program say to each other,
// over two pipes, in lines of a word and an argument.
package control

import (
	"net"
	"strconv"
	"strings"
)

// The environment of a subject program.
const (
	CommandsEnv  = "WORKBOOK_COMMANDS"  // descriptor of the pipe from the referee
	StatusEnv    = "WORKBOOK_STATUS"    // descriptor of the pipe to the referee
	ListenersEnv = "WORKBOOK_LISTENERS" // descriptors of listening sockets, "5,6", or [Listen]
)

// What the referee says.
const (
	Close = "close" // with an index: close that listener
	Dump  = "dump"  // answer Dumped
	LetGo = "go"    // the process may end; said once, when the function has ended
)

// What the subject says.
const (
	Ready     = "ready"     // it listens, and calls its function now
	Listening = "listening" // with an index and an address
	Closed    = "closed"    // with an index: that listener is closed
	Dumped    = "dumped"    // with the number of bytes that follow, a dump of all goroutines
	ended     = "ended"     // see Ended
)

// Exit codes of a subject program that Go programs do not use by themselves.
const (
	ExitBroken = 97 // it could not start
	ExitOrphan = 98 // the referee is gone
)

// MaxDump bounds a dump in bytes.
const MaxDump = 16 << 20

// Listen says to listen on n free loopback ports, instead of inheriting.
func Listen(n int) string { return "listen " + strconv.Itoa(n) }

// ToListen reads what Listen gave.
func ToListen(spec string) (int, bool) {
	s, ok := strings.CutPrefix(spec, "listen ")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// Ended says how the subject's function ended.
func Ended(err error) string {
	switch {
	case err == nil:
		return ended + " nil"
	case Wraps(err, net.ErrClosed):
		return ended + " closed " + strconv.Quote(err.Error())
	}
	return ended + " error " + strconv.Quote(err.Error())
}

// An Error is an error of the subject's function, as the referee sees it.
type Error struct {
	Text   string
	Closed bool // it wraps net.ErrClosed
}

func (e *Error) Error() string { return e.Text }

// Unwrap gives net.ErrClosed when that is in the error's tree.
func (e *Error) Unwrap() error {
	if e.Closed {
		return net.ErrClosed
	}
	return nil
}

// ParseEnded reads what Ended gave.
func ParseEnded(line string) (err error, ok bool) {
	rest, ok := strings.CutPrefix(line, ended+" ")
	if !ok {
		return nil, false
	}
	kind, quoted, _ := strings.Cut(rest, " ")
	if kind == "nil" {
		return nil, true
	}
	text, uerr := strconv.Unquote(quoted)
	if uerr != nil {
		text = quoted
	}
	return &Error{Text: text, Closed: kind == "closed"}, kind == "closed" || kind == "error"
}

// Wraps reports whether target itself is in err's tree. Unlike errors.Is it asks
// no error whether it thinks so: an Is method may say what it likes.
func Wraps(err, target error) bool { return wraps(err, target, 100) }

func wraps(err, target error, depth int) bool {
	if err == nil || depth == 0 {
		return false
	}
	if same(err, target) {
		return true
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return wraps(e.Unwrap(), target, depth-1)
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			if wraps(err, target, depth-1) {
				return true
			}
		}
	}
	return false
}

// same compares without falling over types that cannot be compared.
func same(a, b error) (ok bool) {
	defer func() { recover() }()
	return a == b
}
