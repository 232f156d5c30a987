package trial

import "workbook/grader/internal/wire"

// An inside check shares memory with the submission, and a submission whose
// goroutines use memory at the same time can write anywhere in it: the race detector
// does not see every such use. So a check passes only by a steady run, in which a
// goroutine keeps the processor until it gives it up itself; see [build.Steady].
//
// What depends on which goroutine is quicker may never show itself there. So what has
// passed runs again on all processors, beside the race stage, which is being built
// at that time. That run can only take a pass away.

// A Try is one run of a check.
type Try struct {
	Seed       uint64
	Processors int  // 0 leaves them to the runtime
	Steady     bool // see [build.Steady]
	Explain    bool // where it comes to no end, a run on all processors says why; see [Steadily]
	Again      bool // it has passed, and runs in another way
	// Schedules are those that the check runs under, where the program has points.
	Schedules wire.Schedules
	record    string // marks the frames of a run that is recorded or traced
	traced    bool   // by Go's execution tracer
}

// A Plan says how often each check runs.
type Plan struct {
	Seed       uint64 // of the first run; each that follows has the next one
	Runs       int    // with each number of processors; 0 means once
	Processors []int  // nil leaves them to the runtime
}

// Outside are the runs of an outside check.
func (p Plan) Outside() []Try { return p.varied(p.Runs) }

// Inside are the runs of an inside check. They are steady where somebody waits for the
// verdict, and [Plan.Again] does the others. Who asks for numbers of processors wants
// these, and a steady run last.
func (p Plan) Inside() []Try {
	tries := p.varied(p.Runs)
	if len(p.Processors) > 0 {
		return append(tries, Try{Seed: p.Seed + uint64(len(tries)), Steady: true})
	}
	for i := range tries {
		tries[i].Steady, tries[i].Explain = true, true
	}
	return tries
}

// Race are the runs of an inside check under the race detector.
func (p Plan) Race() []Try { return repeats(p.varied(1)) }

// Again are the runs on all processors of an inside check that has passed.
func (p Plan) Again() []Try {
	if len(p.Processors) > 0 {
		return nil // Inside had them already
	}
	return repeats(p.varied(p.Runs))
}

// varied are so many runs with each number of processors.
func (p Plan) varied(runs int) []Try {
	processors := p.Processors
	if len(processors) == 0 {
		processors = []int{0}
	}
	var all []Try
	for _, n := range processors {
		for range max(runs, 1) {
			all = append(all, Try{Seed: p.Seed + uint64(len(all)), Processors: n})
		}
	}
	return all
}

// repeats marks runs of what has passed, which need not show again what is the same in
// every run; see [check.C.Amount].
func repeats(tries []Try) []Try {
	for i := range tries {
		tries[i].Again = true
	}
	return tries
}
