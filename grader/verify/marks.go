package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// equivalentFile is where an instructor says which mutants no test can tell from the
// reference; see [course.Guide]. No number of a line stands there, so nothing rots when the
// reference grows. Where the same line stands twice in the reference, the function says
// which is meant.
const equivalentFile = "testdata/equivalent.toml"

// A mark says that mutants are equivalent.
type mark struct {
	Operator string `toml:"operator"`
	In       string `toml:"in"`
	Line     string `toml:"line"`
	Reason   string `toml:"reason"`

	lines []int // of the mutants that survived and that it fits
}

func (m *mark) fits(x Mutant) bool {
	first, _, _ := strings.Cut(x.Before, "\n")
	return m.Operator == x.Operator && strings.TrimSpace(m.Line) == strings.TrimSpace(first) && (m.In == "" || m.In == x.Function)
}

// String names the mark.
func (m *mark) String() string {
	where := fmt.Sprintf("%q of %q", m.Operator, m.Line)
	if m.In != "" {
		where += " in " + m.In
	}
	return where
}

// marks reads them.
func (l *look) marks() ([]*mark, error) {
	var marks struct {
		Mutant []*mark `toml:"mutant"`
	}
	meta, err := toml.DecodeFile(filepath.Join(l.course.SolutionDir(l.ex.ID), filepath.FromSlash(equivalentFile)), &marks)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading which mutants are equivalent: %w", err)
	case len(meta.Undecoded()) > 0:
		return nil, fmt.Errorf("%s: there is no key %q; the keys are operator, in, line and reason",
			l.path("solutions", equivalentFile), meta.Undecoded()[0])
	}
	return marks.Mutant, nil
}

// judgeMarks notes what is wrong with the marks, when all mutants have been graded.
func (l *look) judgeMarks(marks []*mark) {
	note := func(message, hint string) {
		l.problem(Problem{Aspect: "mutants", File: l.path("solutions", equivalentFile), Message: message, Hint: hint})
	}
	for _, m := range marks {
		lines := slices.Compact(slices.Sorted(slices.Values(m.lines)))
		switch {
		case len(lines) == 0:
			note(fmt.Sprintf("No surviving mutant is %v.", m), "remove the mark, or correct it")
		case len(lines) > 1 && m.In == "":
			note(fmt.Sprintf("%v is at lines %s, and a reason for one is none for another.", m, strings.Trim(fmt.Sprint(lines), "[]")),
				"say in which function: in = \"Type.method\"")
		}
		if strings.TrimSpace(m.Reason) == "" {
			note(fmt.Sprintf("%v is marked equivalent without a reason.", m), "say why no test can tell it from the reference")
		}
	}
}
