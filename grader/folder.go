package grader

import (
	"fmt"
	"os"
)

// Folder makes a new folder among the Grader's temporary files, which Close removes.
// Should the process be killed before, they are swept by the next Grader.
func (g *Grader) Folder(pattern string) (string, error) {
	dir, err := os.MkdirTemp(g.temp, pattern)
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return dir, nil
}
