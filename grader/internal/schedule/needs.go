package schedule

import (
	"context"

	"workbook/grader/course"
)

// needs holds a check back until those that it needs have ended.
type needs map[string]*outcome

// An outcome is how a check ended. passed is for those to read who have seen over
// closed.
type outcome struct {
	check  course.Check
	over   chan struct{}
	passed bool
}

func newNeeds(checks []course.Check) needs {
	n := needs{}
	for _, c := range checks {
		n[c.Name] = &outcome{check: c, over: make(chan struct{})}
	}
	return n
}

// wait returns when all that c needs has ended: with nil when it has passed, or with
// the first need, in the order of c's own, that has not.
func (n needs) wait(ctx context.Context, c course.Check) (missing *course.Check, err error) {
	for _, name := range c.Needs {
		need := n[name]
		if need == nil {
			continue
		}
		select {
		case <-need.over:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !need.passed && missing == nil {
			missing = &need.check
		}
	}
	return missing, nil
}

// ended says how a check ended, once.
func (n needs) ended(name string, passed bool) {
	n[name].passed = passed
	close(n[name].over)
}
