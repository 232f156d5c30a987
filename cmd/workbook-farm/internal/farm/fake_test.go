package farm_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// An engine grades by the first word of a submission, and counts.
type engine struct {
	temp    string
	version string
	course  string                  // part of every exercise's identity
	before  func(word string) error // each grading; may be nil
	graded  func(word string)       // each that ended; may be nil

	mu    sync.Mutex
	words map[string]int // -> how often it was graded
}

func newEngine(t *testing.T) *engine {
	return &engine{temp: t.TempDir(), version: "v1", course: "c1", words: map[string]int{}}
}

func (e *engine) Version() (grader.Version, error) {
	return grader.Version{Program: e.version, Go: "go1.26", Platform: "linux/amd64"}, nil
}

func (e *engine) Identity(_ context.Context, exercise string) (string, error) {
	if strings.HasPrefix(exercise, "99") {
		return "", errors.New("there is no such exercise")
	}
	return e.course + exercise, nil
}

func (e *engine) Folder(pattern string) (string, error) { return os.MkdirTemp(e.temp, pattern) }

func (e *engine) Look(_ context.Context, sub grader.Submission, _ grader.Request) (*policy.Source, *report.Exercise, error) {
	if sub.Missing != "" {
		return nil, &report.Exercise{ID: sub.Exercise, Verdict: report.NotRun, Message: sub.Missing}, nil
	}
	src, problems := policy.Read(sub.Dir, "")
	if len(problems) > 0 {
		return nil, &report.Exercise{ID: sub.Exercise, Verdict: report.Refused, Problems: problems}, nil
	}
	return src, nil, nil
}

func (e *engine) Grade(ctx context.Context, req grader.Request, _ func(grader.Event)) (*report.Report, error) {
	sub := req.Submissions[0]
	if _, verdict, _ := e.Look(ctx, sub, req); verdict != nil {
		return &report.Report{Exercises: []report.Exercise{*verdict}}, nil
	}
	data, err := os.ReadFile(filepath.Join(sub.Dir, "a.go"))
	if err != nil {
		return nil, err
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(string(data), "//"), "\n")
	if e.before != nil {
		if err := e.before(word); err != nil {
			return nil, err
		}
	}
	e.mu.Lock()
	e.words[word]++
	e.mu.Unlock()
	if e.graded != nil {
		e.graded(word)
	}
	verdict, _, _ := strings.Cut(word, " ")
	return &report.Report{Exercises: []report.Exercise{{
		ID: sub.Exercise, Verdict: report.Verdict(verdict), Message: word, Points: len(word), MaxPoints: 100, Seed: req.Seed,
		Stages: []report.Stage{}, Checks: []report.Check{},
	}}}, ctx.Err()
}

// count is how many gradings there were.
func (e *engine) count() (n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, times := range e.words {
		n += times
	}
	return n
}

// exercises are those of the fake course.
var exercises = []string{"01_a", "02_b"}

// serve runs a server on a store, with a queue of the engine's charter.
func serve(t *testing.T, e *engine, o queueserver.Options, l farm.Limits) farm.Access {
	t.Helper()
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Store == "" {
		o.Store = t.TempDir()
	}
	o.MaxStore, o.SyncEvery = 1<<30, time.Minute
	s, err := queueserver.Start(o)
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	a := farm.Access{URL: s.URL(), Token: o.Token}
	require.NoError(t, lay(t, a, e, l))
	return a
}

// limits are small, and the lease is long: nobody's work goes to somebody else because the
// machine is slow.
func limits() farm.Limits {
	l := farm.DefaultLimits
	l.JobBytes, l.ResultBytes, l.Lease = 64<<20, 64<<20, time.Minute
	return l
}

func lay(t *testing.T, a farm.Access, e *engine, l farm.Limits) error {
	t.Helper()
	c, err := farm.CharterOf(t.Context(), e, exercises)
	require.NoError(t, err)
	return farm.LayOut(t.Context(), a, c, l, false)
}

func open(t *testing.T, a farm.Access) *farm.Farm {
	t.Helper()
	f, err := farm.Open(t.Context(), a)
	require.NoError(t, err)
	t.Cleanup(f.Close)
	return f
}

func client(t *testing.T, a farm.Access, e *engine) *farm.Client {
	t.Helper()
	c, err := open(t, a).Client(t.Context(), e, farm.ClientOptions{Look: time.Second})
	require.NoError(t, err)
	return c
}

// work runs a worker until the test ends, or stop is called; wait gives how it ended.
func work(t *testing.T, a farm.Access, e *engine, slots int) (stop func(), wait func() error) {
	t.Helper()
	w, err := open(t, a).Worker(t.Context(), e, farm.WorkerOptions{Slots: slots, Rest: time.Millisecond})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	wait = sync.OnceValue(func() error { return <-ended })
	t.Cleanup(func() {
		cancel()
		_ = wait()
	})
	return cancel, wait
}

// class hands in a folder for each word.
func class(t *testing.T, words ...string) []batch.Row {
	t.Helper()
	dir := t.TempDir()
	var rows []batch.Row
	for i, word := range words {
		row := batch.Row{Student: fmt.Sprint("student ", i), Exercise: exercises[0], Dir: filepath.Join(dir, fmt.Sprint(i))}
		require.NoError(t, os.Mkdir(row.Dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(row.Dir, "a.go"), []byte("//"+word+"\npackage a\n"), 0o600))
		rows = append(rows, row)
	}
	return rows
}

func request(row batch.Row) grader.Request {
	return grader.Request{Submissions: []grader.Submission{{Exercise: row.Exercise, Dir: row.Dir, Missing: row.Missing}}}
}

// run grades rows as `workbook batch` does.
func run(t *testing.T, g batch.Grader, rows []batch.Row, jobs int) *report.Report {
	t.Helper()
	j, err := batch.OpenJournal(filepath.Join(t.TempDir(), "journal.jsonl"))
	require.NoError(t, err)
	defer j.Close()
	rep, err := batch.Run(t.Context(), g, j, rows, batch.Options{Jobs: jobs}, nil)
	require.NoError(t, err)
	return rep
}

// same demands the verdicts of a machine that graded alone.
func same(t *testing.T, rows []batch.Row, got *report.Report) {
	t.Helper()
	want := run(t, newEngine(t), rows, 1)
	require.Equal(t, want.Exercises, got.Exercises)
}

func many(n int) (words []string) {
	for i := range n {
		verdict := []report.Verdict{report.Pass, report.Fail, report.CompileError}[i%3]
		words = append(words, fmt.Sprintf("%s %x", verdict, sha256.Sum256([]byte{byte(i), byte(i >> 8)})))
	}
	return words
}

// A notebook keeps what was told.
type notebook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notebook) tell(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	fmt.Fprintln(&n.text, text)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}
