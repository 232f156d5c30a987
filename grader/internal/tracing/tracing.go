// Package tracing reads what Go's execution tracer told of a run of a check.
//
//	data, err := tracing.Data(recording.Stream)
//	flow, err := tracing.Read(data, names)
//	p := picture.OfFlow(picture.Picture{Exercise: id, Check: name}, flow)
//
// The trace comes from a process that runs learner code, which can write what it likes into
// it. So nothing here trusts it: what is damaged is an error, whatever there is has bounds,
// and every text is made safe for a terminal.
package tracing

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/exp/trace"

	"workbook/grader/internal/names"
	"workbook/grader/internal/recording"
	"workbook/grader/internal/wire"
	"workbook/grader/picture"
)

// maxData bounds a trace in bytes, whatever the process was told.
const maxData = 16 << 20

// The ways in which a trace is not whole.
var (
	ErrCut  = errors.New("the run does too much for a trace of it to be kept")
	ErrDied = errors.New("the process ended before its trace did")
)

// Data is the trace in what a process wrote.
func Data(s recording.Stream) ([]byte, error) {
	var data []byte
	ended := false
	for _, p := range s {
		switch f := p.Frame; {
		case f == nil:
		case f.Kind == wire.FrameBegin:
			data, ended = nil, false
		case f.Kind == wire.FrameTrace && len(data)+len(f.Data) <= maxData:
			data = append(data, f.Data...)
		case f.Kind == wire.FrameTrace, f.Kind == wire.FrameEnd && f.Left > 0:
			return nil, ErrCut
		case f.Kind == wire.FrameEnd:
			ended = true
		}
	}
	if !ended {
		return nil, ErrDied
	}
	return data, nil
}

// header is what a trace begins with that is read here: older ones have another form.
var header = []byte("go 1.26 trace")

// Read reads a trace of a process in which the submission of these names ran.
func Read(data []byte, n names.Names) (flow picture.Flow, err error) {
	if !bytes.HasPrefix(data, header) {
		return flow, fmt.Errorf("reading the trace: it does not begin as one of this version of Go")
	}
	defer func() {
		// The library checks most of what it reads. What it does not check ends in an index
		// that is not there.
		if r := recover(); r != nil {
			flow, err = picture.Flow{}, fmt.Errorf("reading the trace: it is damaged: %v", r)
		}
	}()
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		return flow, fmt.Errorf("reading the trace: %w", err)
	}
	c := newCrowd(n)
	for {
		e, err := r.ReadEvent()
		if errors.Is(err, io.EOF) {
			return c.flow(), nil
		}
		if err != nil {
			return flow, fmt.Errorf("reading the trace: %w", err)
		}
		c.event(e)
	}
}
