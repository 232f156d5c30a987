package nettest

import (
	"fmt"
	"log"
	"slices"
	"strings"
	"sync"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// An Entry is what one Write to the log has brought.
type Entry struct {
	Text string
	At   check.Position // the line of the learner's that wrote it
}

// Head is the beginning of a long entry.
func (e Entry) Head() string {
	s := strings.TrimSuffix(e.Text, "\n")
	if len(s) > 300 {
		s = s[:300] + "..."
	}
	return s
}

// A Log is what package log writes to during a check. It is safe for concurrent use;
// set Gate before that.
type Log struct {
	Gate *check.Gate // where a Write waits, if it is not nil

	note   func(string) // see [check.C.Note]
	prefix string
	flags  int

	mu      sync.Mutex
	entries []Entry
	touched *Entry // the first that was written when prefix or flags were not ours
}

// OpenLog makes package log write to a new Log, under a prefix and with flags that
// nobody has chosen before. CloseLog puts back what was there before.
func OpenLog(c *check.C) *Log {
	l := &Log{
		note:   c.Note,
		prefix: fmt.Sprintf("log %08x: ", c.Rand().Uint32()),
		flags:  []int{0, log.LstdFlags, log.Lmicroseconds | log.LUTC}[c.Rand().IntN(3)],
	}
	log.SetPrefix(l.prefix)
	log.SetFlags(l.flags)
	log.SetOutput(l)
	return l
}

// Stays fails the check if something went to this log, which another one has followed while
// Serve was at work. how is a sentence that says what happened then.
func (l *Log) Stays(c *check.C, how string) {
	if stray := l.Entries(); len(stray) > 0 {
		c.Fail(check.Mistake{
			Message: "While Serve was at work, the program called log.SetOutput, log.SetPrefix and log.SetFlags. " + how + ", and the entry went to where package log had written before, which is perhaps a file that is closed by now. Do not keep log.Writer, and make no logger of it: call log.Printf and its like when there is something to log",
			Got:     Text(stray), Expected: "the entry where package log writes now", At: stray[0].At,
		})
	}
}

// KeepLog gives what puts the logger back as it is now.
func KeepLog() (restore func()) {
	prefix, flags, out := log.Prefix(), log.Flags(), log.Writer()
	return func() {
		log.SetPrefix(prefix)
		log.SetFlags(flags)
		log.SetOutput(out)
	}
}

// Write implements io.Writer.
func (l *Log) Write(b []byte) (int, error) {
	e := Entry{Text: string(b), At: check.Caller()}
	l.note(panictest.Logs(b))
	// Here the logger is as it is for everybody else who logs just now.
	touched := log.Prefix() != l.prefix || log.Flags() != l.flags || !strings.HasPrefix(e.Text, l.prefix)
	if l.Gate != nil {
		l.Gate.Wait()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
	if touched && l.touched == nil {
		l.touched = &e
	}
	return len(b), nil
}

// Entries gives what was written so far.
func (l *Log) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.entries)
}

// Text gives all of some entries in one piece.
func Text(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.Text)
	}
	return b.String()
}

// Silent expects that nothing was written after the first n entries, and shows the one
// that was.
func (l *Log) Silent(c *check.C, n int, when string) {
	c.Settle()
	entries := l.Entries()
	if len(entries) <= n {
		return
	}
	e := entries[n]
	c.Fail(check.Mistake{
		Message: fmt.Sprintf("%s, nobody panicked, and this was logged: %q. Whoever reads that looks for a fault that is not there. A panic is logged, and nothing else", when, e.Head()),
		Got:     e.Text, Expected: "nothing in the log", At: e.At,
	})
}

// Untouched expects that the logger is as it was.
func (l *Log) Untouched(c *check.C) {
	l.mu.Lock()
	touched := l.touched
	l.mu.Unlock()
	m := check.Mistake{
		Message:  "The logger of package log belongs to the whole program, which has chosen its prefix, its flags and where it writes: use it as it is, with log.Printf and its like.",
		Expected: fmt.Sprintf("prefix %q, flags %d", l.prefix, l.flags),
	}
	switch {
	case touched != nil:
		m.Message += " An entry was written with others."
		m.Got, m.At = touched.Text, touched.At
		c.Fail(m)
	case log.Prefix() != l.prefix || log.Flags() != l.flags:
		m.Message += " They were changed, and not even changed back."
		m.Got = fmt.Sprintf("prefix %q, flags %d", log.Prefix(), log.Flags())
		c.Fail(m)
	case log.Writer() != l:
		m.Message += " It writes to something else now."
		m.Got = fmt.Sprintf("a %T", log.Writer())
		m.Expected = "the writer that was there"
		c.Fail(m)
	}
}
