package verify

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/grader"
	"workbook/grader/report"
)

// A Mutant is the reference with one thing changed.
type Mutant struct {
	Operator string `json:"operator"` // what was done: "drop defer"
	File     string `json:"file"`     // of the reference
	Line     int    `json:"line"`
	Function string `json:"function"` // in which it is: "Serve", "Server.stop"
	Before   string `json:"before"`   // the lines as they are in the reference
	After    string `json:"after"`    // and in the mutant

	source []byte // of the whole file
}

// Diff shows the change as diff -u does, without the lines around it.
func (m Mutant) Diff() string {
	var b strings.Builder
	for _, side := range []struct{ sign, text string }{{"-", m.Before}, {"+", m.After}} {
		for line := range strings.Lines(side.text) {
			b.WriteString(side.sign + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	return b.String()
}

// mutation grades the mutants.
func (l *look) mutation(ctx context.Context) error {
	dir := l.course.SolutionDir(l.ex.ID)
	ref, err := readReference(ctx, l.course.Root, dir)
	if err != nil {
		return err
	}
	marks, err := l.marks()
	if err != nil {
		return err
	}
	mutants, stillborn := ref.mutants()
	l.out.Mutation.Stillborn = stillborn
	for _, m := range mutants {
		if !m.isOf(l.opt.Mutants) {
			continue
		}
		g := l.grading(fmt.Sprintf("mutant: %s at %s:%d", m.Operator, m.File, m.Line), "", grader.Request{FailFast: true})
		g.luck = true
		g.lay = func(to string) error { return m.lay(to, dir) }
		l.then = append(l.then, func() { l.mutant(m, marks, g.ex) })
	}
	if l.opt.Mutants == "" || l.opt.Mutants == AllMutants {
		l.then = append(l.then, func() { l.judgeMarks(marks) })
	}
	return nil
}

// isOf reports whether the mutant is one of those that are asked for: by a part of
// the operator's name, or by where it is: "echo.go:12", "echo.go", "Server.stop".
func (m Mutant) isOf(asked string) bool {
	switch asked {
	case "", AllMutants, m.File, m.Function, fmt.Sprintf("%s:%d", m.File, m.Line):
		return true
	}
	return strings.Contains(m.Operator, asked)
}

// lay writes the mutant into the folder to, with the files of the reference that it
// leaves as they are.
func (m Mutant) lay(to, reference string) error {
	names, err := referenceFiles(reference)
	if err != nil {
		return err
	}
	for _, name := range names {
		data := m.source
		if name != m.File {
			if data, err = os.ReadFile(filepath.Join(reference, name)); err != nil {
				return fmt.Errorf("reading the reference: %w", err)
			}
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil {
			return fmt.Errorf("writing a mutant: %w", err)
		}
	}
	return nil
}

// mutant judges what came of one mutant.
func (l *look) mutant(m Mutant, marks []*mark, ex report.Exercise) {
	out := &l.out.Mutation
	switch {
	case ex.Verdict == report.CompileError, ex.Verdict == report.Refused:
		out.Stillborn++
		return
	case ex.Verdict == report.GraderError, ex.Verdict == report.NotRun:
		l.problem(Problem{Aspect: "mutants", File: l.path("solutions", m.File), Line: m.Line,
			Message: fmt.Sprintf("The mutant %q could not be graded: %s", m.Operator, ex.Message)})
		return
	case ex.Verdict != report.Pass, slices.ContainsFunc(ex.Checks, func(c report.Check) bool { return c.Verdict.Failed() }):
		out.Killed++ // also by a check that is not required
		if caught(ex, string(report.Schedules)) {
			out.Hunted++
		}
		return
	}
	if i := slices.IndexFunc(marks, func(k *mark) bool { return k.fits(m) }); i >= 0 {
		marks[i].lines = append(marks[i].lines, m.Line)
		out.Equivalent++
		return
	}
	out.Survived++
	out.Survivors = append(out.Survivors, m)
	l.problem(Problem{
		Aspect: "mutants", File: l.path("solutions", m.File), Line: m.Line,
		Message: fmt.Sprintf("No check notices when the reference is changed (%s in %s):\n%s", m.Operator, m.Function, strings.TrimSuffix(m.Diff(), "\n")),
		Hint:    "write a check for it; or say in " + equivalentFile + " why no test can tell",
	})
}
