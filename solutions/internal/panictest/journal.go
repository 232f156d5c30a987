package panictest

import (
	"fmt"
	"log"
	"slices"
	"strconv"
	"strings"
	"sync"

	"workbook/grader/check"
	"workbook/grader/report/outcome"
)

// A Journal is what a logger writes to. Each Write is an entry. It is safe for
// concurrent use; set its fields before that.
type Journal struct {
	Gate *check.Gate       // where a Write waits, if it is not nil
	Note func(note string) // for a picture of the run; see [check.C.Note]; may be nil

	mu      sync.Mutex
	entries []string
	logger  *log.Logger
	as      string // what the logger was like when it was given away
	changed string // what it was like in a Write, if that was another
	writing int    // Writes under way
	most    int    // Writes that were ever under way at once
}

// Write implements io.Writer.
func (j *Journal) Write(b []byte) (int, error) {
	if j.Note != nil {
		j.Note(Logs(b))
	}
	j.mu.Lock()
	j.look()
	j.writing++
	j.most = max(j.most, j.writing)
	j.mu.Unlock()
	if j.Gate != nil {
		j.Gate.Wait()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.writing--
	j.entries = append(j.entries, string(b))
	return len(b), nil
}

// Logs says of an entry what a picture shows of it: its first line, and how many follow.
func Logs(entry []byte) string {
	first, rest, _ := strings.Cut(strings.TrimSuffix(string(entry), "\n"), "\n")
	said := "logs " + strconv.Quote(outcome.Cut(first, 120))
	switch more := strings.Count(rest, "\n") + 1; {
	case rest == "":
	case more == 1:
		said += " and one more line"
	default:
		said += fmt.Sprintf(" and %d more lines", more)
	}
	return said
}

// Logger gives a new logger that writes to the journal.
func (j *Journal) Logger(prefix string, flags int) *log.Logger {
	logger := log.New(j, prefix, flags)
	j.Watch(logger)
	return logger
}

// Watch has the journal look at the settings of the logger, as they are now.
func (j *Journal) Watch(logger *log.Logger) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.logger, j.as, j.changed = logger, settings(logger), ""
}

func settings(logger *log.Logger) string {
	return fmt.Sprintf("the prefix %q and the flags %d", logger.Prefix(), logger.Flags())
}

func (j *Journal) look() {
	if j.logger == nil || j.changed != "" {
		return
	}
	if now := settings(j.logger); now != j.as {
		j.changed = now
	}
}

// Changed says what the watched logger was like when it was given away, and what it
// was like in a Write, or is now, if that is something else.
func (j *Journal) Changed() (was, now string) {
	j.mu.Lock()
	logger := j.logger
	j.mu.Unlock()
	if logger == nil {
		return "", ""
	}
	out := logger.Writer() // waits for a Write under way
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.look(); j.changed == "" && out != j {
		j.changed = "another output"
	}
	return j.as, j.changed
}

// Most is how many Writes were ever under way at once. One logger makes one at a time.
func (j *Journal) Most() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.most
}

// Entries gives what was written so far.
func (j *Journal) Entries() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries)
}

// Text gives all of it in one piece.
func (j *Journal) Text() string { return strings.Join(j.Entries(), "") }
