package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// A Class is what it takes to grade what many have handed in.
type Class struct {
	Schema      int     `json:"schema"` // [Schema]
	Machine     Machine `json:"machine"`
	Submissions int     `json:"submissions"`
	Jobs        int     `json:"jobs"` // that were graded at the same time

	Batch     Figure  `json:"batch"`      // seconds a submission with the race stage, against the loop
	Schedules Figure  `json:"schedules"`  // the same with the schedules under which a batch is graded, too
	Loop      Figure  `json:"loop"`       // seconds a submission in a loop of `go test -race`
	Again     float64 `json:"again"`      // seconds for all of them once more, which the journal knows
	Faster    float64 `json:"faster"`     // how many times faster that is than the first time
	MemoryAt  int     `json:"memory_at"`  // submissions, a tenth of all
	Memory    [2]int  `json:"memory_kib"` // the most that this process had after so many, and after all
}

// classBlock is how many submissions are graded in a row before the loop has its turn with
// the same ones: what else the machine does then hits both.
const classBlock = 10

// Class measures n submissions, at least 10 and in tens, of exercises in turn. Of the first
// tens, [Options].Runs of them, the loop has its turn; the others are graded only. tell is
// told how far it is, and may be nil.
func (b *Bench) Class(ctx context.Context, ids []string, n int, tell func(string)) (*Class, error) {
	if tell == nil {
		tell = func(string) {}
	}
	c, err := b.newClass(ctx, ids)
	if err != nil {
		return nil, err
	}
	defer c.close()
	return c.measure(ctx, n, tell)
}

// A class is one measurement under way.
type class struct {
	bench     *Bench
	grader    *grader.Grader
	temp      string
	jobs      int
	blockSize int
	saves     []*saves
	journal   *batch.Journal
	count     int // of submissions

	rows                  []batch.Row // without schedules
	took                  time.Duration
	batch, hunted, looped []sample // seconds a submission, one for each block
}

// newClass makes ready what is measured, so that nobody pays for being the first.
func (b *Bench) newClass(ctx context.Context, ids []string) (_ *class, err error) {
	c := &class{bench: b, jobs: runtime.NumCPU(), blockSize: classBlock}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	if c.temp, err = os.MkdirTemp("", "workbook-bench-"); err != nil {
		return nil, fmt.Errorf("making a folder for submissions: %w", err)
	}
	if c.grader, err = grader.New(b.course, grader.Options{Least: jail.L2}); err != nil {
		return nil, err
	}
	for _, id := range ids {
		s, err := newSaves(b.course, filepath.Join(c.temp, "edits"), id)
		if err == nil {
			err = c.grader.Warm(ctx, id, true, nil)
		}
		if err == nil { // the go command builds what it needs with an edit
			_, err = plain{runner: runner{b.opt.Stay}, saves: s}.race(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		c.saves = append(c.saves, s)
	}
	return c, nil
}

func (c *class) close() {
	if c.grader != nil {
		c.grader.Close()
	}
	os.RemoveAll(c.temp)
}

func (c *class) measure(ctx context.Context, n int, tell func(string)) (_ *Class, err error) {
	if c.journal, err = batch.OpenJournal(filepath.Join(c.temp, "journal.jsonl")); err != nil {
		return nil, err
	}
	defer c.journal.Close()
	n = max(1, n/c.blockSize) * c.blockSize
	out := &Class{Schema: Schema, Machine: thisMachine(c.grader), Submissions: n, Jobs: c.jobs, MemoryAt: max(1, n/10/c.blockSize) * c.blockSize}
	for len(c.rows) < n {
		tell(fmt.Sprintf("%d of %d submissions", len(c.rows), n))
		if err := c.block(ctx); err != nil {
			return nil, err
		}
		if len(c.rows) == out.MemoryAt {
			out.Memory[0] = peakMemory()
		}
	}
	out.Memory[1] = peakMemory()
	again, err := c.grade(ctx, c.rows, grader.Schedules{})
	if err != nil {
		return nil, err
	}
	const rival = "a loop of " + testRace
	out.Batch, out.Schedules, out.Loop = newFigure(c.batch, rival, c.looped), newFigure(c.hunted, rival, c.looped), newFigure(c.looped, "", nil)
	out.Again, out.Faster = again.Seconds(), c.took.Seconds()/again.Seconds()
	return out, nil
}

// block has the next submissions graded, and while the loop has its turn in each way.
func (c *class) block(ctx context.Context) error {
	rows, err := c.handIn()
	if err != nil {
		return err
	}
	took, err := c.grade(ctx, rows, grader.Schedules{})
	if err != nil {
		return err
	}
	c.rows, c.took = append(c.rows, rows...), c.took+took
	if len(c.batch) == c.bench.opt.Runs {
		return nil
	}
	others, err := c.handIn() // what was compiled once is not compiled again
	if err != nil {
		return err
	}
	hunted, err := c.grade(ctx, others, grader.ClassSchedules)
	if err != nil {
		return err
	}
	looped, err := c.loop(ctx, rows)
	if err != nil {
		return err
	}
	each := sample(c.blockSize)
	c.batch, c.hunted, c.looped = append(c.batch, seconds(took)/each), append(c.hunted, seconds(hunted)/each), append(c.looped, seconds(looped)/each)
	return nil
}

// handIn gives the next submissions, each in a folder of its own.
func (c *class) handIn() ([]batch.Row, error) {
	var rows []batch.Row
	for range c.blockSize {
		s := c.saves[c.count%len(c.saves)]
		c.count++
		if err := s.next(); err != nil {
			return nil, err
		}
		dir := filepath.Join(c.temp, "submissions", fmt.Sprint(c.count))
		if err := os.CopyFS(dir, os.DirFS(s.dir)); err != nil {
			return nil, fmt.Errorf("handing in: %w", err)
		}
		rows = append(rows, batch.Row{Student: fmt.Sprint("student ", c.count), Exercise: s.id, Dir: dir})
	}
	return rows, nil
}

// grade grades submissions as a batch is, all of which pass.
func (c *class) grade(ctx context.Context, rows []batch.Row, under grader.Schedules) (time.Duration, error) {
	began := time.Now()
	rep, err := batch.Run(ctx, c.grader, c.journal, rows, batch.Options{Jobs: c.jobs, Race: grader.RaceOn, Schedules: under, Seed: 1}, nil)
	if err != nil {
		return 0, err
	}
	took := time.Since(began)
	for _, e := range rep.Exercises {
		if e.Verdict != report.Pass {
			return 0, fmt.Errorf("%s: the reference with an edit in it did not pass (%s): %s", e.ID, e.Verdict, e.Message)
		}
	}
	return took, nil
}

// loop runs `go test -race` on one submission after the other.
func (c *class) loop(ctx context.Context, rows []batch.Row) (time.Duration, error) {
	var took time.Duration
	for _, row := range rows {
		i := slices.IndexFunc(c.saves, func(s *saves) bool { return s.id == row.Exercise })
		s := *c.saves[i]
		s.dir = row.Dir
		p := plain{runner: runner{c.bench.opt.Stay}, saves: &s}
		got, err := p.test(ctx, true, "-race", p.pkg())
		_ = os.Remove(filepath.Join(row.Dir, overlayName)) // it is no part of what was handed in
		if err != nil {
			return 0, err
		}
		took += got.wall
	}
	return took, nil
}

// WriteText writes the figures for people.
func (c *Class) WriteText(w io.Writer) error {
	m := c.Machine
	_, err := fmt.Fprintf(w, `%d submissions, %d at a time, %s, %d processors, %s, isolation %s

%.2f s each in a loop of go test -race
%.2f s each in a batch with the race stage: %.1f times as many a second
%.2f s each under schedules, too: %.1f times as many
%.3f s for all of them once more: %.0f times faster
%d MiB after %d submissions, %d MiB after all
`, c.Submissions, c.Jobs, m.System, m.Processors, m.Go, strings.SplitN(m.Isolation, ":", 2)[0],
		c.Loop.Median, c.Batch.Median, 1/c.Batch.Ratio, c.Schedules.Median, 1/c.Schedules.Ratio,
		c.Again, c.Faster, c.Memory[0]/1024, c.MemoryAt, c.Memory[1]/1024)
	return err
}
