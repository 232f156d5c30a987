package tui

import (
	"slices"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// work is what the learner does with a course: which exercise is open, what is
// saved in its folder, what the grader says to that, and what is kept of it. It
// holds no styles. The panes show it, and hear of what has changed as [news].
type work struct {
	cfg       setup
	jobs      *jobs
	solutions bool             // the course has them
	current   *course.Exercise // the open one

	folders   *folders
	runs      *runs
	keeper    *keeper
	warming   *warming
	resetting string               // id of the exercise that is being reset
	pristine  map[string]string    // by exercise, the content that a reset left: not worth grading
	restored  map[string]string    // by exercise, the content that an undo left and has had graded
	backups   map[string]backupMsg // by exercise, what was found that may be brought back
	passing   int                  // exercises that had ever passed when the program began
	completed bool                 // the last of them has passed since
}

// news says what a message or a key has changed in the work. With the zero value
// nothing has.
type news struct {
	notice  string // what the learner should be told
	there   string // id of another exercise, which the notice is about
	changed bool   // the open exercise, a run or the progress is not what it was
	opened  bool   // another exercise is open
	started bool   // a run on the open exercise has begun
	saved   bool   // because the learner has saved it, or wants it graded
	reset   bool   // an exercise is as it was at first
	undo    bool   // the work can bring back what was there
	warmed  bool   // the grader's preparation has come further
	last    bool   // the last exercise has passed, for the first time
}

// newWork starts nothing.
func newWork(cfg setup, j *jobs) *work {
	w := &work{
		cfg:       cfg,
		jobs:      j,
		solutions: cfg.Course.HasSolutions(),
		folders:   newFolders(cfg.Course, cfg.Watch, j),
		runs:      newRuns(cfg.Grader, j),
		keeper:    newKeeper(cfg.Progress, j),
		warming:   newWarming(cfg.Grader, j),
		pristine:  make(map[string]string),
		restored:  make(map[string]string),
		backups:   make(map[string]backupMsg),
	}
	w.current = w.first()
	for _, ex := range w.exercises() {
		if !w.keeper.progress.Entry(ex.ID).FirstPassed.IsZero() {
			w.passing++
		}
	}
	return w
}

// first is the exercise to open: the one that was asked for, else the one that was open
// last, else the first that has not passed, else the first.
func (w *work) first() *course.Exercise {
	all := w.exercises()
	for _, id := range []string{w.cfg.Start, w.cfg.Bookmark.Exercise} {
		for _, ex := range all {
			if ex.ID == id {
				return ex
			}
		}
	}
	for _, ex := range all {
		if !w.passed(ex.ID) {
			return ex
		}
	}
	return all[0]
}

func (w *work) exercises() []*course.Exercise { return w.cfg.Course.Exercises }

// index is where an exercise stands in the course.
func (w *work) index(id string) int {
	return max(0, slices.IndexFunc(w.exercises(), func(ex *course.Exercise) bool { return ex.ID == id }))
}

// beside is the exercise that stands so many behind the open one, or nil.
func (w *work) beside(by int) *course.Exercise {
	i := w.index(w.current.ID) + by
	if i < 0 || i >= len(w.exercises()) {
		return nil
	}
	return w.exercises()[i]
}

// run is the run on the open exercise, or nil.
func (w *work) run() *run { return w.runs.of(w.current.ID) }

// entry is the progress in the open exercise.
func (w *work) entry() progress.Entry { return w.keeper.progress.Entry(w.current.ID) }

// mayCompare reports whether the reference may be looked at.
func (w *work) mayCompare() bool { return w.solutions && !w.entry().FirstPassed.IsZero() }

// start watches every folder and prepares the grader for the open exercise.
func (w *work) start() Cmd {
	return w.jobs.batch(w.folders.watch(), w.warming.start(w.current.ID))
}

// open makes ex the exercise that is read and graded first. A run on the exercise
// that was open goes on: its verdict is still wanted. What has changed since it
// passed is graded at once.
func (w *work) open(ex *course.Exercise) (news, Cmd) {
	if ex.ID == w.current.ID {
		return news{}, nil
	}
	w.current = ex
	n, prepare := news{changed: true, opened: true}, w.warming.start(ex.ID)
	switch now := w.standing(ex.ID); {
	case now == nowWaiting:
		n.started = true
		return n, w.jobs.batch(prepare, w.runs.startWaiting(ex.ID))
	case now == nowChanged && w.run() == nil:
		return n, w.jobs.batch(prepare, w.ask())
	}
	return n, prepare
}

// ask has the open exercise graded as it is now.
func (w *work) ask() Cmd { return w.folders.ask(w.current) }

// cancel ends the run on the open exercise.
func (w *work) cancel() (news, Cmd) {
	w.runs.cancel(w.current.ID)
	return news{changed: true}, w.runs.startNext()
}

// sawHints shows the first n hints of the open exercise.
func (w *work) sawHints(n int) (news, Cmd) {
	return news{changed: true}, w.keeper.sawHints(w.current.ID, n)
}

// update takes what a job found out.
func (w *work) update(msg Msg) (news, Cmd) {
	n, cmd := w.take(msg)
	if next := w.runs.startNext(); next != nil {
		n.changed, cmd = true, w.jobs.batch(cmd, next)
	}
	return n, cmd
}

func (w *work) take(msg Msg) (news, Cmd) {
	switch msg := msg.(type) {
	case foundMsg:
		return w.found(msg)
	case savedMsg:
		return w.saved(msg)
	case eventMsg:
		return w.graded(w.runs.event(msg))
	case doneMsg:
		return w.graded(w.runs.done(msg))
	case keptMsg:
		return news{changed: true, notice: w.keeper.kept(msg)}, nil
	case warmMsg:
		w.warming.now, w.warming.race = msg.now, msg.race
		return news{warmed: true}, nil
	case warmedMsg:
		notice := w.warming.end(msg)
		return news{warmed: true, notice: notice}, w.warming.start(w.current.ID)
	case resetMsg:
		return w.wasReset(msg), nil
	case backupMsg:
		return w.foundBackup(msg), nil
	case undoneMsg:
		return w.undone(msg)
	}
	return news{}, nil
}

// found takes what is in a folder at the beginning. The open exercise is graded at
// once when it was ever graded before, unless it is known to pass. Of another the
// outline shows what has changed.
func (w *work) found(msg foundMsg) (news, Cmd) {
	id, open := msg.exercise.ID, msg.exercise == w.current
	if msg.err != nil {
		if open {
			return news{notice: msg.err.Error()}, nil
		}
		return news{}, nil
	}
	w.folders.hashes[id] = msg.save.hash
	entry := w.keeper.progress.Entry(id)
	switch {
	case !open, w.run() != nil, entry.State() == progress.Untouched:
	case entry.State() == progress.Passed && entry.Hash == msg.save.hash:
	default:
		cmd := w.runs.start(w.current, msg.save)
		w.run().again = entry.LastHash == msg.save.hash
		w.run().begun = true
		return news{changed: true, started: true}, cmd
	}
	return news{changed: w.changed(id)}, nil
}

// saved grades a save, unless it holds what is being graded or was graded last: to
// the open exercise at once, to another when nothing else is graded.
func (w *work) saved(msg savedMsg) (news, Cmd) {
	id, open := msg.exercise.ID, msg.exercise == w.current
	if msg.err != nil {
		return news{notice: msg.err.Error()}, nil
	}
	w.folders.hashes[id] = msg.save.hash
	if !msg.asked {
		if undone := w.restored[id]; undone != "" {
			delete(w.restored, id)
			if undone == msg.save.hash {
				return news{}, nil // it is graded already, and the watcher was told of it, too
			}
		}
		if w.judged(id, msg.save.hash) {
			w.runs.drop(id)
			if open {
				return news{notice: "Nothing has changed since the last verdict."}, nil
			}
			return news{changed: true}, nil
		}
		if w.resetting == id || w.pristine[id] == msg.save.hash {
			return news{}, nil
		}
	}
	delete(w.pristine, id)
	if !open {
		return news{changed: true}, w.runs.enqueue(msg.exercise, msg.save)
	}
	return news{changed: true, started: true, saved: true}, w.runs.start(w.current, msg.save)
}

// judged reports whether there is a verdict on a content of the folder, or will be.
// Of the open exercise only what was said in this session counts, because its
// verdict is shown with its reasons.
func (w *work) judged(id, hash string) bool {
	if r := w.runs.of(id); r != nil {
		return r.hash == hash && !r.canceled && r.err == nil
	}
	entry := w.keeper.progress.Entry(id)
	return id != w.current.ID && entry.State() == progress.Passed && entry.Hash == hash
}

// graded passes on that a run has come further; nil: none has. A verdict is kept.
func (w *work) graded(r *run, verdict bool) (news, Cmd) {
	if r == nil {
		return news{}, nil
	}
	n := news{changed: true}
	if !verdict {
		return n, nil
	}
	if r.exercise != w.current.ID {
		n.there = r.exercise
		n.notice = number(r.exercise) + " was saved: " + verdictWord(r.result.Verdict) + "."
	}
	n.last = w.completes(r)
	var record, find Cmd
	if !r.again || r.result.Verdict != w.keeper.progress.Entry(r.exercise).LastVerdict {
		record = w.keeper.record(r)
	}
	if w.lost(r.exercise) {
		find = w.findBackup(r.exercise, false)
	}
	return n, w.jobs.batch(record, find)
}

// completes reports whether a verdict is the pass that was still missing. It is told
// once, and not of what the learner has not saved in this session.
func (w *work) completes(r *run) bool {
	if w.completed || r.begun || !r.passed() || w.passing == len(w.exercises()) || !w.allPassed(r.exercise) {
		return false
	}
	w.completed = true
	return true
}

// allPassed reports whether the last verdict on each exercise is a pass; but for one,
// which counts as passed.
func (w *work) allPassed(but string) bool {
	return !slices.ContainsFunc(w.exercises(), func(ex *course.Exercise) bool {
		return ex.ID != but && !w.passed(ex.ID)
	})
}

// verdictWord is a verdict in the words of the outline.
func verdictWord(v report.Verdict) string {
	if v == report.Fail {
		return string(nowFailing)
	}
	return v.Word()
}

// number is the part of an id that orders the exercises: "02".
func number(id string) string {
	for i, r := range id {
		if r < '0' || r > '9' {
			return id[:i]
		}
	}
	return id
}

// name is what an exercise is called on the screen.
func name(ex *course.Exercise) string { return number(ex.ID) + " " + ex.Title }
