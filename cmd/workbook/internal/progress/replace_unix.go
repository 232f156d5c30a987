//go:build !windows

package progress

import (
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replaceFile replaces path by a file that holds b, in one step: who reads sees
// the old content or the new one, and so does who reads after a crash.
func replaceFile(path string, b []byte) error {
	return renameio.WriteFile(path, b, 0o644, renameio.WithTempDir(filepath.Dir(path)))
}
