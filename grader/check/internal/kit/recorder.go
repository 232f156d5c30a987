package kit

import (
	"slices"
	"strings"
	"time"

	"workbook/grader/check/point"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
	"workbook/grader/steps"
)

// A recorder tells of a run under a schedule what [wire.Frame] holds. It tells while the
// run is under way, since the process may not live to its end, and it changes nothing of
// it: what it writes, it writes without the scheduler (see writeOut), and who goes on was
// chosen before it looks.
type recorder struct {
	mark  string
	now   func() time.Duration // since the check began, on its own clock
	saw   func()               // is told of every step
	look  *look
	frame []byte
	steps int
	lines int // of stacks
	left  int
	ended bool
}

// Bounds of what is told. All of them are counts, so that one schedule has one record on
// every machine.
const (
	mostLines = 60_000 // of stacks: some five megabytes
	// mostLooks is how many goroutines are looked at, over all steps: each takes some
	// ten microseconds.
	mostLooks = 100_000
	leftEvery = 1000 // steps that are not told of, between two frames that count them
)

// record is the recorder of this process; nil where nothing is recorded.
var record *recorder

// beginRecord has the run of this process recorded, if there is a mark.
func beginRecord(mark string) {
	if mark != "" {
		record = &recorder{mark: mark}
	}
}

// Record records what comes from here on, if that is wanted. A schedule has begun; now
// is the check's clock, and saw is called at every step.
func Record(now func() time.Duration, saw func()) {
	if record == nil {
		return
	}
	*record = recorder{mark: record.mark, now: now, saw: saw, look: newLook()}
	record.tell(wire.Frame{Kind: wire.FrameBegin})
	point.Watch(record.step)
}

// Named says what a goroutine is called.
func Named(goroutine int, name string) {
	tracing.named(goroutine, name)
	if record != nil {
		if record.look != nil {
			record.look.called.Store(uint64(goroutine), byCall)
		}
		record.tell(wire.Frame{Kind: wire.FrameName, Goroutine: uint64(goroutine), Name: outcome.Cut(name, 80)})
	}
}

// recordMoment records what the kit has seen.
func recordMoment(m outcome.Moment) {
	tracing.moment(m)
	if record != nil && !record.ended {
		record.tell(wire.Frame{Kind: wire.FrameMoment, Moment: &m})
	}
}

// endRecord records where everybody is, now that it is known how the check ends. It is also
// the end of a trace.
func endRecord() {
	tracing.end()
	r := record
	if r == nil || r.ended || r.look == nil {
		return
	}
	r.ended = true
	point.Watch(nil)
	f := wire.Frame{Kind: wire.FrameEnd, Left: r.left}
	r.fill(&f, point.Waiting())
	r.tell(f)
}

// step is told of a choice. Nobody else runs.
func (r *recorder) step(chosen uint64, waiting []point.Waiter) {
	r.saw()
	if r.steps >= steps.MaxSteps || r.lines > mostLines || r.look.looked > mostLooks {
		if r.left++; r.left%leftEvery == 1 {
			r.tell(wire.Frame{Kind: wire.FrameLeft, Left: r.left})
		}
		return
	}
	r.steps++
	f := wire.Frame{Kind: wire.FrameStep, Goroutine: chosen, AtUS: r.now().Microseconds()}
	r.fill(&f, waiting)
	r.tell(f)
}

// fill puts into a frame where everybody is.
func (r *recorder) fill(f *wire.Frame, waiting []point.Waiter) {
	for _, w := range waiting {
		f.Points = append(f.Points, [2]uint64{w.Goroutine, uint64(w.Point)})
	}
	f.Stacks, f.Gone = r.look.around(waiting)
	slices.Sort(f.Gone)
	for _, s := range f.Stacks {
		r.lines += strings.Count(s, "\n") + 1
	}
}

func (r *recorder) tell(f wire.Frame) {
	var b []byte
	if f.Kind == wire.FrameStep { // while nobody else runs
		b = r.frame[:0]
	}
	b = wire.AppendFrame(b, r.mark, f)
	if f.Kind == wire.FrameStep {
		r.frame = b
	}
	writeOut(b)
}
