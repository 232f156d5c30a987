package panictest

import (
	"slices"
	"strings"
	"sync"

	"workbook/grader/check"
)

// A Journal is what a logger writes to. Each Write is an entry. It is safe for
// concurrent use; set Gate before that.
type Journal struct {
	Gate *check.Gate // where a Write waits, if it is not nil

	mu      sync.Mutex
	entries []string
}

// Write implements io.Writer.
func (j *Journal) Write(b []byte) (int, error) {
	if j.Gate != nil {
		j.Gate.Wait()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, string(b))
	return len(b), nil
}

// Entries gives what was written so far.
func (j *Journal) Entries() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries)
}

// Text gives all of it in one piece.
func (j *Journal) Text() string { return strings.Join(j.Entries(), "") }
