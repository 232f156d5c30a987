package handin

import (
	"path/filepath"
	"slices"
	"strings"
)

// ignored are folders that come along and hold nothing of the learner's.
var ignored = []string{"__MACOSX", "node_modules", "vendor", "testdata"}

func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains(ignored, name)
}

// isNearlyGo reports whether a file is a Go file, or would be under another name.
func isNearlyGo(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".go") || strings.Contains(lower, ".go.")
}

func isArchive(name string) bool {
	return slices.Contains([]string{".zip", ".tar", ".tgz", ".gz"}, strings.ToLower(filepath.Ext(name)))
}
