// Package pipe is what the referee and a subject program say to each other,
// over two pipes, in lines of a word and an argument.
package pipe

import (
	"bufio"
	"errors"
	"fmt"
	"io"
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
	Dumped    = "dumped"    // with the number of bytes that follow, a dump of all goroutines, and [Panics] or nothing
	ended     = "ended"     // see Ended
)

// Panics says that a goroutine panics. A dump shows that too, except at the end of
// the panic, when all deferred calls have run and the process will die next:
// gopanic is never shown as the first frame (showfuncinfo in runtime/traceback.go).
const Panics = "panics"

// Exit codes of a subject program that Go programs do not use by themselves.
const (
	ExitBroken = 97 // it could not start
	ExitOrphan = 98 // the referee is gone
)

// MaxDump bounds a dump in bytes.
const MaxDump = 16 << 20

// MaxStack bounds a goroutine's stack in bytes, here and in the process of inside
// checks. It is far more than a program needs that ends, and far less than the memory
// limit and the gigabyte of the runtime: a function that calls itself without an end is
// told as that, and at once.
const MaxStack = 32 << 20

// MaxLine bounds a line in bytes. An error's text is the only long thing in one.
const MaxLine = 1 << 20

// NewReader gives a reader for [ReadLine].
func NewReader(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, MaxLine) }

// ReadLine reads one line without its end. A line that is longer than [MaxLine] or
// has no end is an error: whoever says it may be out to fill the memory of the one
// who listens.
func ReadLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", fmt.Errorf("a line of more than %d bytes", MaxLine)
	}
	if err != nil {
		return "", err
	}
	return string(line[:len(line)-1]), nil
}

// Listen says to listen on n free loopback ports, instead of inheriting.
func Listen(n int) string { return "listen " + strconv.Itoa(n) }

// ToListen reads what Listen gave.
func ToListen(spec string) (int, bool) {
	s, ok := strings.CutPrefix(spec, "listen ")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

// Ended says how the subject's function ended.
func Ended(err error) string {
	switch {
	case err == nil:
		return ended + " nil"
	case Wraps(err, net.ErrClosed):
		return ended + " closed " + quote(err)
	}
	return ended + " error " + quote(err)
}

// maxText bounds the text of an error in bytes, so that its line, in which a byte
// may take four, is within [MaxLine].
const maxText = 64 << 10

func quote(err error) string {
	text := err.Error()
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return strconv.Quote(text)
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
	if rest == "nil" {
		return nil, true
	}
	kind, quoted, _ := strings.Cut(rest, " ")
	text, uerr := strconv.Unquote(quoted)
	if uerr != nil {
		text = quoted
	}
	return &Error{Text: text, Closed: kind == "closed"}, kind == "closed" || kind == "error"
}
