// Package verify tells an instructor whether an exercise is good before a class
// meets it. It grades what is known about the exercise and looks whether the
// hidden tests agree:
//
//   - the stub compiles, fails with a sentence, and earns nothing;
//   - the reference and every known-right solution pass, again and again, on one,
//     two and eight processors;
//   - every known-wrong solution is rejected by the checks that it names, and every
//     check rejects one;
//   - every replay that a page of the lesson shows fails in its check;
//   - every mutant of the reference, which is the reference with one small thing
//     changed, is rejected, or said to be equivalent with a reason;
//   - the text keeps its promises: pages, code blocks, links, hints, points.
//
// A [Verifier] does it, several gradings at a time:
//
//	v := verify.New(c, g, verify.Options{Runs: 20})
//	for ex, err := range v.Exercises(ctx, ids, func(p verify.Progress) { … }) { … }
package verify

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"workbook/grader"
	"workbook/grader/course"
)

// Options say how hard to look. The zero value is what an instructor wants.
type Options struct {
	Runs int // of each check with each right solution on each number of processors; 0 means 20
	// Processors are the values of GOMAXPROCS that right solutions run with, in the
	// race stage as well; nil means 1, 2 and 8.
	Processors []int
	Race       grader.RaceMode // zero means auto
	Depth      Depth
	// Mutants leaves all else out, and of the mutants all but those that it names: by a
	// part of an operator's name, a file, a FILE:LINE or a function. Empty is everything.
	Mutants string
	Share   Share // of the known solutions; zero is all
	// Parallel is the number of gradings at the same time. Zero means twice as many
	// as there are processors: broken code waits more than it computes.
	Parallel int
}

// A Depth says how much to look at. The zero value is Full.
type Depth int

// The depths, each with less than the one before.
const (
	Full  Depth = iota
	Quick       // without mutants, and with the race stage only where a known-wrong solution needs it
	Brief       // the text, the stub and the reference alone
)

// AllMutants names every mutant.
const AllMutants = "all"

// DefaultRuns is how often each check runs with each right solution.
const DefaultRuns = 20

// Progress is how far the work has come.
type Progress struct {
	Exercise    string
	Doing       string // what has just begun: "known-wrong solution capped"
	Done, Total int    // gradings, of all exercises that were asked for
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
	if o.Parallel == 0 {
		o.Parallel = 2 * runtime.GOMAXPROCS(0)
	}
	return &Verifier{course: c, grader: g, opt: o}
}

// Isolation says how what is graded is walled in.
func (v *Verifier) Isolation() string { return v.grader.Isolation() }

// Exercise verifies one exercise, as Exercises does.
func (v *Verifier) Exercise(ctx context.Context, id string, progress func(Progress)) (Exercise, error) {
	for ex, err := range v.Exercises(ctx, []string{id}, progress) {
		return ex, err
	}
	panic("unreachable: one exercise was asked for")
}

// Exercises verifies exercises and gives each in turn, as soon as it and those
// before it are done. progress may be nil; it is called by one goroutine at a time.
// An error ends the sequence: it is ctx's, or says that an exercise cannot be looked
// at, for instance because this copy of the course has no solutions; what is wrong
// with an exercise is in the result. Nothing runs any more when the sequence is over.
func (v *Verifier) Exercises(ctx context.Context, ids []string, progress func(Progress)) iter.Seq2[Exercise, error] {
	return func(yield func(Exercise, error) bool) {
		p := &teller{tell: progress}
		var looks []*look
		for _, id := range ids {
			l, err := v.plan(ctx, id)
			if err != nil {
				yield(Exercise{}, err)
				return
			}
			p.total += len(l.gradings)
			looks = append(looks, l)
		}
		ctx, cancel := context.WithCancel(ctx)
		ended := v.start(ctx, looks, p)
		defer func() { cancel(); <-ended }()
		for _, l := range looks {
			ex, err := l.conclude(ctx)
			if !yield(ex, err) || err != nil {
				return
			}
		}
	}
}

// start does the gradings of all exercises, in order. The channel is closed when the
// last has ended.
func (v *Verifier) start(ctx context.Context, looks []*look, p *teller) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var group errgroup.Group
		group.SetLimit(v.opt.Parallel)
		for _, l := range looks {
			for _, g := range l.gradings {
				group.Go(func() error {
					defer l.left.Done()
					p.begin(l.ex.ID, g.doing)
					defer p.end()
					g.err = g.grade(ctx)
					return nil
				})
			}
		}
		group.Wait()
	}()
	return ended
}

// A teller tells how far the work has come.
type teller struct {
	tell  func(Progress)
	total int

	mu   sync.Mutex
	done int
}

func (t *teller) begin(exercise, doing string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tell != nil {
		t.tell(Progress{Exercise: exercise, Doing: doing, Done: t.done, Total: t.total})
	}
}

func (t *teller) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done++
}
