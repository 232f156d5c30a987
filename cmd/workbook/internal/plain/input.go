package plain

import (
	"bufio"
	"io"
	"strings"
)

// A line is what was typed, or that no more is to come.
type line struct {
	text string
	end  error
}

// An input reads a line when it is asked for one, and not before: an editor may have the
// same terminal in between.
type input struct {
	lines chan line
	wants chan struct{}
	asked bool // a line is awaited
}

func newInput(r io.Reader) *input {
	in := &input{lines: make(chan line, 1), wants: make(chan struct{}, 1)}
	go func() { // a read cannot be interrupted; it ends with the program
		buffered := bufio.NewReader(r)
		for range in.wants {
			text, err := buffered.ReadString('\n')
			in.lines <- line{strings.TrimSpace(text), err}
			if err != nil {
				return
			}
		}
	}()
	return in
}

// ask asks for a line, unless one is awaited.
func (in *input) ask() {
	if !in.asked {
		in.asked = true
		in.wants <- struct{}{}
	}
}

func (in *input) close() { close(in.wants) }
