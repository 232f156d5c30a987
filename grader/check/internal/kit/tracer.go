package kit

import (
	"context"
	"runtime/trace"
	"strconv"
	"sync"

	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

// A tracer has Go's execution tracer tell of a run what goroutines do. Moments and names
// become events of the trace itself, so that all of it is on one clock. Package testing
// links the tracer anyway, and it is off in every run that is for a verdict.
type tracer struct {
	mark string // of the frames; empty where nothing is traced
	mu   sync.Mutex
	on   bool
	sent int // bytes of the trace that is under way
	left int
}

const (
	// mostTrace is how many bytes of a trace are told of. Several thousand goroutines take
	// less than half of it.
	mostTrace = 6 << 20
	// tracePart is how many come in one frame, so that it is written at once: what the code
	// under test prints meanwhile does not come into the middle of it.
	tracePart = 2 << 10
)

// tracing is the tracer of this process.
var tracing tracer

// beginTrace has the run of this process traced.
func beginTrace(mark string) { tracing.mark = mark }

// BeginTrace traces what comes from here on, if that is wanted. What was traced before is
// void. It is called outside of any bubble.
func BeginTrace() {
	t := &tracing
	if t.mark == "" {
		return
	}
	t.end()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent, t.left = 0, 0
	t.tell(wire.Frame{Kind: wire.FrameBegin})
	t.on = trace.Start(t) == nil
}

// end ends the trace, which has been told of when it returns.
func (t *tracer) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.on {
		return
	}
	t.on = false
	trace.Stop()
	t.tell(wire.Frame{Kind: wire.FrameEnd, Left: t.left})
}

// Write is told of the trace, on a goroutine of package trace.
func (t *tracer) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 && t.left == 0 {
		part := b[:min(len(b), tracePart)]
		if t.sent+len(part) > mostTrace {
			break
		}
		t.tell(wire.Frame{Kind: wire.FrameTrace, Data: part})
		t.sent += len(part)
		b = b[len(part):]
	}
	t.left += len(b)
	return n, nil
}

func (t *tracer) tell(f wire.Frame) { writeOut(wire.AppendFrame(nil, t.mark, f)) }

// moment puts what the kit has seen into the trace.
func (t *tracer) moment(m outcome.Moment) {
	if t.mark != "" {
		trace.Log(context.Background(), wire.TraceMoment, string(wire.AppendMoment(nil, m)))
	}
}

// named puts into the trace what a goroutine is called.
func (t *tracer) named(goroutine int, name string) {
	if t.mark != "" {
		trace.Log(context.Background(), wire.TraceName, strconv.Itoa(goroutine)+" "+outcome.Cut(name, 80))
	}
}
