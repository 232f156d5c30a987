package grader

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/policy"
)

// A harness is made once, by the first who needs it; the others wait.
type harness struct {
	ready chan struct{} // closed when the rest is set
	made  *build.Harness
	err   error
}

type harnessKey struct {
	exercise    string
	race        bool
	fingerprint string // of the hidden sources, which an instructor may be editing
}

// harnesses are those that were made. They are safe for concurrent use.
type harnesses struct {
	course *course.Course
	module course.Module
	tools  *build.Toolchain
	temp   string // for programs
	// vouched says that one submission is not kept from another; see [build.Spec].
	vouched bool
	kept    func() // told that a harness needed no building, so that there is time for something else; may be nil

	mu   sync.Mutex
	made map[harnessKey]*harness
}

func newHarnesses(c *course.Course, m course.Module, tools *build.Toolchain, temp string, kept func()) *harnesses {
	return &harnesses{course: c, module: m, tools: tools, temp: temp, kept: kept, made: map[harnessKey]*harness{}}
}

func (hs *harnesses) key(id string, race bool) harnessKey {
	return harnessKey{exercise: id, race: race, fingerprint: fingerprint(testsDir(hs.course, id), hs.course.SharedDir())}
}

// of gives the harness of an exercise, and makes it first where need be.
func (hs *harnesses) of(ctx context.Context, ex *course.Exercise, race bool, progress build.Progress) (*build.Harness, error) {
	key := hs.key(ex.ID, race)
	hs.mu.Lock()
	h, ok := hs.made[key]
	if !ok {
		h = &harness{ready: make(chan struct{})}
		hs.made[key] = h
	}
	hs.mu.Unlock()
	if !ok {
		h.made, h.err = hs.make(ctx, ex, race, progress)
		if h.err != nil {
			hs.forgetKey(key) // so that the next one tries again
		}
		close(h.ready)
	}
	select {
	case <-h.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if ok && errors.Is(h.err, context.Canceled) && ctx.Err() == nil {
		return hs.of(ctx, ex, race, progress) // whoever was making it gave up; we did not
	}
	return h.made, h.err
}

// forget has the harness of an exercise made anew when it is asked for again.
func (hs *harnesses) forget(id string, race bool) { hs.forgetKey(hs.key(id, race)) }

func (hs *harnesses) forgetKey(key harnessKey) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	delete(hs.made, key)
}

func (hs *harnesses) make(ctx context.Context, ex *course.Exercise, race bool, progress build.Progress) (*build.Harness, error) {
	temp, err := os.MkdirTemp(hs.temp, ex.ID+"-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for programs: %w", err)
	}
	half := halfOf(hs.course, ex.ID)
	h, err := hs.tools.Harness(ctx, build.Spec{
		Root: hs.course.Root, Module: hs.module.Path, Go: hs.module.Go, ID: ex.ID, Imports: policy.Allowed(ex.Imports), Race: race,
		Hidden: half != names.Exercises, Half: half, Temp: temp, Vouched: hs.vouched,
	}, progress)
	if err == nil && h.Kept() && hs.kept != nil {
		hs.kept()
	}
	return h, err
}
