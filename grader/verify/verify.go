// Package verify tells an instructor whether an exercise is good before a class
// meets it. It grades what is known about the exercise and looks whether the
// hidden tests agree:
//
//   - the stub compiles, fails with a sentence, and earns nothing;
//   - the reference and every known-right solution pass, again and again, on one,
//     two and eight processors;
//   - every known-wrong solution is rejected by the checks that it names, and every
//     check rejects one;
//   - every mutant of the reference, which is the reference with one small thing
//     changed, is rejected, or said to be equivalent with a reason;
//   - the text keeps its promises: pages, code blocks, links, hints, points.
//
// A [Verifier] does it for one exercise at a time:
//
//	v := verify.New(c, g, verify.Options{Runs: 20})
//	ex, err := v.Exercise(ctx, "02_spawned", func(p verify.Progress) { … })
package verify

import (
	"context"
	"fmt"

	"workbook/grader"
	"workbook/grader/course"
)

// Options say how hard to look. The zero value is what an instructor wants.
type Options struct {
	Runs int // of each check with each right solution on each number of processors; 0 means 20
	// Processors are the values of GOMAXPROCS that right solutions run with; nil
	// means 1, 2 and 8.
	Processors []int
	Race       grader.RaceMode // zero means auto
	Depth      Depth
}

// A Depth says how much to look at. The zero value is Full.
type Depth int

// The depths, each with less than the one before.
const (
	Full  Depth = iota
	Quick       // without mutants, and with the race stage only where a known-wrong solution needs it
	Brief       // the text, the stub and the reference alone
)

// DefaultRuns is how often each check runs with each right solution.
const DefaultRuns = 20

// Progress is how far the work on one exercise has come.
type Progress struct {
	Exercise    string
	Doing       string // "known-wrong solution capped"
	Done, Total int    // gradings
}

// A Verifier verifies exercises of one course. It is safe for concurrent use.
type Verifier struct {
	course *course.Course
	grader *grader.Grader
	opt    Options
}

// New returns a Verifier that grades with g.
func New(c *course.Course, g *grader.Grader, o Options) *Verifier {
	if o.Runs == 0 {
		o.Runs = DefaultRuns
	}
	if o.Processors == nil {
		o.Processors = []int{1, 2, 8}
	}
	return &Verifier{course: c, grader: g, opt: o}
}

// Isolation says how what is graded is walled in.
func (v *Verifier) Isolation() string { return v.grader.Isolation() }

// Exercise verifies one exercise. progress may be nil. The error is ctx's, or says
// that the exercise cannot be looked at, for instance because this copy of the
// course has no solutions; what is wrong with it is in the result.
func (v *Verifier) Exercise(ctx context.Context, id string, progress func(Progress)) (Exercise, error) {
	ex, err := v.course.Exercise(id)
	if err != nil {
		return Exercise{}, err
	}
	if !v.course.HasSolutions() {
		return Exercise{}, fmt.Errorf("this copy of the course has no solutions/, and only with them an exercise can be verified")
	}
	var variants []course.Variant
	if v.opt.Depth < Brief {
		if variants, err = v.course.SolutionVariants(ex.ID); err != nil {
			return Exercise{}, err
		}
	}
	mutants, marks, err := v.mutants(ex)
	if err != nil {
		return Exercise{}, err
	}
	l := &look{Verifier: v, ex: ex, out: Exercise{ID: ex.ID, Title: ex.Title}, progress: progress}
	l.total = 1 + len(v.opt.Processors) + len(mutants)
	for _, variant := range variants {
		if variant.Right {
			l.total += len(v.opt.Processors)
		} else {
			l.total++
		}
	}
	for _, step := range []func(context.Context) error{
		l.text,
		l.stub,
		func(ctx context.Context) error { return l.rights(ctx, variants) },
		func(ctx context.Context) error { return l.wrongs(ctx, variants) },
		func(ctx context.Context) error { return l.mutation(ctx, mutants, marks) },
	} {
		if err := step(ctx); err != nil {
			return l.out, err
		}
	}
	return l.out, nil
}

// A look is one exercise while it is verified.
type look struct {
	*Verifier
	ex       *course.Exercise
	out      Exercise
	progress func(Progress)

	done, total int
}

func (l *look) begin(doing string) {
	if l.progress != nil {
		l.progress(Progress{Exercise: l.ex.ID, Doing: doing, Done: l.done, Total: l.total})
	}
	l.done++
}

// problem notes something that an instructor has to mend.
func (l *look) problem(p Problem) { l.out.Problems = append(l.out.Problems, p) }
