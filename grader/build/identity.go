package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"
)

// Identity names what the harness is made of: Go, the settings of the build, and the
// contents of every file of the course and of the engine that goes into a program. Two
// harnesses of one identity build the same, also on two machines. It is not cheap.
func (h *Harness) Identity(ctx context.Context) (string, error) {
	sources, err := h.sources(ctx, time.Now().Add(24*time.Hour)) // however fresh they are
	if err != nil {
		return "", fmt.Errorf("looking at what a verdict depends on: %w", err)
	}
	sum := sha256.New()
	fmt.Fprintln(sum, h.toolchain.Version, h.toolchain.settings(h.spec.Race), h.spec.Module, h.spec.ID, h.spec.Imports)
	for _, dir := range slices.Sorted(maps.Keys(sources)) {
		// Where the folder lies must not matter: contents and their order are enough.
		fmt.Fprintln(sum, filepath.Base(dir), sources[dir])
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
