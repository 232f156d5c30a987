package progress

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"workbook/cmd/internal/tr"
	"workbook/grader/atomicfile"
)

// maxFile bounds what is read: a real file has some hundred bytes an exercise.
const maxFile = 16 << 20

// errDamaged marks a file that is there and makes no sense.
var errDamaged = tr.Error("damaged")

// A newerError says that the file is from a newer workbook.
type newerError struct{ version int }

func (e *newerError) Error() string {
	return tr.T("The progress file is of version %d and this workbook knows version %d: "+
		"it is left as it is, and progress is not kept until you update.", e.version, Version)
}

func empty() Progress { return Progress{Version: Version, Exercises: map[string]Entry{}} }

// read reads a progress file. Its error wraps errDamaged, or is a *newerError and
// comes with what could be understood, or is about the file system.
func read(path string) (Progress, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return empty(), nil
	}
	if err != nil {
		return empty(), err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return empty(), err
	}
	if !fi.Mode().IsRegular() {
		return empty(), tr.Errorf("%s is not a regular file", path)
	}
	if fi.Size() > maxFile {
		return empty(), tr.Errorf("%w: it has %d bytes", errDamaged, fi.Size())
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil {
		return empty(), err
	}
	return decode(b.Bytes())
}

func decode(b []byte) (Progress, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // some editors begin a file with it
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return empty(), fmt.Errorf("%w: %w", errDamaged, err)
	}
	if head.Version < 1 {
		return empty(), tr.Errorf("%w: it has no version", errDamaged)
	}
	p := empty()
	err := json.Unmarshal(b, &p)
	if p.Exercises == nil {
		p.Exercises = map[string]Entry{}
	}
	p.Version = Version
	switch {
	case head.Version > Version:
		if err != nil {
			p = empty()
		}
		return p, &newerError{head.Version}
	case err != nil:
		return empty(), fmt.Errorf("%w: %w", errDamaged, err)
	}
	return p, nil
}

// write replaces the file by p in one step.
func write(path string, p Progress) error {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(path, append(b, '\n'))
}

// setAside renames the file to a name of its own beside it and returns that.
func setAside(path string, now time.Time) (string, error) {
	base := path + ".damaged-" + now.UTC().Format("20060102T150405Z")
	for i := 1; i <= 1000; i++ {
		aside := base
		if i > 1 {
			aside += "-" + strconv.Itoa(i)
		}
		if _, err := os.Lstat(aside); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return aside, os.Rename(path, aside)
	}
	return "", tr.Errorf("too many files like %s", base)
}

// leftovers finds what processes that were killed while saving left behind.
func leftovers(path string) []string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), atomicfile.Prefix(path)) && e.Type().IsRegular() {
			names = append(names, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return names
}

// lockWait bounds the wait for another process's save, which takes milliseconds.
// It is that long only when the other process has been stopped in the middle.
var lockWait = 10 * time.Second // a variable for tests only

// lock takes the lock on the folder for this process. The operating system gives
// it back when the process ends, however it ends, so that a lock is never stale.
func lock(dir string) (unlock func(), err error) {
	type result struct {
		unlock func()
		err    error
	}
	taken, gaveUp := make(chan result), make(chan struct{})
	go func() {
		u, err := lockedfile.MutexAt(filepath.Join(dir, lockFile)).Lock()
		select {
		case taken <- result{u, err}:
		case <-gaveUp:
			if err == nil {
				u()
			}
		}
	}()
	timer := time.NewTimer(lockWait)
	defer timer.Stop()
	select {
	case r := <-taken:
		return r.unlock, r.err
	case <-timer.C:
		close(gaveUp)
		return nil, tr.Errorf("another workbook has held %s for %v; is one of them stopped?",
			filepath.Join(Dir, lockFile), lockWait)
	}
}
