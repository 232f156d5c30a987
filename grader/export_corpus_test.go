package grader

import (
	"workbook/grader/course"
	"workbook/grader/jail"
)

// At is a Grader for g's course, which may have other limits, at another level of
// isolation. It shares what g has built, and nothing else. It is done when g is closed.
func (g *Grader) At(c *course.Course, level jail.Level) *Grader {
	shop := newWorkshop(c, g.module, g.tools, level, 0, g.dir.Path)
	shop.unchecked = g.unchecked
	shop.harnesses = g.harnesses
	return &Grader{workshop: shop, dir: g.dir}
}

// WithoutPolicy makes g compile and run what policy would refuse.
func (g *Grader) WithoutPolicy() { g.unchecked = true }
