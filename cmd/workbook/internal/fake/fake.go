// Package fake has what tests of the ways to show a course stand on: a course of three
// exercises, a grader that says what the test tells it to, progress in memory, and a
// watcher that sees the saves that the test makes.
package fake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Grader grades as the test tells it to.
type Grader struct {
	Started chan *Run // every Grade, as it begins
	OnWarm  func(ctx context.Context, race bool, progress func(grader.Warming)) error
	NoRace  bool
}

// A Run is one call of Grade.
type Run struct {
	Exercise string
	Ctx      context.Context
	events   chan grader.Event // closed: the run ends
}

// NewGrader has graded nothing.
func NewGrader() *Grader { return &Grader{Started: make(chan *Run, 100)} }

// Tell has the run tell events, and with the last of them end.
func (r *Run) Tell(events ...grader.Event) {
	for _, e := range events {
		r.events <- e
		if _, ok := e.(grader.Finished); ok {
			close(r.events)
		}
	}
	synctest.Wait()
}

func (f *Grader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	run := &Run{Exercise: req.Submissions[0].Exercise, Ctx: ctx, events: make(chan grader.Event)}
	f.Started <- run
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case e, ok := <-run.events:
			if !ok {
				return &report.Report{}, nil
			}
			on(e)
		}
	}
}

func (f *Grader) Warm(ctx context.Context, _ string, race bool, progress func(grader.Warming)) error {
	if f.OnWarm == nil {
		return nil
	}
	return f.OnWarm(ctx, race, progress)
}

func (f *Grader) RaceUnavailable() error {
	if f.NoRace {
		return errors.New("there is no C compiler")
	}
	return nil
}

func (f *Grader) Isolation() string { return "L1: process group, clean environment" }

// A Progress keeps progress in memory.
type Progress struct {
	mu       sync.Mutex
	Progress progress.Progress
	attempts []progress.Attempt
	Begun    bool
	Err      error
}

// NewProgress is that of a learner who has just begun.
func NewProgress() *Progress {
	return &Progress{Progress: progress.Progress{Exercises: make(map[string]progress.Entry)}}
}

func (f *Progress) Get() progress.Progress {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Progress.Clone()
}

func (f *Progress) Record(id string, a progress.Attempt) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.attempts = append(f.attempts, a)
	a.At = SavedAt
	f.Progress.Exercises[id] = f.Progress.Exercises[id].With(a)
	return f.Err
}

func (f *Progress) SawHints(id string, n int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := f.Progress.Exercises[id]
	e.Hints = n
	f.Progress.Exercises[id] = e
	return nil
}

func (f *Progress) Begin() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Begun = true
	return f.Err
}

func (f *Progress) Notice() string { return "" }

func (f *Progress) Recorded() []progress.Attempt {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]progress.Attempt(nil), f.attempts...)
}

// A Watcher reports the saves that the test makes. It is the watcher of every
// exercise.
type Watcher struct {
	mu    sync.Mutex
	saves map[string]chan watch.Event // by exercise
}

// NewWatcher sees what is sent to [Watcher.In].
func NewWatcher() *Watcher { return &Watcher{saves: make(map[string]chan watch.Event)} }

// In is where the saves to an exercise go.
func (f *Watcher) In(exercise string) chan watch.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.saves[exercise] == nil {
		f.saves[exercise] = make(chan watch.Event)
	}
	return f.saves[exercise]
}

func (f *Watcher) AsWatcher() study.Watcher { return f }

func (f *Watcher) Mode() string { return watch.Notify }

func (f *Watcher) Watch(ctx context.Context, dir string) <-chan watch.Event {
	saves, out := f.In(filepath.Base(dir)), make(chan watch.Event)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case ev := <-saves:
				select {
				case out <- ev:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}

var SavedAt = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

const spawnedLesson = "# A goroutine for every client\n\n" +
	"The `go` keyword starts a goroutine and returns at once. Where the sequential server waits for " +
	"one client to leave, this one goes straight back to **Accept**.\n\n" +
	"```go\nfor {\n\tconn, err := ln.Accept()\n\tif err != nil {\n\t\treturn err // closed\n\t}\n\tgo serve(conn, 42, \"echo\")\n}\n```\n\n" +
	"> For people who come from Tokio: this is `tokio::spawn`, without the async.\n\n" +
	"---\n\n# The trap\n\n- a panic in one client's goroutine ends every client\n- nobody waits for the goroutines\n\n" +
	"See [the memory model](https://go.dev/ref/mem).\n\n---\n\n## The task\n\nMake `Echo` serve every client at once.\n"

// NewCourse writes a course of three exercises.
func NewCourse(t testing.TB) *course.Course {
	t.Helper()
	root := t.TempDir()
	checks := []course.Check{
		{Name: "TestEchoes", Title: "Every byte comes back", Points: 4, Required: true, Kind: report.Inside},
		{Name: "TestSilentClient", Title: "A silent client delays nobody", Points: 5, Required: true, Kind: report.Inside},
		{Name: "TestLeaves", Title: "No goroutine is left behind", Points: 1, Required: true, Kind: report.Inside},
		{Name: "TestProcessSurvives", Title: "The server goes on when a client is gone", Points: 2, Required: true, Kind: report.Outside},
	}
	hints := []string{
		"Who waits for the first client to leave: the client behind it, or your loop?",
		"Accept has to be called again before the first client is done.",
		"Put what serves one client into a function, and start it with go.",
	}
	exercise := func(id, title, pkg, file string) *course.Exercise {
		return &course.Exercise{ID: id, Title: title, Summary: title + ".", Package: pkg, Task: "Write Echo.",
			Files: []string{file}, Hints: hints, Checks: checks}
	}
	c := &course.Course{
		Root: root, Title: "Spawning tasks",
		Chapters: []course.Chapter{
			{Title: "Servers", Exercises: []string{"01_sequential", "02_spawned"}},
			{Title: "Join handles", Exercises: []string{"05_join"}},
		},
		Exercises: []*course.Exercise{
			exercise("01_sequential", "One client at a time", "echo", "echo.go"),
			exercise("02_spawned", "A goroutine per client", "spawned", "echo.go"),
			exercise("05_join", "Join handles", "task", "task.go"),
		},
	}
	for _, ex := range c.Exercises {
		WriteFile(t, filepath.Join(c.ExerciseDir(ex.ID), ex.Files[0]), "package "+ex.Package+"\n")
		WriteFile(t, c.LessonPath(ex.ID), spawnedLesson)
		WriteFile(t, filepath.Join(c.SolutionDir(ex.ID), ex.Files[0]),
			"package "+ex.Package+"\n\n// Echo is the reference.\nfunc Echo() error {\n\treturn nil\n}\n")
	}
	return c
}

func WriteFile(t testing.TB, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	require.NoError(t, os.Chtimes(path, SavedAt, SavedAt))
}

// NoEnv is an environment in which nothing is set.
func NoEnv(string) string { return "" }

// Failing is a report of a submission that fails inside.
func Failing(ex *course.Exercise) report.Exercise {
	r := Outcome(ex, report.Fail)
	r.Points = 4
	r.Checks[1].Verdict = report.Fail
	r.Checks[1].Points = 0
	r.Checks[1].Message = "Client B was not answered while client A was connected and silent. " +
		"Each connection needs a goroutine of its own, or the loop cannot go back to Accept."
	r.Checks[1].File, r.Checks[1].Line = "exercises/"+ex.ID+"/"+ex.Files[0], 14
	r.Checks[1].Sent, r.Checks[1].Expected, r.Checks[1].Got = `"hi" from B`, `"hi" to B`, "nothing"
	r.Checks[1].Output = "accepted A\x1b[2J\nserving\tA\n"
	r.Checks[2].Verdict, r.Checks[2].Points = report.NotRun, 0
	r.Message, r.File, r.Line = r.Checks[1].Message, r.Checks[1].File, 14
	r.Stages[4].Verdict = report.Fail
	r.Stages[5].Verdict, r.Stages[6].Verdict = report.NotRun, report.NotRun
	return r
}

// Queued is a report of a submission that fails inside, with what the check has seen.
func Queued(ex *course.Exercise) report.Exercise {
	r := Failing(ex)
	r.Checks[1].Events = []report.Moment{
		{Kind: report.Spawned, Who: "Echo"}, {Kind: report.ClientDialed, Who: "A"}, {Kind: report.Accepted, Who: "A"},
		{Kind: report.ClientDialed, Who: "B"}, {Kind: report.FirstByte, Who: "B", Note: "2 bytes"},
	}
	return r
}

// Outcome is a report in which everything passed, with another verdict.
func Outcome(ex *course.Exercise, v report.Verdict) report.Exercise {
	r := report.Exercise{ID: ex.ID, Title: ex.Title, Verdict: v, Points: ex.Points(), MaxPoints: ex.Points(), DurationMS: 840}
	for _, info := range report.Stages {
		name := info.Name
		r.Stages = append(r.Stages, report.Stage{Name: name, Verdict: report.Pass})
	}
	for _, c := range ex.Checks {
		r.Checks = append(r.Checks, report.Check{Name: c.Name, Title: c.Title, Kind: c.Kind,
			Verdict: report.Pass, Points: c.Points, MaxPoints: c.Points, Required: c.Required})
	}
	return r
}

// Events are what the grader tells on the way to a report, Finished included.
func Events(r report.Exercise) []grader.Event {
	var out []grader.Event
	for _, s := range r.Stages {
		if s.Name == report.Race && r.Verdict.Passed() {
			out = append(out, grader.Provisional{Exercise: provisional(r)})
		}
		if s.Verdict != report.NotRun {
			out = append(out, grader.StageStarted{Exercise: r.ID, Stage: s.Name})
		}
		for _, c := range r.Checks {
			if c.Kind == s.Name && c.Verdict != report.NotRun {
				out = append(out, grader.CheckFinished{Exercise: r.ID, Stage: s.Name, Check: c})
			}
		}
		out = append(out, grader.StageFinished{Exercise: r.ID, Stage: s})
	}
	return append(out, grader.Finished{Exercise: r})
}

// provisional is a pass before its race stage.
func provisional(r report.Exercise) report.Exercise {
	r.Stages = append([]report.Stage(nil), r.Stages...)
	r.Stages[5].Verdict, r.Stages[6].Verdict = report.NotRun, report.NotRun
	return r
}

// An Undoer has one backup of each exercise.
type Undoer struct {
	Err    error // of Find
	OnUndo func(name string) (backup.Result, error)
}

func (f *Undoer) Find(exercise string) (backup.Backup, error) {
	return backup.Backup{Exercise: exercise, Name: "monday", At: SavedAt, Files: []string{"echo.go"}}, f.Err
}

func (f *Undoer) Undo(_, name string) (backup.Result, error) { return f.OnUndo(name) }

func ResetNothing(context.Context, string) (string, error) { return "", nil }

// stopped is a report of a submission that a stage stopped.
func stopped(ex *course.Exercise, v report.Verdict, at report.StageName, problems ...report.Problem) report.Exercise {
	r := Outcome(ex, v)
	r.Points, r.Problems = 0, problems
	r.Message, r.File, r.Line = problems[0].Message, problems[0].File, problems[0].Line
	later := false
	for i := range r.Stages {
		switch {
		case r.Stages[i].Name == at:
			r.Stages[i].Verdict, later = v, true
		case later:
			r.Stages[i].Verdict = report.NotRun
		}
	}
	for i := range r.Checks {
		r.Checks[i].Verdict, r.Checks[i].Points = report.NotRun, 0
	}
	return r
}

func CompileError(ex *course.Exercise) report.Exercise {
	file := "exercises/" + ex.ID + "/" + ex.Files[0]
	r := stopped(ex, report.CompileError, report.Compile,
		report.Problem{File: file, Line: 9, Column: 2, Message: "undefined: lsn"},
		report.Problem{File: file, Line: 11, Column: 7, Message: "declared and not used: conn"})
	r.Stages[2].Output = file + ":9:2: undefined: lsn\n" + file + ":11:7: declared and not used: conn\n"
	return r
}

func Refused(ex *course.Exercise) report.Exercise {
	return stopped(ex, report.Refused, report.Policy, report.Problem{
		File: "exercises/" + ex.ID + "/" + ex.Files[0], Line: 4, Rule: "import",
		Message: "The package os/exec may not be imported in this exercise.",
		Hint:    "Nothing here needs another program: serve the connection in a goroutine.",
	})
}

func Raced(ex *course.Exercise) report.Exercise {
	r := Outcome(ex, report.Fail)
	r.Points = 2
	r.Stages[6] = report.Stage{Name: report.Race, Verdict: report.Fail,
		Message: "Two goroutines use the same variable at the same time, and one of them writes it.",
		File:    "exercises/" + ex.ID + "/" + ex.Files[0], Line: 21, Output: "WARNING: DATA RACE\n"}
	return r
}

func NotRaced(ex *course.Exercise) report.Exercise {
	r := Outcome(ex, report.Pass)
	r.Stages[6] = report.Stage{Name: report.Race, Verdict: report.NotRun,
		Message: "The race check was not run: it needs a C compiler, and there is none."}
	return r
}
