// Package recording makes a [steps.Run] of what a process told while it ran.
//
//	stream := recording.Split(res.Output, mark)
//	rec := recording.Recording{Stream: stream, Trace: res.Trace, Points: build.Points(), Names: names}
//	rec.Fill(&run)
//
// The process runs learner code, which can write what it likes among what is told of it.
// So nothing here trusts its input: what makes no sense is left out, whatever there is
// has bounds, and every text is made safe for a terminal.
package recording

import (
	"bytes"
	"encoding/json"

	"workbook/grader/internal/wire"
)

// A Stream is what a process wrote to standard output and standard error, in order.
type Stream []Part

// A Part is a frame, or else what was printed between two of them.
type Part struct {
	Frame   *wire.Frame
	Printed []byte
}

// Split takes the frames out of what a process wrote.
func Split(text []byte, mark string) Stream {
	begin := []byte(wire.FrameMark(mark))
	var out Stream
	for len(text) > 0 {
		printed, rest, found := bytes.Cut(text, begin)
		if len(printed) > 0 {
			out = append(out, Part{Printed: printed})
		}
		if !found {
			break
		}
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		text = after
		var f wire.Frame
		if ended && json.Unmarshal(line, &f) == nil {
			out = append(out, Part{Frame: &f})
		} // or else it is damaged, and nothing that was printed
	}
	return out
}

// Printed is what was written besides frames.
func (s Stream) Printed() []byte {
	var all []byte
	for _, p := range s {
		all = append(all, p.Printed...)
	}
	return all
}
