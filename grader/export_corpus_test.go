package grader

import (
	"maps"

	"workbook/grader/course"
	"workbook/grader/jail"
)

// At is a Grader for a course with other limits, at another level of isolation,
// that shares what g has built. It is done when g is closed.
func (g *Grader) At(c *course.Course, level jail.Level) *Grader {
	cell := g.jail.(jail.Cell)
	cell.Level = level
	g.mu.Lock()
	defer g.mu.Unlock()
	return &Grader{
		course: c, module: g.module, tools: g.tools, jail: cell, temp: g.temp, unchecked: g.unchecked,
		harnesses: maps.Clone(g.harnesses), controls: map[harnessKey]*control{},
	}
}

// WithoutPolicy makes g compile and run what policy would refuse.
func (g *Grader) WithoutPolicy() { g.unchecked = true }
