package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"workbook/cmd/internal/tr"
)

func theCourse(m Machine) Finding {
	f := Finding{Name: tr.T("course"), Severity: Problem}
	switch {
	case m.CourseErr != nil && m.Root == "":
		f.Detail = m.CourseErr.Error()
		f.Remedy = tr.T("change to the folder that you cloned, or name it with --course or WORKBOOK_COURSE")
	case m.CourseErr != nil:
		// Everything that is wrong comes at once, one a line.
		problems := strings.Split(m.CourseErr.Error(), "\n")
		f.Detail = fmt.Sprintf("%s: %s", m.Root, problems[0])
		if more := len(problems) - 1; more > 0 {
			f.Detail += " " + tr.T("(and %d more)", more)
		}
		f.Remedy = tr.T("mend the files named; `git status` shows what was changed")
	case !m.Solutions:
		f.Severity, f.Detail = Note, tr.T("%s, in %s, without solutions/", m.Course, m.Root)
		f.Remedy = tr.T("nothing can be graded here; get the hidden tests from where the course came from")
	default:
		f.Severity, f.Detail = Fine, tr.T("%s, in %s", m.Course, m.Root)
	}
	return f
}

// courseFolder looks whether progress and backups can be kept.
func courseFolder(root string) Finding {
	dir := filepath.Join(root, ".workbook")
	if _, err := os.Stat(dir); err != nil {
		dir = root // the folder will be made in it
	}
	f := writable(tr.T("progress"), dir, tr.T("make the folder yours: chown or chmod it, or clone the course to a folder of your own"))
	f.Detail = strings.Replace(f.Detail, dir, filepath.Join(root, ".workbook"), 1)
	return f
}

// writable looks whether files can be made in dir, or where dir will be made.
func writable(name, dir, remedy string) Finding {
	f := Finding{Name: name, Severity: Fine, Detail: tr.T("%s can be written", dir)}
	if !filepath.IsAbs(dir) {
		return Finding{Name: name, Severity: Problem, Detail: tr.T("%q is no folder's whole path", dir), Remedy: remedy}
	}
	file, err := os.CreateTemp(existing(dir), ".doctor-")
	if err == nil {
		_, err = file.WriteString("workbook doctor was here\n")
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		_ = os.Remove(file.Name())
	}
	if err != nil {
		f.Severity, f.Detail, f.Remedy = Problem, tr.T("%s cannot be written: %s", dir, err.Error()), remedy
	}
	return f
}

// existing is dir, or the closest folder above it that is there.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return dir
		}
		dir = parent
	}
}

// noticed bounds how long a change may take to be seen.
const noticed = 5 * time.Second

// watcher makes a change on the course's own file system and waits to hear of it.
func watcher(ctx context.Context, m Machine) Finding {
	f := Finding{Name: tr.T("watcher"), Severity: Note, Remedy: tr.T("nothing to do: saves are found by looking twice a second")}
	if m.Poll {
		f.Detail = tr.T("WORKBOOK_POLL is set")
		return f
	}
	dir, err := os.MkdirTemp(m.Root, ".workbook-doctor-")
	if err != nil {
		f.Detail, f.Remedy = tr.T("cannot be tried: %s", err.Error()), tr.T("see progress")
		return f
	}
	defer os.RemoveAll(dir)
	if err := hearOf(ctx, dir); err != nil {
		f.Detail = tr.T("the file system does not tell of changes: %s", err.Error())
		if strings.Contains(err.Error(), "no space left") || strings.Contains(err.Error(), "too many open files") {
			f.Remedy += tr.T("; or raise fs.inotify.max_user_watches and max_user_instances")
		}
		return f
	}
	return Finding{Name: f.Name, Severity: Fine, Detail: tr.T("the file system tells of changes")}
}

func hearOf(ctx context.Context, dir string) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer w.Close()
	if err := w.Add(dir); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "try.go"), []byte("package try\n"), 0o600); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, noticed)
	defer cancel()
	select {
	case <-w.Events:
		return nil
	case err := <-w.Errors:
		return err
	case <-ctx.Done():
		return tr.Errorf("nothing was heard for %s", noticed)
	}
}

// enough is what the first build and its caches take, with room to spare.
const enough = 1 << 30

func disk(env goEnv, root string) Finding {
	f := Finding{Name: tr.T("disk"), Severity: Fine}
	for _, dir := range []string{env.GOCACHE, root, os.TempDir()} {
		if dir == "" {
			continue
		}
		free, err := freeBytes(existing(dir))
		if err != nil {
			continue // best effort
		}
		f.Detail = tr.T("%d MiB free in %s", free>>20, dir)
		if free < enough {
			f.Severity = Note
			f.Remedy = tr.T("the first build takes about 500 MiB: make room, or set GOCACHE and TMPDIR to a larger disk")
			return f
		}
	}
	if f.Detail == "" {
		f.Detail = tr.T("free space is not known here")
	}
	return f
}
