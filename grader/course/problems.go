package course

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with a course.
type Problem struct {
	File    string // slash-separated, relative to the course's root
	Line    int    // counts from 1; 0 when the problem is not at a line
	Message string // what is wrong
	Fix     string // what to do about it
}

// String gives "file:line: message; fix".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	b.WriteString(p.Message)
	if p.Fix != "" {
		b.WriteString("; ")
		b.WriteString(p.Fix)
	}
	return b.String()
}

// Problems is everything that is wrong with a course, sorted by file and line.
// It is the error of [Load] and of [Course.CheckStubs].
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// collector gathers problems while a course is read.
type collector struct{ problems Problems }

func (c *collector) add(file string, line int, message, fix string) {
	c.problems = append(c.problems, Problem{File: file, Line: line, Message: message, Fix: fix})
}

// err gives the problems in order and without repetition, or nil when there are none.
func (c *collector) err() error {
	if len(c.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	c.problems = slices.Compact(c.problems)
	return c.problems
}
