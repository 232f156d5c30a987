package progress

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// replaceByRename writes b to a temporary file beside path, flushes it to the disk
// and renames it. On Windows a rename fails while somebody has the old file open,
// a virus scanner for instance; then it is tried again for a while.
func replaceByRename(path string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix(path)+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // closed already unless writing failed
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(b); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	for i := range renameTries {
		if err = os.Rename(f.Name(), path); err == nil || !errors.Is(err, fs.ErrPermission) {
			return err
		}
		time.Sleep(time.Duration(i+1) * 10 * time.Millisecond)
	}
	return err
}

// renameTries is how often a refused rename is tried: half a second in all.
const renameTries = 10
