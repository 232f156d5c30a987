package release

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"workbook/cmd/internal/tr"
)

// maxDiff is how many lines of a difference are shown.
const maxDiff = 60

// Own reports whether the file is the workbook's memory of releases.
func (c Change) Own() bool { return c.Path == manifestFile }

// Diff is what the release would have changed in the student's version.
func (c Change) Diff() string {
	if c.mine == nil {
		return tr.T("%s: there is no such file in the student's repository, or it is a link or a folder.", c.Path)
	}
	text := udiff.Unified("student/"+c.Path, "release/"+c.Path, string(c.mine), string(c.theirs))
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > maxDiff {
		lines = append(lines[:maxDiff], tr.T("… and %d lines more", len(lines)-maxDiff))
	}
	return strings.Join(lines, "\n")
}
