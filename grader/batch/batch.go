// Package batch grades what a class has handed in: many students, many exercises.
//
//	j, err := batch.OpenJournal("grades/journal.jsonl")
//	…
//	defer j.Close()
//	rep, err := batch.Run(ctx, g, j, rows, batch.Options{Jobs: 4}, func(p batch.Progress) { … })
//
// A row is one exercise of one student, and gets a verdict whatever there is of it.
// What is the same work is graded once: a verdict is kept in the journal under a key
// made of the submission's files and of all that a verdict depends on besides
// ([grader.Grader.Identity]). So a run that was killed loses nothing but what was under
// way, a second run grades nothing, and a change of a hidden test grades again what it
// is about.
package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"workbook/grader"
	"workbook/grader/report"
)

// A Row is one exercise of one student.
type Row struct {
	Student  string
	Exercise string // id
	Dir      string // absolute: the folder with the .go files
	Missing  string // why there is nothing to grade, as a sentence
}

// A Grader is what grades; *[grader.Grader] is one.
type Grader interface {
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
	Identity(ctx context.Context, exercise string) (string, error)
}

// Options say how a batch is graded.
type Options struct {
	Jobs int // submissions that are graded at the same time; at least 1
	Race grader.RaceMode
	// Schedules are those under which work runs that has passed.
	Schedules grader.Schedules
	Seed      uint64   // of random inputs, the same for all; 0 chooses one
	Regrade   []string // ids of exercises whose verdicts in the journal do not count
	// NotBegun says whether a row's folder has what its exercise hands out, and no more;
	// nil: that is not known of any.
	NotBegun func(Row) bool
	Now      time.Time // at which work is met that is new; zero: that of the clock
}

// Progress is how far a batch is.
type Progress struct {
	Rows   int // that have their verdict
	All    int // rows
	Graded int // gradings that were done now, without the rows for which there is nothing
	Left   int // gradings that are to be done, without these as well
}

// Run gives each row its verdict, and the report holds them in the order of the rows.
// on is called by one goroutine at a time, and may be nil. A grader's failure is a
// verdict of its row, is not kept, and is tried again by the next run. The error is
// ctx's when ctx ended first, or tells that the journal could not be written; the
// report then holds what is known.
func Run(ctx context.Context, g Grader, j *Journal, rows []Row, o Options, on func(Progress)) (*report.Report, error) {
	b := &batch{grader: g, journal: j, rows: rows, options: o, on: on, verdicts: make([]*report.Exercise, len(rows))}
	if b.on == nil {
		b.on = func(Progress) {}
	}
	if err := b.plan(ctx); err != nil {
		return b.report(), err
	}
	b.on(b.progress)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, o.Jobs))
	for _, w := range b.works {
		group.Go(func() error { return b.grade(ctx, w) })
	}
	err := group.Wait()
	return b.report(), err
}

// A batch is one run.
type batch struct {
	grader  Grader
	journal *Journal
	rows    []Row
	options Options
	on      func(Progress)
	works   []work

	mu       sync.Mutex // guards what follows, and calls of on
	verdicts []*report.Exercise
	progress Progress
}

// A work is one grading, and the rows that it is for: those of students who handed in
// the same.
type work struct {
	key  string // empty: not to be kept
	rows []int
}

// plan takes from the journal what is known, puts together what is the same, and has the
// journal know whose work was met now.
func (b *batch) plan(ctx context.Context) error {
	now := b.options.Now
	if now.IsZero() {
		now = time.Now()
	}
	now = now.UTC().Truncate(time.Second)
	var met []sighting
	identities := map[string]string{}
	index := map[string]int{} // of works, by key
	b.progress.All = len(b.rows)
	for i, row := range b.rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if row.Missing != "" {
			b.works = append(b.works, work{rows: []int{i}})
			continue
		}
		key := ""
		if c, err := contentOf(row); err == nil {
			key = keyOf(b.identity(ctx, identities, row.Exercise), row, c, b.options.Race, b.options.Schedules)
			stub := b.options.NotBegun != nil && b.options.NotBegun(row)
			met = append(met, sighting{row.Student, row.Exercise, c.work(), key, now, stub})
		}
		if known, ok := b.journal.Get(key); ok && key != "" && !slices.Contains(b.options.Regrade, row.Exercise) {
			b.settle([]int{i}, known)
			continue
		}
		if at, ok := index[key]; ok && key != "" {
			b.works[at].rows = append(b.works[at].rows, i)
			continue
		}
		index[key] = len(b.works)
		b.works = append(b.works, work{key: key, rows: []int{i}})
		b.progress.Left++
	}
	return b.journal.see(met)
}

// identity is that of an exercise, asked for once; empty when it cannot be told. What is
// wrong is said by each verdict.
func (b *batch) identity(ctx context.Context, known map[string]string, exercise string) string {
	id, ok := known[exercise]
	if !ok {
		var err error
		if id, err = b.grader.Identity(ctx, exercise); err != nil {
			id = ""
		}
		known[exercise] = id
	}
	return id
}

// Key names what a row's verdict depends on, with the identity of its exercise
// ([grader.Grader.Identity]); empty when that is not known. Rows with the same key are the
// same work.
func Key(identity string, row Row, race grader.RaceMode, schedules grader.Schedules) string {
	c, err := contentOf(row)
	if err != nil {
		return ""
	}
	return keyOf(identity, row, c, race, schedules)
}

func keyOf(identity string, row Row, c content, race grader.RaceMode, schedules grader.Schedules) string {
	if identity == "" {
		return ""
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q %q %q", identity, row.Exercise, c.hash, c.refused, race)
	fmt.Fprintf(sum, " %d %d %d", schedules.Count, schedules.First, schedules.For)
	return hex.EncodeToString(sum.Sum(nil))
}

// grade grades one work, and keeps the verdict.
func (b *batch) grade(ctx context.Context, w work) error {
	first := b.rows[w.rows[0]]
	rep, err := b.grader.Grade(ctx, grader.Request{
		Submissions: []grader.Submission{{Exercise: first.Exercise, Dir: first.Dir, Missing: first.Missing}},
		Race:        b.options.Race, Schedules: b.options.Schedules, Seed: b.options.Seed,
	}, nil)
	if err != nil {
		return err
	}
	ex := rep.Exercises[0]
	slim(&ex)
	if w.key != "" && rep.ExitCode() != report.ExitGraderError {
		if err := b.journal.Put(w.key, ex); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if first.Missing == "" {
		b.progress.Graded++
		b.progress.Left--
	}
	b.settleLocked(w.rows, ex)
	b.on(b.progress)
	return nil
}

// slim leaves out what nobody reads of thousands: moments, and what a check printed
// that passed.
func slim(ex *report.Exercise) {
	for i := range ex.Checks {
		c := &ex.Checks[i]
		c.Events = nil
		if c.Verdict.Passed() {
			c.Output = ""
		}
	}
}

func (b *batch) settle(rows []int, ex report.Exercise) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.settleLocked(rows, ex)
}

func (b *batch) settleLocked(rows []int, ex report.Exercise) {
	for _, i := range rows {
		mine := ex
		mine.Student = b.rows[i].Student
		b.verdicts[i] = &mine
		b.progress.Rows++
	}
}

// report holds the verdicts that there are.
func (b *batch) report() *report.Report {
	b.mu.Lock()
	defer b.mu.Unlock()
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, ex := range b.verdicts {
		if ex != nil {
			rep.Exercises = append(rep.Exercises, *ex)
		}
	}
	return rep
}

// Remaining estimates how long the rest takes, from how long the gradings until now took.
// It is 0 when nothing is known yet.
func (p Progress) Remaining(spent time.Duration) time.Duration {
	if p.Graded == 0 {
		return 0
	}
	return spent / time.Duration(p.Graded) * time.Duration(p.Left)
}
