package verify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"workbook/grader/course"
)

// A Step is one question about an exercise, and the answer.
type Step struct {
	Name     string    // "the stub", "known-wrong capped"
	Good     string    // what the answer is when there are no problems: "passes"
	Problems []Problem // in the words of [Exercise.Problems]
	Notes    []Problem // and of [Exercise.Notes]
}

// Steps verifies one exercise as its author wants it after a save: it asks what
// [Verifier.Exercise] asks, the cheapest first, and gives each answer as soon as it is
// there. progress is as in [Verifier.Exercises], of what is under way. What the answers to
// others would stand on ends the sequence when it is broken: hidden tests that do not
// compile, a reference that does not pass.
func (v *Verifier) Steps(ctx context.Context, id string, progress func(Progress)) iter.Seq2[Step, error] {
	return func(yield func(Step, error) bool) {
		ex, err := v.course.Exercise(id)
		if draft := (*course.DraftError)(nil); errors.As(err, &draft) {
			yield(Step{Name: "the course", Problems: v.draft(draft.Draft).out.Problems}, nil)
			return
		}
		if err != nil {
			yield(Step{}, err)
			return
		}
		variants, err := v.course.SolutionVariants(ex.ID)
		if err != nil {
			yield(Step{}, err)
			return
		}
		if !v.take(ctx, v.first(ex), progress, yield) || !v.take(ctx, v.known(ex, variants), progress, yield) || v.opt.Depth > Full {
			return
		}
		mutants := v.look(ex)
		if err := mutants.mutation(ctx); err != nil {
			yield(Step{}, err)
			return
		}
		v.take(ctx, []*step{{mutants, "the mutants", "are noticed", false}}, progress, yield)
	}
}

// A step is a look that is one of several at an exercise.
type step struct {
	*look
	name, good string
	basis      bool // without it the others mean nothing
}

// first is what all else stands on.
func (v *Verifier) first(ex *course.Exercise) []*step {
	once := v.once()
	texts := v.look(ex)
	texts.texts = true
	stub := once.look(ex)
	stub.stub()
	reference := once.look(ex)
	reference.right("reference", v.course.SolutionDir(ex.ID))
	return []*step{
		{texts, "the texts", "keep their promises", false},
		{stub, "the stub", "fails with a sentence", false},
		{reference, "the reference", "passes", true},
	}
}

// known is about the known solutions: each of the wrong ones, and then the right ones, which
// take longer for they are run again and again.
func (v *Verifier) known(ex *course.Exercise, variants []course.Variant) []*step {
	var steps []*step
	for _, variant := range variants {
		if variant.Right {
			continue
		}
		l := v.look(ex)
		l.wrongs([]course.Variant{variant})
		steps = append(steps, &step{l, "known-wrong " + variant.Name, "is caught by " + strings.Join(variant.CaughtBy, ", "), false})
	}
	if len(ex.Replays) > 0 {
		l := v.look(ex)
		l.replays()
		steps = append(steps, &step{l, "the replays", "fail as the lesson says", false})
	}
	enough := v.look(ex)
	enough.enough(variants)
	steps = append(steps, &step{enough, "the known solutions", "are enough, and every check catches one", false})
	again := func(name, dir string) {
		l := v.look(ex)
		l.right(name, dir)
		what := "known-right " + name
		if dir == v.course.SolutionDir(ex.ID) {
			what = "the reference, again"
		}
		steps = append(steps, &step{l, what, fmt.Sprintf("passes each check %s on %s processors", plural(v.opt.Runs, "time"), listed(v.opt.Processors)), false})
	}
	again("reference", v.course.SolutionDir(ex.ID))
	for _, variant := range variants {
		if variant.Right {
			again(variant.Name, variant.Dir)
		}
	}
	return steps
}

// listed is "1, 2 and 8".
func listed(numbers []int) string {
	var words []string
	for _, n := range numbers {
		words = append(words, fmt.Sprint(n))
	}
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// once is v for a first answer: each check runs once, and without the race stage.
func (v *Verifier) once() *Verifier {
	once := *v
	once.opt.Runs, once.opt.Processors, once.opt.Depth = 1, []int{1}, Quick
	return &once
}

// take does what the steps need, in order and several at a time, and yields each as soon as
// it and those before it are done. It reports whether there is a reason to go on.
func (v *Verifier) take(ctx context.Context, steps []*step, progress func(Progress), yield func(Step, error) bool) bool {
	ctx, cancel := context.WithCancel(ctx)
	var looks []*look
	p := &teller{tell: progress}
	for _, s := range steps {
		p.total += len(s.gradings)
		s.left.Add(len(s.gradings))
		looks = append(looks, s.look)
	}
	ended := v.start(ctx, looks, p)
	defer func() { cancel(); <-ended }()
	for _, s := range steps {
		ex, err := s.conclude(ctx)
		if err != nil {
			yield(Step{}, err)
			return false
		}
		isBroken := s.broken != nil
		if isBroken {
			s.name = "the hidden tests"
		}
		if !yield(Step{Name: s.name, Good: s.good, Problems: ex.Problems, Notes: ex.Notes}, nil) {
			return false
		}
		if isBroken || s.basis && !ex.Good() {
			return false
		}
	}
	return true
}
