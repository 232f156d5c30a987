package grader

import (
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/reference"
	"workbook/grader/jail"
)

// A workshop is what all submissions to one course are built and run with.
type workshop struct {
	course *course.Course
	module course.Module
	tools  *build.Toolchain
	jail   jail.Jail
	walls  *walled // the jail, without what tests put around it
	least  jail.Level
	commit func() string // of the course; asked for once

	// unchecked leaves the policy stage out, so that tests can see what the other
	// fences hold. Nothing but a test sets it.
	unchecked bool

	harnesses  *harnesses
	references references
}

func newWorkshop(c *course.Course, m course.Module, tools *build.Toolchain, level, least jail.Level, temp string) *workshop {
	walls := newWalled(jail.Cell{Level: level, Temp: temp}, tools)
	harnesses := newHarnesses(c, m, tools, temp, func() { walls.build(tools, c.Root) })
	harnesses.vouched = least < jail.L2
	return &workshop{
		course: c, module: m, tools: tools, jail: walls, walls: walls, least: least,
		commit:    sync.OnceValue(func() string { return commitOf(c) }),
		harnesses: harnesses,
	}
}

// references are the reference solutions as programs, each kept until the Grader is
// closed or the hidden sources change.
type references struct {
	mu   sync.Mutex
	made map[referenceKey]*reference.Solution
}

type referenceKey struct {
	harnessKey
	points bool // it has points in it, for schedules
}

// of gives a reference, with nothing built yet at first.
func (r *references) of(key referenceKey, dir string) *reference.Solution {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.made[key] == nil {
		if r.made == nil {
			r.made = map[referenceKey]*reference.Solution{}
		}
		r.made[key] = &reference.Solution{Dir: dir}
	}
	return r.made[key]
}
