package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"workbook/cmd/internal/tr"
)

// maxFile is how much of one file is looked at: no exercise is near it, and a
// huge file in the folder must not stop the screen.
const maxFile = 8 << 20

// Hash sums up what is graded in a folder: the names and the contents of its .go
// files. Equal sums mean equal content. Files whose names begin with "." or "_"
// are left out, as the go command does; editors keep their own there. What is not
// a regular file counts by its name and type alone, and of a file beyond 8 MiB
// only the beginning and the size count.
func Hash(dir string) (string, error) {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return "", tr.Errorf("reading the exercise: %w", err)
	}
	h := sha256.New()
	for _, e := range entries {
		name := e.Name()
		if !counts(name) {
			continue
		}
		if !e.Type().IsRegular() {
			fmt.Fprintf(h, "%q %s\n", name, e.Type())
			continue
		}
		if err := hashFile(h, dir, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", tr.Errorf("reading the exercise: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// counts reports whether a file of that name is part of what is graded.
func counts(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_")
}

// hashFile adds one file. One that is gone since the folder was listed adds
// nothing, as if it had been gone before.
func hashFile(h io.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	content := sha256.New()
	n, err := io.Copy(content, io.LimitReader(f, maxFile))
	if err != nil {
		return err
	}
	// The length that was read, unless there is more: the size of a file that is
	// being written may be ahead of what was read.
	if n == maxFile {
		n = fi.Size()
	}
	return addFile(h, name, n, content.Sum(nil))
}

func addFile(h io.Writer, name string, size int64, sum []byte) error {
	_, err := fmt.Fprintf(h, "%q %d %x\n", name, size, sum)
	return err
}

// HashFiles is what [Hash] returns for a folder with these files in it.
func HashFiles(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if counts(name) {
			sum := sha256.Sum256(files[name][:min(len(files[name]), maxFile)])
			_ = addFile(h, name, int64(len(files[name])), sum[:]) // a hash takes all
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
