package progress

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"workbook/cmd/internal/tr"
)

// The names of the folder and the files under a course's root.
const (
	Dir      = ".workbook"
	File     = "progress.json"
	lockFile = "progress.lock"
)

// ErrReadOnly is what [Store.Record] returns when progress cannot be kept: the
// file belongs to a newer workbook or could not be read. The state is still kept
// in memory.
var ErrReadOnly = tr.Error("progress is read-only")

// A Store is the progress of one course. It is safe for concurrent use, also by
// several processes.
type Store struct {
	dir string

	mu       sync.Mutex
	progress Progress // what the file held when it was last read, and pending
	pending  []change // what is not in the file yet
	renames  renames
	readOnly bool
	fresh    bool // there was no file
	notices  []string
}

// A change is something done to one entry.
type change struct {
	id    string
	apply func(Entry) Entry
}

// Open opens the progress of the course at root. It creates nothing. A missing
// file is no progress yet; a damaged one is set aside; one that a newer workbook
// wrote is read as far as it is understood and never written, and so is one that
// the file system does not let us read: [Store.Notice] says so. The error is about
// root, which is not a folder.
func Open(root string) (*Store, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, tr.Errorf("opening the progress: %w", err)
	}
	if fi, err := os.Stat(abs); err != nil {
		return nil, tr.Errorf("opening the progress: %w", err)
	} else if !fi.IsDir() {
		return nil, tr.Errorf("opening the progress: %s is not a folder", root)
	}
	s := &Store{dir: filepath.Join(abs, Dir)}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, statErr := os.Lstat(s.path())
	s.fresh = errors.Is(statErr, os.ErrNotExist)
	p, err := read(s.path())
	if errors.Is(err, errDamaged) || s.hasLeftovers() {
		p, err = s.repair()
	}
	if err := s.accept(p, err); err != nil {
		// A learner can go on without it, and should know.
		s.readOnly = true
		s.notices = append(s.notices, tr.T("The progress file cannot be used, so progress is not kept: %v.", err))
		_ = s.accept(empty(), nil)
	}
	return s, nil
}

func (s *Store) path() string { return filepath.Join(s.dir, File) }

// accept takes what [read] returned for the state, as far as it is usable.
func (s *Store) accept(p Progress, err error) error {
	var newer *newerError
	switch {
	case errors.As(err, &newer):
		if !s.readOnly {
			s.readOnly = true
			s.notices = append(s.notices, newer.Error())
		}
	case err != nil:
		return err
	}
	s.progress = s.renames.apply(p)
	for _, c := range s.pending {
		s.progress.Exercises[c.id] = c.apply(s.progress.Exercises[c.id])
	}
	return nil
}

// repair sets a damaged file aside and removes what a killed process left behind.
// It does so under the lock: without it, another process might just be saving.
func (s *Store) repair() (Progress, error) {
	unlock, err := lock(s.dir)
	if err != nil {
		// Someone else's turn, or a folder that cannot be written. Read what there is.
		p, rerr := read(s.path())
		if errors.Is(rerr, errDamaged) {
			return empty(), tr.Errorf("%w; it could not be set aside: %w", rerr, err)
		}
		return p, rerr
	}
	defer unlock()
	s.removeLeftovers()
	return s.readOrSetAside()
}

// readOrSetAside reads the file; the caller holds the lock.
func (s *Store) readOrSetAside() (Progress, error) {
	p, err := read(s.path())
	if !errors.Is(err, errDamaged) {
		return p, err
	}
	aside, moveErr := setAside(s.path(), time.Now())
	if moveErr != nil {
		return empty(), tr.Errorf("%w; it could not be set aside: %w", err, moveErr)
	}
	s.notices = append(s.notices, tr.T(
		"The progress file could not be read (%v). It is kept as %s, and progress starts anew.",
		err, filepath.Join(Dir, filepath.Base(aside))))
	return empty(), nil
}

// Fresh reports whether there was no file when the store was opened: this is the first
// start.
func (s *Store) Fresh() bool { return s.fresh }

// Begin saves what there is, which may be nothing yet, so that the next start is not the
// first one.
func (s *Store) Begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.save(); err != nil {
		return tr.Errorf("keeping the progress: %w", err)
	}
	return nil
}

// Get returns the progress. The caller may change the result.
func (s *Store) Get() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.progress.Clone()
}

// Entry returns the entry of the exercise, which is zero when there is none.
func (s *Store) Entry(id string) Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.progress.Entry(id)
}

// State returns the state of the exercise.
func (s *Store) State(id string) State { return s.Entry(id).State() }

// Notice returns what a person should know about the file, as sentences, and ""
// when there is nothing. It stays the same until something new happens.
func (s *Store) Notice() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.notices, " ")
}

// Record adds an attempt and saves. An attempt that says nothing about the
// learner's work (not_run, grader_error, no verdict) is not recorded, and that is
// no error. When saving fails the attempt still counts in memory, and the next
// save tries it again.
func (s *Store) Record(id string, a Attempt) error {
	if !a.counts() {
		return nil
	}
	if a.At.IsZero() {
		a.At = time.Now()
	}
	return s.change(id, func(e Entry) Entry { return e.With(a) })
}

// SawHints notes that the learner has seen the first n hints, and saves when that
// is news.
func (s *Store) SawHints(id string, n int) error {
	if s.Entry(id).Hints >= n {
		return nil
	}
	return s.change(id, func(e Entry) Entry {
		e.Hints = max(e.Hints, n)
		return e
	})
}

func (s *Store) change(id string, apply func(Entry) Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.Exercises[id] = apply(s.progress.Exercises[id])
	s.pending = append(s.pending, change{id, apply})
	if err := s.save(); err != nil {
		return tr.Errorf("keeping the progress of %s: %w", id, err)
	}
	return nil
}

// Reload reads the file again, for what another process has recorded since.
func (s *Store) Reload() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := read(s.path())
	if errors.Is(err, errDamaged) {
		p, err = s.repair()
	}
	if err := s.accept(p, err); err != nil {
		return tr.Errorf("reading the progress again: %w", err)
	}
	return nil
}

// save brings the pending changes into the file, on top of what is there now.
func (s *Store) save() error {
	if s.readOnly {
		return ErrReadOnly
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	unlock, err := lock(s.dir)
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.readOrSetAside()
	if err := s.accept(p, err); err != nil {
		return err
	}
	if s.readOnly { // a newer workbook has taken over since
		return ErrReadOnly
	}
	if err := write(s.path(), s.progress); err != nil {
		return err
	}
	s.pending = nil
	return nil
}

func (s *Store) hasLeftovers() bool { return len(leftovers(s.path())) > 0 }

func (s *Store) removeLeftovers() {
	for _, name := range leftovers(s.path()) {
		_ = os.Remove(name) // one that stays does no harm
	}
}
