package tui

import (
	"context"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/course"
)

// A save is one content of an exercise's folder.
type save struct {
	hash string
	at   time.Time // when it was written
}

// An openedMsg says what is in the folder of an exercise that was just opened.
type openedMsg struct {
	visit int
	save  save
	err   error
}

// A savedMsg says that the content of the folder has changed, or, with asked, that
// the learner wants it graded as it is.
type savedMsg struct {
	visit int
	asked bool
	save  save
	err   error
}

// A folder is the one that is watched, which is that of the open exercise.
type folder struct {
	newWatcher func() Watcher
	jobs       *jobs
	watcher    Watcher
	stop       context.CancelFunc
	visit      int // names the opening; what carries another is stale
}

func newFolder(newWatcher func() Watcher, j *jobs) *folder {
	return &folder{newWatcher: newWatcher, jobs: j, watcher: newWatcher(), stop: func() {}}
}

// watch watches dir, the folder of ex, and no other any more.
func (f *folder) watch(dir string, ex *course.Exercise) tea.Cmd {
	f.stop()
	f.visit++
	f.watcher = f.newWatcher()
	ctx, cancel := context.WithCancel(f.jobs.ctx)
	f.stop = cancel
	visit, watcher := f.visit, f.watcher
	return f.jobs.cmd(func(context.Context) tea.Msg {
		defer cancel()
		events := watcher.Watch(ctx, dir)
		// After Watch, so that no save falls between the two.
		now, err := saveIn(dir, ex)
		f.jobs.post(openedMsg{visit, now, err})
		for ev := range events {
			f.jobs.post(savedMsg{visit: visit, save: save{ev.Hash, ev.At}})
		}
		return nil
	})
}

// ask has what is in dir graded now, also when it was graded before.
func (f *folder) ask(dir string, ex *course.Exercise) tea.Cmd {
	visit := f.visit
	return f.jobs.cmd(func(context.Context) tea.Msg {
		s, err := saveIn(dir, ex)
		return savedMsg{visit: visit, asked: true, save: s, err: err}
	})
}

// saveIn reads what is in the folder now. It was saved when the newest of the
// learner's files was written.
func saveIn(dir string, ex *course.Exercise) (save, error) {
	hash, err := watch.Hash(dir)
	s := save{hash: hash}
	for _, name := range ex.Files {
		if fi, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && fi.ModTime().After(s.at) {
			s.at = fi.ModTime()
		}
	}
	return s, err
}
