package batch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/report"
)

// A fake grades by the first word of a submission, and counts.
type fake struct {
	mu       sync.Mutex
	graded   []string // folders
	identity string
	before   func() error // each grading
}

func (f *fake) Identity(_ context.Context, exercise string) (string, error) {
	if f.identity == "broken" {
		return "", errors.New("no Go here")
	}
	return f.identity + exercise, nil
}

func (f *fake) Grade(ctx context.Context, req grader.Request, _ func(grader.Event)) (*report.Report, error) {
	sub := req.Submissions[0]
	ex := report.Exercise{ID: sub.Exercise, Verdict: report.NotRun, MaxPoints: 10, Message: sub.Missing,
		Checks: []report.Check{{Name: "TestA", Verdict: report.Pass, Output: "much", Events: []report.Moment{{Kind: report.Noted}}}}}
	if sub.Missing == "" {
		if f.before != nil {
			if err := f.before(); err != nil {
				return nil, err
			}
		}
		data, err := os.ReadFile(filepath.Join(sub.Dir, "a.go"))
		if err != nil {
			return nil, err
		}
		word, _, _ := strings.Cut(strings.TrimPrefix(string(data), "//"), "\n")
		ex.Verdict = report.Verdict(word)
		f.mu.Lock()
		f.graded = append(f.graded, filepath.Base(sub.Dir))
		f.mu.Unlock()
	}
	return &report.Report{Exercises: []report.Exercise{ex}}, ctx.Err()
}

func (f *fake) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.graded)
}

// class hands in a folder for each student, whose file begins with the verdict.
func class(t *testing.T, verdicts ...string) []batch.Row {
	dir := t.TempDir()
	var rows []batch.Row
	for i, v := range verdicts {
		row := batch.Row{Student: fmt.Sprint("student ", i), Exercise: "01_a", Dir: filepath.Join(dir, fmt.Sprint(i))}
		if v == "" {
			row.Dir, row.Missing = "", "There is nothing."
		} else {
			require.NoError(t, os.Mkdir(row.Dir, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(row.Dir, "a.go"), []byte("//"+v), 0o600))
		}
		rows = append(rows, row)
	}
	return rows
}

func journal(t *testing.T, path string) *batch.Journal {
	t.Helper()
	j, err := batch.OpenJournal(path)
	require.NoError(t, err)
	t.Cleanup(func() { j.Close() })
	return j
}

func verdicts(r *report.Report) (all []string) {
	for _, e := range r.Exercises {
		all = append(all, e.Student+": "+string(e.Verdict))
	}
	return all
}

// Every row has its verdict, in order; the same work is graded once, in one run and in
// all; what the grader failed at is tried again.
func TestBatch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	rows := class(t, "pass", "fail", "", "pass", "grader_error", "fail")
	f := &fake{identity: "one"}
	want := []string{"student 0: pass", "student 1: fail", "student 2: not_run", "student 3: pass", "student 4: grader_error", "student 5: fail"}

	j := journal(t, path)
	var told []batch.Progress
	rep, err := batch.Run(t.Context(), f, j, rows, batch.Options{Jobs: 3}, func(p batch.Progress) { told = append(told, p) })
	require.NoError(t, err)
	require.Equal(t, want, verdicts(rep))
	require.Equal(t, 3, f.count(), "three different works")
	require.Equal(t, batch.Progress{All: 6, Left: 3}, told[0], "for one there is nothing to grade")
	require.Equal(t, batch.Progress{Rows: 6, All: 6, Graded: 3}, told[len(told)-1])
	require.Empty(t, rep.Exercises[0].Checks[0].Output, "what nobody reads is left out")
	require.Empty(t, rep.Exercises[0].Checks[0].Events)
	require.NoError(t, j.Close())

	j = journal(t, path)
	require.Equal(t, 2, j.Len())
	rep, err = batch.Run(t.Context(), f, j, rows, batch.Options{}, nil)
	require.NoError(t, err)
	require.Equal(t, want, verdicts(rep))
	require.Equal(t, 4, f.count(), "only the one that the grader failed at")

	rep, err = batch.Run(t.Context(), f, j, rows, batch.Options{Regrade: []string{"01_a"}}, nil)
	require.NoError(t, err)
	require.Equal(t, want, verdicts(rep))
	require.Equal(t, 7, f.count())

	_, err = batch.Run(t.Context(), f, j, rows, batch.Options{Race: grader.RaceOff}, nil)
	require.NoError(t, err)
	require.Equal(t, 10, f.count(), "graded otherwise")

	f.identity = "two" // a hidden test has changed
	_, err = batch.Run(t.Context(), f, j, rows, batch.Options{}, nil)
	require.NoError(t, err)
	require.Equal(t, 13, f.count())

	f.identity = "broken"
	_, err = batch.Run(t.Context(), f, j, rows, batch.Options{}, nil)
	require.NoError(t, err)
	require.Equal(t, 18, f.count(), "nobody knows what is the same")
}

// Work that a student hands in for the first time is a try, and its time that of the batch
// which met it, whatever is graded again and however often the journal is opened.
func TestTries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	f := &fake{identity: "one"}
	monday := time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)
	run := func(day int, race grader.RaceMode, rows ...batch.Row) []batch.Try {
		j := journal(t, path)
		_, err := batch.Run(t.Context(), f, j, rows, batch.Options{Now: monday.AddDate(0, 0, day), Race: race}, nil)
		require.NoError(t, err)
		tries := j.Tries()
		require.NoError(t, j.Close())
		j = journal(t, path)
		require.Equal(t, tries, j.Tries(), "they are on the disk")
		require.NoError(t, j.Close())
		return tries
	}
	rows := class(t, "fail", "fail", "", "pass", "grader_error")
	ada, bob := rows[0], rows[1]
	first := []batch.Try{
		{Student: ada.Student, Exercise: "01_a", Seen: monday, Verdict: report.Fail},
		{Student: bob.Student, Exercise: "01_a", Seen: monday, Verdict: report.Fail},
		{Student: rows[3].Student, Exercise: "01_a", Seen: monday, Verdict: report.Pass},
		{Student: rows[4].Student, Exercise: "01_a", Seen: monday},
	}
	require.Equal(t, first, run(0, "", rows...))
	require.Equal(t, first, run(1, "", rows...), "nothing is new")
	require.Equal(t, first, run(2, grader.RaceOff, ada, bob, rows[3]), "graded otherwise, and the same work")
	f.identity = "broken"
	require.Equal(t, first, run(3, "", ada), "what it is graded with cannot be told")
	f.identity = "two"
	ada.Dir = rows[3].Dir
	again := append(slices.Clone(first), batch.Try{Student: ada.Student, Exercise: "01_a", Seen: monday.AddDate(0, 0, 4), Verdict: report.Pass})
	require.Equal(t, again, run(4, "", ada, bob), "another's work is a try of one's own")
}

// A stub that a batch has met is known as one when its student has begun since, also when
// the journal was begun before anybody asked.
func TestTriesOfStubs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	f, rows := &fake{identity: "one"}, class(t, "fail", "pass", "fail\npackage a")
	ada, begun := rows[0], rows[2]
	begun.Student = ada.Student
	run := func(asked bool, rows ...batch.Row) (all []bool) {
		j := journal(t, path)
		defer j.Close()
		o := batch.Options{}
		if asked {
			o.NotBegun = func(r batch.Row) bool { return r.Dir != begun.Dir }
		}
		_, err := batch.Run(t.Context(), f, j, rows, o, nil)
		require.NoError(t, err)
		for _, try := range j.Tries() {
			all = append(all, try.NotBegun)
		}
		return all
	}
	require.Equal(t, []bool{false, false}, run(false, ada, rows[1]))
	require.Equal(t, []bool{true, false}, run(true, ada, rows[1]), "what has passed is more than a stub")
	f.identity = "broken"
	require.Equal(t, []bool{true, false}, run(true, ada), "no key takes the verdict away")
	f.identity = "one"
	require.ElementsMatch(t, []bool{true, false, false}, run(true, begun, rows[1]))
}

// Whatever ends a batch, what it has graded is not graded again.
func TestBatchIsInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	var words []string
	for i := range 20 {
		words = append(words, fmt.Sprintf("pass\npackage a%d", i))
	}
	rows := class(t, words...)
	ctx, cancel := context.WithCancel(t.Context())
	f := &fake{}
	f.before = func() error {
		if f.count() == 7 {
			cancel()
			return ctx.Err()
		}
		return nil
	}
	j := journal(t, path)
	_, err := batch.Run(ctx, f, j, rows, batch.Options{Jobs: 1}, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 7, j.Len())
	require.NoError(t, j.Close())

	f.before = nil
	rep, err := batch.Run(t.Context(), f, journal(t, path), rows, batch.Options{Jobs: 2}, nil)
	require.NoError(t, err)
	require.Len(t, rep.Exercises, 20)
	require.Equal(t, 20, f.count(), "each once")
}

func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	j := journal(t, path)
	_, err := batch.OpenJournal(path)
	require.ErrorIs(t, err, batch.ErrBusy)

	require.NoError(t, j.Put("a", report.Exercise{ID: "01", Verdict: report.Fail}))
	require.NoError(t, j.Put("a", report.Exercise{ID: "01", Verdict: report.Pass}))
	require.NoError(t, j.Put("b", report.Exercise{ID: "02", Verdict: report.Fail}))
	require.NoError(t, j.Close())
	whole, err := os.ReadFile(path)
	require.NoError(t, err)

	// However much of it a crash has left: what is whole is known, and what comes next
	// can be read.
	for n := range len(whole) + 1 {
		cut := filepath.Join(t.TempDir(), "cut.jsonl")
		require.NoError(t, os.WriteFile(cut, whole[:n], 0o600))
		j, err := batch.OpenJournal(cut)
		require.NoError(t, err)
		lines := strings.Count(string(whole[:n]), "\n")
		require.Equal(t, []int{0, 1, 1, 2}[lines], j.Len())
		if ex, ok := j.Get("a"); lines > 0 {
			require.True(t, ok)
			require.Equal(t, []report.Verdict{"", report.Fail, report.Pass, report.Pass}[lines], ex.Verdict)
		}
		require.NoError(t, j.Put("c", report.Exercise{ID: "03", Verdict: report.Crash}))
		require.NoError(t, j.Close())
		j, err = batch.OpenJournal(cut)
		require.NoError(t, err)
		ex, ok := j.Get("c")
		require.True(t, ok)
		require.Equal(t, report.Crash, ex.Verdict)
		require.NoError(t, j.Close())
	}

	odd := filepath.Join(t.TempDir(), "odd.jsonl")
	require.NoError(t, os.WriteFile(odd, []byte("not JSON\n{}\n{\"format\":9,\"key\":\"a\",\"verdict\":{\"verdict\":\"pass\"}}\n"+
		"{\"format\":1,\"key\":\"a\",\"verdict\":{\"verdict\":\"splendid\"}}\n{\"format\":1,\"key\":\"a\"}\n"), 0o600))
	require.Zero(t, journal(t, odd).Len(), "what is not understood is no verdict")
}
