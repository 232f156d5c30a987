package study

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/course"
)

// A Save is one content of an exercise's folder.
type Save struct {
	Hash string
	At   time.Time // when it was written

	asked time.Time // when the learner asked for it to be graded; zero: it was graded for being saved
}

// A FoundMsg says what was in the folder of an exercise when the program began.
type FoundMsg struct {
	Exercise *course.Exercise
	Save     Save
	err      error
}

// A SavedMsg says that the content of the folder has changed, or, with asked, that
// the learner wants it graded as it is.
type SavedMsg struct {
	Exercise *course.Exercise
	Asked    bool
	HandIn   bool // by the service of the class
	Save     Save
	err      error
}

// folders are those of all the exercises. Each is watched from the beginning to the
// end, whichever exercise is open: learners edit where they like.
type folders struct {
	course   *course.Course
	jobs     *Jobs
	watchers map[string]Watcher // by exercise
	hashes   map[string]string  // by exercise, of what is in the folder; none: not known yet
}

func newFolders(c *course.Course, newWatcher func() Watcher, j *Jobs) *folders {
	f := &folders{course: c, jobs: j, watchers: make(map[string]Watcher), hashes: make(map[string]string)}
	for _, ex := range c.Exercises {
		f.watchers[ex.ID] = newWatcher()
	}
	return f
}

// watch watches them all.
func (f *folders) watch() Cmd {
	var cmds []Cmd
	for _, ex := range f.course.Exercises {
		cmds = append(cmds, f.watchOne(ex))
	}
	return f.jobs.batch(cmds...)
}

func (f *folders) watchOne(ex *course.Exercise) Cmd {
	watcher, dir := f.watchers[ex.ID], f.course.ExerciseDir(ex.ID)
	return f.jobs.Cmd(func(ctx context.Context) Msg {
		events := watcher.Watch(ctx, dir)
		// After Watch, so that no save falls between the two.
		now, err := f.saveIn(ex)
		f.jobs.Post(FoundMsg{ex, now, err})
		for ev := range events {
			msg := SavedMsg{Exercise: ex, Save: Save{Hash: ev.Hash, At: ev.At}}
			if ev.Gone {
				msg.err = &backup.GoneError{Exercise: ex.ID}
			}
			f.jobs.Post(msg)
		}
		return nil
	})
}

// ask has what is in the folder of ex graded now, also when it was graded before;
// with handIn by the service of the class.
func (f *folders) ask(ex *course.Exercise, handIn bool) Cmd {
	asked := time.Now()
	return f.jobs.Cmd(func(context.Context) Msg {
		s, err := f.saveIn(ex)
		s.asked = asked
		return SavedMsg{Exercise: ex, Asked: true, HandIn: handIn, Save: s, err: err}
	})
}

// Mode says how the folder of an exercise is watched.
func (f *folders) Mode(exercise string) string { return f.watchers[exercise].Mode() }

// reason is an error of a job on an exercise. Of a folder that is gone it leaves out what
// was being done, which the notice says, so that the way back has room in it.
func reason(err error) error {
	if gone := new(backup.GoneError); errors.As(err, &gone) {
		return gone
	}
	return err
}

// saveIn reads what is in the folder now. It was saved when the newest of the
// learner's files was written.
func (f *folders) saveIn(ex *course.Exercise) (Save, error) {
	dir := f.course.ExerciseDir(ex.ID)
	hash, err := watch.Hash(dir)
	s := Save{Hash: hash}
	for _, name := range ex.Files {
		if fi, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && fi.ModTime().After(s.At) {
			s.At = fi.ModTime()
		}
	}
	return s, backup.Gone(f.course, ex.ID, err)
}
