package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Mutant is the reference with one thing changed.
type Mutant struct {
	Operator string `json:"operator"` // what was done: "drop defer"
	File     string `json:"file"`     // of the reference
	Line     int    `json:"line"`
	Before   string `json:"before"` // the lines as they are in the reference
	After    string `json:"after"`  // and in the mutant

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

// equivalentFile is where an instructor says which mutants no test can tell from
// the reference:
//
//	[[mutant]]
//	operator = "drop statement"
//	line     = "conn.Close()"      # as it stands in the reference
//	reason   = "the deferred call closes it as well"
const equivalentFile = "testdata/equivalent.toml"

// A mark says that mutants are equivalent.
type mark struct {
	Operator string `toml:"operator"`
	Line     string `toml:"line"`
	Reason   string `toml:"reason"`

	used bool
}

func (m *mark) fits(x Mutant) bool {
	first, _, _ := strings.Cut(x.Before, "\n")
	return m.Operator == x.Operator && strings.TrimSpace(m.Line) == strings.TrimSpace(first)
}

// mutants makes the mutants of the exercise's reference, and reads the marks.
func (v *Verifier) mutants(ex *course.Exercise) ([]Mutant, []*mark, error) {
	dir := v.course.SolutionDir(ex.ID)
	names, err := referenceFiles(dir)
	if err != nil {
		return nil, nil, err
	}
	var all []Mutant
	for _, name := range names {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, nil, fmt.Errorf("reading the reference: %w", err)
		}
		made, err := mutate(name, src)
		if err != nil {
			return nil, nil, fmt.Errorf("making mutants of the reference: %w", err)
		}
		all = append(all, made...)
	}
	var marks struct {
		Mutant []*mark `toml:"mutant"`
	}
	meta, err := toml.DecodeFile(filepath.Join(dir, filepath.FromSlash(equivalentFile)), &marks)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return all, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("reading which mutants are equivalent: %w", err)
	case len(meta.Undecoded()) > 0:
		return nil, nil, fmt.Errorf("solutions/%s/%s: there is no key %q; the keys are operator, line and reason", ex.ID, equivalentFile, meta.Undecoded()[0])
	}
	return all, marks.Mutant, nil
}

func referenceFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the reference: %w", err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ".go" && !strings.HasSuffix(e.Name(), "_test.go") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// mutation grades the mutants.
func (l *look) mutation() error {
	mutants, marks, err := l.mutants(l.ex)
	if err != nil {
		return err
	}
	for _, m := range mutants {
		g := l.grading(fmt.Sprintf("mutant: %s at %s:%d", m.Operator, m.File, m.Line), "", grader.Request{FailFast: true})
		g.lay = func(dir string) error { return m.lay(dir, l.course.SolutionDir(l.ex.ID)) }
		l.then = append(l.then, func() { l.mutant(m, marks, g.ex) })
	}
	l.then = append(l.then, func() { l.judgeMarks(marks) })
	return nil
}

func (l *look) judgeMarks(marks []*mark) {
	for _, m := range marks {
		if !m.used {
			l.problem(Problem{Aspect: "mutants", File: l.path("solutions", equivalentFile),
				Message: fmt.Sprintf("No surviving mutant is %q of %q.", m.Operator, m.Line), Hint: "remove the mark, or correct it"})
		}
		if strings.TrimSpace(m.Reason) == "" {
			l.problem(Problem{Aspect: "mutants", File: l.path("solutions", equivalentFile),
				Message: fmt.Sprintf("%q of %q is marked equivalent without a reason.", m.Operator, m.Line), Hint: "say why no test can tell it from the reference"})
		}
	}
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
		return
	}
	if i := slices.IndexFunc(marks, func(k *mark) bool { return k.fits(m) }); i >= 0 {
		marks[i].used = true
		out.Equivalent++
		return
	}
	out.Survived++
	out.Survivors = append(out.Survivors, m)
	l.problem(Problem{
		Aspect: "mutants", File: l.path("solutions", m.File), Line: m.Line,
		Message: fmt.Sprintf("No check notices when the reference is changed (%s):\n%s", m.Operator, strings.TrimSuffix(m.Diff(), "\n")),
		Hint:    "write a check for it; or say in " + equivalentFile + " why no test can tell",
	})
}
