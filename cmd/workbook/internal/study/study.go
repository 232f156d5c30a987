// Package study is the learner's work on a course, as every way of showing it has it in
// common: the screens and the line mode.
//
//	jobs := study.NewJobs(ctx)
//	w := study.NewWork(cfg, jobs)
//	run(w.Start())
//	for msg := range … { // what a Cmd returns, and what jobs.Next brings
//		news, cmd := w.Update(msg)
//		run(cmd)
//	}
//	err := w.Close()
//
// [Work] is changed by one goroutine only, which is the caller's. Whatever takes time is
// a [Cmd], which the caller runs on another; what it finds out is a message, for
// [Work.Update]. What a run of the grader says carries the run's id, so that what is
// stale is dropped. The package knows no screen.
package study

import (
	"errors"
	"slices"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// Work is what the learner does with a course: which exercise is open, what is
// saved in its folder, what the grader says to that, and what is kept of it. It
// holds no styles. Whoever shows it hears of what has changed as [News].
type Work struct {
	Config    Config
	Jobs      *Jobs
	Solutions bool             // the course has them
	Current   *course.Exercise // the open one

	Folders   *folders
	Runs      *Runs
	Keeper    *keeper
	Warming   *warming
	sketches  *sketches
	resetting string               // id of the exercise that is being reset
	pristine  map[string]string    // by exercise, the content that a reset left: not worth grading
	restored  map[string]string    // by exercise, the content that an undo left and has had graded
	backups   map[string]BackupMsg // by exercise, what was found that may be brought back
	passing   int                  // exercises that had ever passed when the program began
	completed bool                 // the last of them has passed since
}

// News says what a message or a key has changed in the work. With the zero value
// nothing has.
type News struct {
	Notice  string // what the learner should be told
	There   string // id of another exercise, which the notice is about
	Changed bool   // the open exercise, a run or the progress is not what it was
	Opened  bool   // another exercise is open
	Started bool   // a run on the open exercise has begun
	Saved   bool   // because the learner has saved it, or wants it graded
	Reset   bool   // an exercise is as it was at first
	Undo    bool   // the work can bring back what was there
	Warmed  bool   // the grader's preparation has come further
	Last    bool   // the last exercise has passed, for the first time
}

// NewWork starts nothing.
func NewWork(cfg Config, j *Jobs) *Work {
	w := &Work{
		Config:    cfg,
		Jobs:      j,
		Solutions: cfg.Course.HasSolutions(),
		Folders:   newFolders(cfg.Course, cfg.Watch, j),
		Runs:      NewRuns(cfg.Grader, j),
		Keeper:    newKeeper(cfg.Progress, j),
		Warming:   newWarming(cfg.Grader, cfg.Still, j),
		pristine:  make(map[string]string),
		restored:  make(map[string]string),
		backups:   make(map[string]BackupMsg),
	}
	w.sketches = newSketches(w)
	w.Runs.begins = w.sketches.stop
	w.Runs.service = cfg.Service
	w.Runs.known = func(exercise string) map[string]uint64 { return w.Keeper.Progress.Entry(exercise).Schedules }
	w.Current = w.first()
	for _, ex := range w.Exercises() {
		if !w.Keeper.Progress.Entry(ex.ID).FirstPassed.IsZero() {
			w.passing++
		}
	}
	return w
}

// first is the exercise to open: the one that was asked for, else the one that was open
// last, else the first that has not passed, else the first.
func (w *Work) first() *course.Exercise {
	all := w.Exercises()
	for _, id := range []string{w.Config.Start, w.Config.Bookmark.Exercise} {
		for _, ex := range all {
			if ex.ID == id {
				return ex
			}
		}
	}
	for _, ex := range all {
		if !w.Passed(ex.ID) {
			return ex
		}
	}
	return all[0]
}

// Exercises are those of the course, in order.
func (w *Work) Exercises() []*course.Exercise { return w.Config.Course.Exercises }

// Index is where an exercise stands in the course.
func (w *Work) Index(id string) int {
	return max(0, slices.IndexFunc(w.Exercises(), func(ex *course.Exercise) bool { return ex.ID == id }))
}

// Beside is the exercise that stands so many behind the open one, or nil.
func (w *Work) Beside(by int) *course.Exercise {
	i := w.Index(w.Current.ID) + by
	if i < 0 || i >= len(w.Exercises()) {
		return nil
	}
	return w.Exercises()[i]
}

// Entry is the progress in the open exercise.
func (w *Work) Entry() progress.Entry { return w.Keeper.Progress.Entry(w.Current.ID) }

// MayCompare reports whether the reference may be looked at.
func (w *Work) MayCompare() bool { return w.Solutions && !w.Entry().FirstPassed.IsZero() }

// Start watches every folder and prepares the grader for the open exercise.
func (w *Work) Start() Cmd {
	return w.Jobs.batch(w.Folders.watch(), w.Warming.start(w.Current.ID))
}

// Open makes ex the exercise that is read and graded first. A run on the exercise
// that was open goes on: its verdict is still wanted. What has changed since it
// passed is graded at once.
func (w *Work) Open(ex *course.Exercise) (News, Cmd) {
	if ex.ID == w.Current.ID {
		return News{}, nil
	}
	w.Current = ex
	n, prepare := News{Changed: true, Opened: true}, w.Warming.start(ex.ID)
	switch now := w.Standing(ex.ID); {
	case now == NowWaiting:
		n.Started = true
		return n, w.Jobs.batch(prepare, w.Runs.startWaiting(ex.ID))
	case now == NowChanged && w.Run() == nil:
		return n, w.Jobs.batch(prepare, w.Ask())
	}
	return n, prepare
}

// patience is how long the end waits for what it has canceled.
const patience = 10 * time.Second

// ErrBusy is returned by [Work.Close] when something that was started did not end.
var ErrBusy = tr.Error("the grader did not stop in time, and may still be running")

// Close ends what is under way and waits for it, and keeps what is still to be kept.
func (w *Work) Close() error {
	var err error
	if !w.Jobs.Stop(patience) {
		err = ErrBusy
	}
	return errors.Join(err, w.Keeper.Flush())
}

// Ask has the open exercise graded as it is now.
func (w *Work) Ask() Cmd { return w.Folders.ask(w.Current, false) }

// MayHandIn reports whether there is a class to hand in to, with checks that are not here.
func (w *Work) MayHandIn() bool { return w.Config.Service != nil && !w.Solutions }

// HandIn has the open exercise graded as it is now, by the service of the class.
func (w *Work) HandIn() Cmd { return w.Folders.ask(w.Current, true) }

// Cancel ends the run on the open exercise.
func (w *Work) Cancel() (News, Cmd) {
	w.Runs.Cancel(w.Current.ID)
	return News{Changed: true}, w.Runs.startNext()
}

// SawHints shows the first n hints of the open exercise.
func (w *Work) SawHints(n int) (News, Cmd) {
	return News{Changed: true}, w.Keeper.sawHints(w.Current.ID, n)
}

// Update takes what a job found out.
func (w *Work) Update(msg Msg) (News, Cmd) {
	n, cmd := w.take(msg)
	if next := w.Runs.startNext(); next != nil {
		n.Changed, cmd = true, w.Jobs.batch(cmd, next)
	}
	return n, cmd
}

func (w *Work) take(msg Msg) (News, Cmd) {
	switch msg := msg.(type) {
	case FoundMsg:
		return w.found(msg)
	case SavedMsg:
		return w.saved(msg)
	case EventMsg:
		return w.graded(w.Runs.Event(msg))
	case DoneMsg:
		return w.graded(w.Runs.Done(msg))
	case KeptMsg:
		return News{Changed: true, Notice: w.Keeper.kept(msg)}, nil
	case SketchMsg:
		return News{Changed: w.sketches.take(msg)}, nil
	case WarmMsg:
		w.Warming.now, w.Warming.race = msg.Now, msg.Race
		return News{Warmed: true}, nil
	case warmedMsg:
		notice := w.Warming.end(msg)
		return News{Warmed: true, Notice: notice}, w.Warming.start(w.Current.ID)
	case ResetMsg:
		return w.wasReset(msg), nil
	case BackupMsg:
		return w.foundBackup(msg), nil
	case UndoneMsg:
		return w.undone(msg)
	}
	return News{}, nil
}

// found takes what is in a folder at the beginning. The open exercise is graded at
// once when it was ever graded before, unless it is known to pass. Of another the
// outline shows what has changed.
func (w *Work) found(msg FoundMsg) (News, Cmd) {
	id, open := msg.Exercise.ID, msg.Exercise == w.Current
	if msg.err != nil {
		if open {
			return News{Notice: ungraded(msg.err)}, nil
		}
		return News{}, nil
	}
	w.Folders.hashes[id] = msg.Save.Hash
	entry := w.Keeper.Progress.Entry(id)
	switch {
	case !open, w.Run() != nil, entry.State() == progress.Untouched:
	case entry.State() == progress.Passed && entry.Hash == msg.Save.Hash:
	default:
		cmd := w.Runs.Start(w.Current, msg.Save)
		w.Run().Again = entry.LastHash == msg.Save.Hash
		w.Run().begun = true
		return News{Changed: true, Started: true}, cmd
	}
	return News{Changed: w.Changed(id)}, nil
}

// saved grades a save, unless it holds what is being graded or was graded last: to
// the open exercise at once, to another when nothing else is graded.
func (w *Work) saved(msg SavedMsg) (News, Cmd) {
	id, open := msg.Exercise.ID, msg.Exercise == w.Current
	if msg.err != nil {
		return News{Notice: ungraded(msg.err)}, nil
	}
	w.Folders.hashes[id] = msg.Save.Hash
	if !msg.Asked {
		if undone := w.restored[id]; undone != "" {
			delete(w.restored, id)
			if undone == msg.Save.Hash {
				return News{}, nil // it is graded already, and the watcher was told of it, too
			}
		}
		if w.judged(id, msg.Save.Hash) {
			w.Runs.drop(id)
			if open {
				return News{Notice: tr.T("Nothing has changed since the last verdict.")}, nil
			}
			return News{Changed: true}, nil
		}
		if w.resetting == id || w.pristine[id] == msg.Save.Hash {
			return News{}, nil
		}
	}
	delete(w.pristine, id)
	n := News{Changed: true, Started: true, Saved: true, Notice: w.supersedes(id)}
	if msg.HandIn && w.MayHandIn() {
		w.Runs.drop(id)
		return n, w.Runs.handIn(msg.Exercise, msg.Save)
	}
	if !open {
		return News{Changed: true}, w.Runs.enqueue(msg.Exercise, msg.Save)
	}
	return n, w.Runs.Start(w.Current, msg.Save)
}

// ungraded says that a folder could not be read.
func ungraded(err error) string { return tr.T("Nothing was graded: %s", err.Error()) }

// supersedes is what the learner should be told when a new run takes the place of one on
// what was handed in.
func (w *Work) supersedes(id string) string {
	if r := w.Runs.Of(id); r.Active() && r.HandedIn {
		return tr.T("What you handed in before is graded all the same; its verdict is on your page of the class.")
	}
	return ""
}

// judged reports whether there is a verdict on a content of the folder, or will be.
// Of the open exercise only what was said in this session counts, because its
// verdict is shown with its reasons.
func (w *Work) judged(id, hash string) bool {
	if r := w.Runs.Of(id); r != nil {
		return r.Hash == hash && !r.Canceled && r.Err == nil
	}
	entry := w.Keeper.Progress.Entry(id)
	return id != w.Current.ID && entry.State() == progress.Passed && entry.Hash == hash
}

// graded passes on that a run has come further; nil: none has. A verdict is kept.
func (w *Work) graded(r *Run, verdict bool) (News, Cmd) {
	if r == nil {
		return News{}, nil
	}
	n := News{Changed: true}
	if !verdict {
		return n, nil
	}
	if r.exercise != w.Current.ID {
		n.There = r.exercise
		n.Notice = tr.T("%s was saved: %s.", Number(r.exercise), verdictWord(r.Result.Verdict))
		if r.HandedIn {
			n.Notice = tr.T("%s was handed in: %s.", Number(r.exercise), verdictWord(r.Result.Verdict))
		}
	}
	w.sketches.keep(r)
	n.Last = w.completes(r)
	var record, find Cmd
	if !r.Again || r.Result.Verdict != w.Keeper.Progress.Entry(r.exercise).LastVerdict {
		record = w.Keeper.record(r)
	}
	if w.Lost(r.exercise) {
		delete(w.backups, r.exercise) // there may be another since
		find = w.FindBackup(r.exercise, false)
	}
	return n, w.Jobs.batch(record, find)
}

// completes reports whether a verdict is the pass that was still missing. It is told
// once, and not of what the learner has not saved in this session.
func (w *Work) completes(r *Run) bool {
	if w.completed || r.begun || !r.Passed() || w.passing == len(w.Exercises()) || !w.AllPassed(r.exercise) {
		return false
	}
	w.completed = true
	return true
}

// AllPassed reports whether the last verdict on each exercise is a pass; but for one,
// which counts as passed.
func (w *Work) AllPassed(but string) bool {
	return !slices.ContainsFunc(w.Exercises(), func(ex *course.Exercise) bool {
		return ex.ID != but && !w.Passed(ex.ID)
	})
}

// verdictWord is a verdict in the words of the outline.
func verdictWord(v report.Verdict) string {
	if v == report.Fail {
		return NowFailing.Word()
	}
	return tr.Verdict(v)
}

// Number is the part of an id that orders the exercises: "02".
func Number(id string) string {
	for i, r := range id {
		if r < '0' || r > '9' {
			return id[:i]
		}
	}
	return id
}

// Name is what an exercise is called on the screen.
func Name(ex *course.Exercise) string { return Number(ex.ID) + " " + ex.Title }
