package panictest

import (
	"log"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// during sees what a journal finds while somebody does f with a watched logger.
func during(f func(*log.Logger)) (was, now string) {
	j := new(Journal)
	f(j.Logger("waiter: ", log.Lmsgprefix))
	return j.Changed()
}

func TestJournalSeesSettings(t *testing.T) {
	was, now := during(func(l *log.Logger) { l.Print("hello") })
	require.Empty(t, now)
	require.Contains(t, was, "waiter: ")
	_, now = during(func(l *log.Logger) { l.SetFlags(0) })
	require.Contains(t, now, "the flags 0")
	_, now = during(func(l *log.Logger) {
		before := l.Prefix()
		l.SetPrefix("cook: ")
		l.Print("hello")
		l.SetPrefix(before)
	})
	require.Contains(t, now, "cook: ")
	_, now = during(func(l *log.Logger) { l.SetOutput(new(Journal)) })
	require.Equal(t, "another output", now)

	j := new(Journal)
	_, now = j.Changed()
	require.Empty(t, now, "nothing is watched")
}

func TestJournalSeesOneAtATime(t *testing.T) { writesAtOnce(t, 1) }
func TestJournalSeesTwoAtOnce(t *testing.T)  { writesAtOnce(t, 2) }

// writesAtOnce has two goroutines log, with as many loggers.
func writesAtOnce(t *testing.T, loggers int) {
	check.Run(t, func(c *check.C) {
		j := &Journal{Gate: c.Gate("the writer")}
		one := j.Logger("", 0)
		other := one
		if loggers > 1 {
			other = log.New(j, "", 0)
		}
		a := c.Go("one", func() error { one.Print("one"); return nil })
		b := c.Go("other", func() error { other.Print("other"); return nil })
		c.Settle()
		require.Equal(c, loggers, j.Most())
		j.Gate.Open()
		a.Returns("the gate is open")
		b.Returns("the gate is open")
		require.Len(c, j.Entries(), 2)
	})
}
