package api

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"workbook/cmd/internal/tr"
)

// A Frame is one server-sent event. Without a name it is a comment, which only shows that
// the other side is there.
type Frame struct {
	ID   string // empty: the one before still counts
	Name string
	Data []byte // one line
}

// WriteFrame writes a frame to a stream.
func WriteFrame(w io.Writer, f Frame) error {
	var b bytes.Buffer
	switch {
	case f.Name == "":
		b.WriteString(":\n\n")
	default:
		if f.ID != "" {
			fmt.Fprintf(&b, "id: %s\n", f.ID)
		}
		fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", f.Name, f.Data)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// maxLine is the longest line of a stream that is read: a verdict, with what every check
// has printed.
const maxLine = 32 << 20

// ErrLongLine says that a line of a stream is longer than any verdict.
var ErrLongLine = tr.Error("a line of the stream is too long")

// A FrameReader reads the frames of a stream.
type FrameReader struct{ lines *bufio.Scanner }

// NewFrameReader reads from r.
func NewFrameReader(r io.Reader) *FrameReader {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	return &FrameReader{lines}
}

// Next is the next frame, comments included. The error is io.EOF at the end of the
// stream; what stands there of a frame that is not whole is dropped.
func (r *FrameReader) Next() (Frame, error) {
	var f Frame
	for r.lines.Scan() {
		line := r.lines.Text()
		if line == "" {
			return f, nil
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			f.ID = value
		case "event":
			f.Name = value
		case "data":
			f.Data = append(f.Data, value...)
		}
	}
	switch err := r.lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return Frame{}, ErrLongLine
	case err != nil:
		return Frame{}, tr.Errorf("reading the stream: %w", err)
	}
	return Frame{}, io.EOF
}
