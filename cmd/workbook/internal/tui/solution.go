package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// A solutionMsg carries the learner's files and the reference's.
type solutionMsg struct {
	exercise     string
	mine, theirs []source
	err          error
}

// A source is a Go file as it is read.
type source struct{ name, text string }

// loadSolution reads both for the open exercise.
func loadSolution(w *study.Work) tea.Cmd {
	c, ex := w.Config.Course, w.Current
	return job(w.Jobs, func(context.Context) tea.Msg {
		mine, err := sources(c, c.ExerciseDir(ex.ID))
		theirs, err2 := sources(c, c.SolutionDir(ex.ID))
		return solutionMsg{ex.ID, mine, theirs, errors.Join(err, err2)}
	})
}

// sources reads the Go files of a folder, but no tests.
func sources(c *course.Course, dir string) ([]source, error) {
	const most = 1 << 20
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the solution: %w", err)
	}
	var out []source
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if fi, err := e.Info(); err != nil || fi.Size() > most {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("reading the solution: %w", err)
		}
		if rel, err := filepath.Rel(c.Root, filepath.Join(dir, name)); err == nil {
			name = filepath.ToSlash(rel)
		}
		out = append(out, source{name, string(data)})
	}
	return out, nil
}

// newSolution shows the reference beside the learner's file.
func newSolution(msg solutionMsg, toggle key.Binding) *pager {
	return newPager("Your file and the reference", toggle, func(width int, t *theme) []string {
		return sideBySide(msg.mine, msg.theirs, width, t)
	})
}

// sideBySide puts two sets of files beside each other, or below each other on a
// narrow screen.
func sideBySide(mine, theirs []source, width int, t *theme) []string {
	if width < 100 {
		lines := listing("Yours: ", mine, width, t)
		lines = append(lines, "")
		return append(lines, listing("Reference: ", theirs, width, t)...)
	}
	half := (width - 3) / 2
	left, right := listing("Yours: ", mine, half, t), listing("Reference: ", theirs, half, t)
	bar := t.rule.Render(" " + glyphBar + " ")
	var out []string
	for i := range max(len(left), len(right)) {
		var l, r string
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out = append(out, fit(l, half)+bar+fit(r, half))
	}
	return out
}

func listing(who string, files []source, width int, t *theme) []string {
	s := newSheet(width)
	for _, f := range files {
		s.blank()
		s.styled(t.strong.Render(" " + who + f.name))
		s.lines = append(s.lines, "")
		s.lines = append(s.lines, goLines(f.text, width, t)...)
	}
	return s.lines
}
