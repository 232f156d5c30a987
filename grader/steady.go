package grader

import (
	"context"
	"fmt"
	"sync"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// An inside check shares memory with the submission, and a submission whose
// goroutines use memory at the same time can write anywhere in it: the race detector
// does not see every such use. So a check passes only by a steady run, in which a
// goroutine keeps the processor until it gives it up itself; see [build.Steady].
//
// What depends on which goroutine is quicker may never show itself there. So what has
// passed runs again on all processors, beside the race stage, which is being built
// at that time. That run can only take a pass away.

// A try is one run of a check.
type try struct {
	seed       uint64
	processors int  // 0 leaves them to the runtime
	steady     bool // see [build.Steady]
	again      bool // it has passed, and runs in another way
}

// tries are the runs of each check. The steady ones come first where somebody waits
// for the verdict, and alone: [grading.vary] does the others. Who asks for numbers
// of processors wants these, and a steady run last.
func (gr *grading) tries(race bool) map[report.StageName][]try {
	runs := max(gr.req.Runs, 1)
	if race {
		runs = 1
	}
	varied := gr.varied(runs)
	inside := varied
	switch {
	case race:
		inside = repeats(varied)
	case len(gr.req.Processors) > 0:
		inside = append(varied[:len(varied):len(varied)], try{seed: gr.req.Seed + uint64(len(varied)), steady: true})
	default:
		inside = nil
		for _, t := range varied {
			inside = append(inside, try{seed: t.seed, steady: true})
		}
	}
	return map[report.StageName][]try{report.Outside: varied, report.Inside: inside}
}

// varied are so many runs with each number of processors.
func (gr *grading) varied(runs int) []try {
	processors := gr.req.Processors
	if len(processors) == 0 {
		processors = []int{0}
	}
	var all []try
	for _, n := range processors {
		for range runs {
			all = append(all, try{seed: gr.req.Seed + uint64(len(all)), processors: n})
		}
	}
	return all
}

// repeats marks runs of what has passed, which need not show again what is the same in
// every run; see [check.C.Amount].
func repeats(tries []try) []try {
	for i := range tries {
		tries[i].again = true
	}
	return tries
}

const (
	// steadyMemory is how much more memory a steady run may use, which frees none. The
	// references use 21 MiB at most, all that they throw away included; a right solution
	// of 17 that reads byte by byte was stopped at twice its limit, and passes with this.
	steadyMemory = 8
	// patience is how long a steady run may take before the same check begins on all
	// processors as well. Nearly every check is over in a tenth of it.
	patience = 400 * time.Millisecond
)

// runSteady runs a check steadily. Where that comes to no end, because a loop waits
// for another goroutine and never lets it run, nothing in the process can say so: then
// a run on all processors says what is wrong, nearly as quickly as it ever did.
func (gr *grading) runSteady(ctx context.Context, c course.Check, p *programs, program string, t try) report.Check {
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	begin := func(t try) <-chan report.Check {
		ended := make(chan report.Check, 1)
		running.Go(func() { ended <- gr.runSure(ctx, c, p, program, t) })
		return ended
	}
	var out report.Check
	var explained <-chan report.Check
	steady, late := begin(t), time.After(patience)
	for {
		select {
		case out = <-steady:
			if out.Verdict != report.Memory && out.Verdict != report.Timeout {
				return out
			}
			if steady = nil; explained == nil {
				late, explained = nil, begin(try{seed: t.seed})
			}
		case <-late:
			late, explained = nil, begin(try{seed: t.seed})
		case why := <-explained:
			if why.Verdict.Failed() {
				return why
			}
			if steady != nil {
				out = <-steady
			}
			if out.Verdict == report.Timeout {
				out.Message += " On several processors it comes to its end, and on one it does not: a loop that waits for another goroutine " +
					"keeps that one from running. Block until there is something to do."
			}
			return out
		}
	}
}

// again runs what has passed a second time: under the race detector, and on all
// processors. The first failure ends both.
func (gr *grading) again(ctx context.Context, src *policy.Source, progs *programs) error {
	var passed []course.Check
	for _, c := range gr.declaredChecks() {
		declared, _ := gr.ex.Check(c.Name)
		if c.Kind == report.Inside && c.Verdict.Passed() {
			passed = append(passed, declared)
		}
	}
	if len(passed) == 0 {
		return gr.race(ctx, files(src))
	}
	gr.on(Provisional{Exercise: gr.provisional()})
	both, enough := context.WithCancel(ctx)
	defer enough()
	var varied sync.WaitGroup
	if len(gr.req.Processors) == 0 {
		varied.Go(func() {
			if gr.vary(both, passed, progs) {
				enough()
			}
		})
	}
	err := gr.race(both, files(src))
	if gr.raceFailed() {
		enough()
	}
	varied.Wait()
	if both.Err() != nil && ctx.Err() == nil {
		return errStop
	}
	return err
}

// vary runs checks on all processors, and reports whether that took a pass away.
func (gr *grading) vary(ctx context.Context, checks []course.Check, progs *programs) (failed bool) {
	p := *progs
	p.tries = map[report.StageName][]try{report.Inside: repeats(gr.varied(max(gr.req.Runs, 1)))}
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	_ = gr.schedule(ctx, checks, func(ctx context.Context, c course.Check) report.Check {
		return gr.named(gr.runCheck(ctx, c, &p))
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		if c.Verdict.Passed() || c.Verdict == report.NotRun {
			return
		}
		if c.Verdict.Failed() {
			c.Message += " (It held as long as one goroutine ran at a time: what happens depends on which is quicker.)"
		}
		gr.record(report.Inside, c)
		if c.Required {
			failed = true
			enough()
		}
	})
	if failed {
		gr.finish(gr.checksStage(report.Inside, report.Inside, progs))
	}
	return failed
}

// raceFailed reports whether the race stage has decided over the submission.
func (gr *grading) raceFailed() bool {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	v := gr.stages[report.Race].Verdict
	return v != "" && v != report.Pass && v != report.NotRun
}

// steadyEnough is an error where a steady run does not keep what it promises, and the
// submission is one that nobody vouches for.
func (gr *grading) steadyEnough(b *build.Build) error {
	if err := b.Unsteady(); err != nil && gr.g.least >= jail.L2 {
		return fmt.Errorf("inside checks need a process in which nobody is interrupted, and there is none: %w", err)
	}
	return nil
}
