package release

import (
	"maps"
	"path"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
)

// A released file is taken for an answer when it has most of the lines of a hidden one.
// Between the two halves of this course as it is, what stubs and lessons share with any
// hidden file is at most three lines of four.
const (
	tellingLength = 20  // of a line that says something
	tellingLines  = 5   // of a file that can be told from others
	mostLines     = 0.8 // of these
)

// answers says in sentences which released files hold a hidden one: a solution that was
// committed in the stub's place, for instance. example says that all of them belong to the
// exercise that a new one begins as.
func (s *source) answers(t tree) (found []string, example bool) {
	var hidden []string
	for _, name := range s.names() {
		if strings.HasPrefix(name, "solutions/") && path.Ext(name) == ".go" && !visibleChecks(name) {
			hidden = append(hidden, name)
		}
	}
	secrets := tree{}
	if err := s.read(hidden, secrets); err != nil {
		return []string{err.Error()}, false
	}
	example = true
	released := map[string]map[string]bool{}
	for name, f := range t {
		released[name] = telling(f.data)
	}
	for _, secret := range slices.Sorted(maps.Keys(secrets)) {
		lines := telling(secrets[secret].data)
		if len(lines) < tellingLines {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(t)) {
			if shared := count(lines, released[name]); float64(shared) >= mostLines*float64(len(lines)) {
				example = example && strings.HasPrefix(name, "cmd/workbook/internal/scaffold/")
				found = append(found, tr.T("%s has %d of %d lines of %s", name, shared, len(lines), secret))
			}
		}
	}
	return found, example
}

// telling are the lines of code that say something.
func telling(data []byte) map[string]bool {
	lines := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); len(line) >= tellingLength && !strings.HasPrefix(line, "//") {
			lines[line] = true
		}
	}
	return lines
}

func count(lines, among map[string]bool) int {
	n := 0
	for line := range lines {
		if among[line] {
			n++
		}
	}
	return n
}
