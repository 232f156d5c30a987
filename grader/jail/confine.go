package jail

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Access is what a command may reach beyond its own memory and open files, at the
// levels that take away everything else. The zero value is nothing.
type Access struct {
	Read  []string // files and folders to read, and programs to run
	Write []string // folders to change
	// Tools lets the command start other programs, those in Read, as a compiler
	// does. No submission gets it.
	Tools bool
}

// ErrLevel is wrapped by the error for a level that cannot be had.
var ErrLevel = errors.New("this isolation is not available")

// Confine makes cmd start inside the cell. cmd must be complete, with all that the
// program is to inherit, and not started. After cmd.Start the caller asks the
// Entry whether the program has been reached; when cmd is not going to be
// started, or did not start, it calls Close.
//
// This is for who needs to talk to the process while it runs; [Cell.Run] does it
// all, and only Run watches wall clock, memory and output.
func (c Cell) Confine(cmd *exec.Cmd, a Access, l Limits) (*Entry, error) {
	own(cmd)
	if c.Level <= L1 {
		return &Entry{}, nil
	}
	e, err := c.order(cmd, a, l)
	if err != nil {
		return nil, fmt.Errorf("walling in %s: %w", cmd.Path, err)
	}
	return e, nil
}

// An Entry is a command's way into a cell.
type Entry struct {
	why   *os.File   // what the warden has to say, until the program takes over
	given []*os.File // our copies of what the warden inherits
	root  string     // the folder where the root was built

	listening chan struct{} // closed when what follows is set; nil until [Entry.listen]
	said      []byte
	err       error
	ran       time.Time // when the program took over
}

// listen begins to listen to the warden, beside whoever waits for the program.
func (e *Entry) listen() {
	for _, f := range e.given {
		f.Close() // or there would be no end
	}
	if e.why == nil {
		return
	}
	e.listening = make(chan struct{})
	go func() {
		defer close(e.listening)
		e.said, e.err = io.ReadAll(io.LimitReader(e.why, 4096))
		e.ran = time.Now()
	}()
}

// Wait waits until the program has taken over from its warden; the error says
// what kept it from that. It is called once, after the command was started.
func (e *Entry) Wait() error {
	defer e.Close()
	if e.listening == nil {
		e.listen()
	}
	if e.why == nil {
		return nil
	}
	<-e.listening
	if e.err != nil {
		return fmt.Errorf("listening to the warden: %w", e.err)
	}
	if len(e.said) > 0 {
		return errors.New(string(e.said))
	}
	return nil
}

// Close releases what an Entry holds. It may be called more than once.
func (e *Entry) Close() {
	for _, f := range e.given {
		f.Close()
	}
	if e.why != nil {
		e.why.Close()
	}
	if e.root != "" {
		os.Remove(e.root)
	}
}
