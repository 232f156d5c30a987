package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// newRaw shows what was written during the last run on the open exercise.
func newRaw(w *study.Work, toggle key.Binding) *pager {
	p := newPager(tr.T("Raw output"), toggle, func(width int, t *theme) []string {
		return rawLines(w.Run(), width, t)
	})
	p.copies = func() []clip { return rawClips(w) }
	return p
}

// rawLines is what the compiler, the race detector and the learner's code wrote,
// made safe for the screen and otherwise as it came.
func rawLines(r *study.Run, width int, t *theme) []string {
	s := newSheet(width - 1)
	if r == nil || r.Result == nil {
		return nil
	}
	for _, p := range r.Result.Problems {
		s.para(t.text, 1, fmt.Sprintf("%s: %s", place(p.File, p.Line), p.Message))
	}
	for _, o := range r.Outputs() {
		s.blank()
		s.hanging(t.strong, " ", o.Title)
		s.raw(t.text, 2, o.Text)
	}
	if len(s.lines) == 0 {
		s.para(t.dim, 1, tr.T("Nothing was written during this run."))
	}
	return s.lines
}

// rawClips is all of the raw output.
func rawClips(w *study.Work) []clip {
	const wide = 1 << 12 // so that lines are as they came
	lines := rawLines(w.Run(), wide, newTheme(palette{mono: true}))
	for i, l := range lines {
		lines[i] = strings.TrimRight(plainText(l), " ")
	}
	return []clip{{tr.T("the raw output"), strings.Join(lines, "\n") + "\n"}}
}
