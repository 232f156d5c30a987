package handover

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"

	"workbook/cmd/internal/tr"
)

// place is where the program that is built from the module in dir is kept: in a folder of
// this user's alone, one for each copy of the module.
func (p Program) place(dir string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", tr.Errorf("looking for a place to build it in: %w", err)
	}
	sum := sha256.Sum256([]byte(dir))
	folder := filepath.Join(cache, engine, "programs", hex.EncodeToString(sum[:8]))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", tr.Errorf("making a place to build it in: %w", err)
	}
	return filepath.Join(folder, p.file()), nil
}

// file is the name of the program on this system.
func (p Program) file() string {
	if runtime.GOOS == "windows" {
		return p.Name + ".exe"
	}
	return p.Name
}
