package batch

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"workbook/grader/filelock"
	"workbook/grader/report"
)

// A Journal keeps verdicts on disk, each as soon as it is reached, and whose work was met
// when. It is safe for concurrent use by the goroutines of one process; another process is
// refused.
//
// It is a file of lines, each an entry in JSON. A line that was cut by a crash is left
// out; every other line was synced to the disk before its verdict counted.
type Journal struct {
	lock *os.File
	file *os.File

	mu    sync.Mutex
	known map[string]report.Exercise
	seen  map[spot]sighting
	end   int64 // of the whole lines
}

// An entry is a line of a journal: a verdict with its key, or a sighting. Of two verdicts
// with one key the later counts.
type entry struct {
	Format  int              `json:"format"` // journalFormat
	Key     string           `json:"key,omitempty"`
	Verdict *report.Exercise `json:"verdict,omitempty"`
	Seen    *sighting        `json:"seen,omitempty"`
}

// journalFormat is raised when an entry changes its meaning. Entries of another format
// are passed over.
const journalFormat = 1

// ErrBusy is why a journal cannot be opened that another process writes to.
var ErrBusy = errors.New("another process is writing to it")

// OpenJournal opens the journal at path, or begins one. Close it.
func OpenJournal(path string) (*Journal, error) {
	lock, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the journal: %w", err)
	}
	free, err := filelock.Try(lock)
	if err != nil || !free {
		lock.Close()
		return nil, fmt.Errorf("opening the journal %s: %w", path, errors.Join(err, busy(free)))
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("opening the journal: %w", err)
	}
	j := &Journal{lock: lock, file: file, known: map[string]report.Exercise{}, seen: map[spot]sighting{}}
	if err := j.read(); err != nil {
		j.Close()
		return nil, fmt.Errorf("reading the journal %s: %w", path, err)
	}
	return j, nil
}

func busy(free bool) error {
	if free {
		return nil
	}
	return ErrBusy
}

// read takes all whole lines, and has what comes next written behind them.
func (j *Journal) read() error {
	r := bufio.NewReader(j.file)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break // what is there of a last line was cut
		}
		if err != nil {
			return err
		}
		j.end += int64(len(line))
		j.take(line)
	}
	return j.file.Truncate(j.end)
}

// take takes what a line says, if it says anything.
func (j *Journal) take(line []byte) {
	var e entry
	switch {
	case json.Unmarshal(line, &e) != nil || e.Format != journalFormat:
	case e.Seen != nil:
		j.seen[e.Seen.spot()] = *e.Seen
	case e.Key != "" && e.Verdict != nil && e.Verdict.Verdict.Known():
		j.known[e.Key] = *e.Verdict
	}
}

// Len is how many verdicts there are.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.known)
}

// Get gives the verdict that was kept under the key.
func (j *Journal) Get(key string) (report.Exercise, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	ex, ok := j.known[key]
	return ex, ok
}

// Put keeps a verdict, and returns when it is on the disk.
func (j *Journal) Put(key string, ex report.Exercise) error {
	line, err := json.Marshal(entry{Format: journalFormat, Key: key, Verdict: &ex})
	if err != nil {
		return fmt.Errorf("encoding a verdict: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.append(append(line, '\n')); err != nil {
		return err
	}
	j.known[key] = ex
	return nil
}

// Tries are those that the journal knows of, in the order of their times.
func (j *Journal) Tries() []Try {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []Try
	for _, s := range j.seen {
		verdict := j.known[s.Key].Verdict
		all = append(all, Try{s.Student, s.Exercise, s.At, verdict, s.Stub && !verdict.Passed()})
	}
	slices.SortFunc(all, func(a, b Try) int {
		return cmp.Or(a.Seen.Compare(b.Seen), cmp.Compare(a.Student, b.Student), cmp.Compare(a.Exercise, b.Exercise))
	})
	return all
}

// see keeps what is new of sightings, all in one write.
func (j *Journal) see(all []sighting) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var lines []byte
	fresh := map[spot]sighting{}
	for _, s := range all {
		known, ok := j.seen[s.spot()]
		if ok && (known.Key == s.Key || s.Key == "") && known.Stub == s.Stub {
			continue
		}
		if ok {
			s.At, s.Key = known.At, cmp.Or(s.Key, known.Key)
		}
		line, err := json.Marshal(entry{Format: journalFormat, Seen: &s})
		if err != nil {
			return fmt.Errorf("encoding what was met: %w", err)
		}
		lines = append(append(lines, line...), '\n')
		fresh[s.spot()] = s
	}
	if len(lines) == 0 {
		return nil
	}
	if err := j.append(lines); err != nil {
		return err
	}
	for at, s := range fresh {
		j.seen[at] = s
	}
	return nil
}

// append writes whole lines, and returns when they are on the disk. j.mu is held.
func (j *Journal) append(lines []byte) error {
	// At the place where it belongs: a disk that is full may have taken a part of one.
	_, err := j.file.WriteAt(lines, j.end)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	j.end += int64(len(lines))
	return nil
}

// Close lets others have the journal.
func (j *Journal) Close() error { return errors.Join(j.file.Close(), j.lock.Close()) }
