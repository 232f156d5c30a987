// Package blocks_test holds the inside checks of a Map that makes all its calls at
// the same time.
package blocks_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	blocks "workbook/solutions/04_blocks"

	"workbook/grader/check"
	"workbook/grader/report/outcome"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	startAll = "Map has to start a call of f for each element, and wait for none of them before all have started"
	endIt    = "Map must return when all its calls of f have returned"
)

// A mapping is one call of the learner's Map under way.
type mapping[R any] struct {
	c    *check.C
	call *check.Call
	n    int // how many elements it was given
	out  []R
	over time.Duration // when Map returned
}

// start calls Map on a goroutine of its own.
func start[T, R any](c *check.C, who string, in []T, f func(T) R) *mapping[R] {
	return startAfter(c, who, nil, in, f)
}

// startAfter is start for a goroutine that first waits until begin is closed.
func startAfter[T, R any](c *check.C, who string, begin <-chan struct{}, in []T, f func(T) R) *mapping[R] {
	m := &mapping[R]{c: c, n: len(in)}
	m.call = c.Go(who, func() error {
		if begin != nil {
			<-begin
		}
		m.out = blocks.Map(in, func(v T) R {
			defer c.Task("f")()
			return f(v)
		})
		c.Gave(m.out)
		m.over = c.Now()
		return nil
	})
	return m
}

// ended is true once Map has returned.
func (m *mapping[R]) ended() bool {
	select {
	case <-m.call.Done():
		return true
	default:
		return false
	}
}

// stillRunning lets everything rest and fails the check when Map is over.
func (m *mapping[R]) stillRunning(why string) {
	if !m.call.Running() && m.call.Ended() == check.Returned {
		m.c.Failf("%s", why)
	}
	m.call.StillRunning(why)
}

// results awaits what Map returns: as many results as there were elements. The
// sentence, if any, says what this Map is about.
func (m *mapping[R]) results(about ...string) []R {
	m.call.Returns(endIt)
	m.c.Mark(outcome.Joined, "Map", "")
	if len(m.out) != m.n {
		m.c.Fail(check.Mistake{
			Message: strings.Join(append(about, "Map returned a slice of the wrong length. There is one result for each element, no more and no fewer: make the slice before the calls start, and let each call write to its own place"), ". "),
			Got:     count(len(m.out), "result"), Expected: count(m.n, "result"),
		})
	}
	return m.out
}

// gives awaits the results, which must be want.
func gives[R comparable](m *mapping[R], want []R, why string) {
	out := m.results(why)
	for i, got := range out {
		if got != want[i] {
			m.c.Fail(check.Mistake{
				Message: fmt.Sprintf("%s. Of %s, number %d is wrong", why, count(len(want), "result"), i),
				Got:     show(got), Expected: show(want[i]),
			})
		}
	}
}

// givesInAnyOrder awaits the results, which must be want when both are sorted.
// What a wrong order is told is the business of the check of that name.
func givesInAnyOrder[R cmp.Ordered](m *mapping[R], want []R, why string) {
	m.out = slices.Sorted(slices.Values(m.results(why)))
	gives(m, slices.Sorted(slices.Values(want)), why)
}

// upTo is the numbers 0 to n-1.
func upTo(n int) []int {
	in := make([]int, n)
	for i := range in {
		in[i] = i
	}
	return in
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// show is a result for people.
func show(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%+v", v)
}
