package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"workbook/cmd/internal/tr"
)

// save writes the files to a new folder under parent, named after the time and what
// the backup was made for, and returns its path when they are on the disk. Where that
// fails, as on a full disk, nothing is left: half a backup would be taken for one.
func save(parent string, files map[string][]byte, now time.Time, why reason) (string, error) {
	dir, err := makeDir(parent, now.Format(stampForm)+string(why))
	if err != nil {
		return "", err
	}
	for name, data := range files {
		if err := writeSynced(filepath.Join(dir, name), data); err != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
	}
	syncDir(dir)
	syncDir(parent)
	return dir, nil
}

// makeDir makes a folder that was not there yet, of that name or one that begins with it.
func makeDir(parent, name string) (string, error) {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", err
	}
	dir := filepath.Join(parent, name)
	for n := 2; ; n++ {
		err := os.Mkdir(dir, 0o755)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
		dir = filepath.Join(parent, fmt.Sprintf("%s_%d", name, n))
	}
}

// goFiles reads the Go files in dir, its own and not those of folders in it.
func goFiles(dir string) (map[string][]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" || entry.IsDir() {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if !entry.Type().IsRegular() {
			return nil, tr.Errorf("%s is not a regular file; move it away first", path)
		}
		if files[entry.Name()], err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// syncDir brings the entries of a folder to the disk, where the system can.
func syncDir(dir string) {
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	_ = f.Sync() // Windows cannot, and needs not
	_ = f.Close()
}
