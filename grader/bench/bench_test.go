package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/internal/cputime"
	"workbook/grader/longtest"
)

func TestRatiosArePaired(t *testing.T) {
	ex := newExercise("02_spawned", map[string][]sample{
		first: {1, 2, 30}, test: {2, 4, 60}, // a machine that was busy in the third run
		plainProcessor: {1, 1, 1}, testProcessor: {2, 2, 2}, testOutsideProcessor: {4, 4, 4},
	})
	require.Equal(t, Figure{Median: 2, P95: quantile([]sample{1, 2, 30}, 0.95), Rival: test, Ratio: 0.5, RatioP95: 0.5}, ex.Figures[first])
	require.Equal(t, testOutsideProcessor, ex.Figures[plainProcessor].Rival, "all checks are held against all of go test")
	require.Equal(t, 0.25, ex.Figures[plainProcessor].Ratio)
	require.Empty(t, ex.Figures[test].Rival)
}

func TestQuantile(t *testing.T) {
	require.Equal(t, 2.5, quantile([]sample{4, 1, 3, 2}, 0.5))
	require.Equal(t, 4.0, quantile([]sample{4, 1, 3, 2}, 1))
	require.Equal(t, 1.0, quantile([]sample{1}, 0.95))
	require.Zero(t, quantile(nil, 0.5))
}

func TestTables(t *testing.T) {
	rep := &Report{Runs: 3, Machine: Machine{System: "linux/amd64", Go: "go1.26", Processors: 2, Isolation: "L3: walls"}, Exercises: []Exercise{
		{ID: "02_spawned", Figures: map[string]Figure{first: {Median: 0.2, Rival: test, Ratio: 0.5, RatioP95: 0.6}, test: {Median: 0.4}}},
		{ID: "05_join", Figures: map[string]Figure{first: {Median: 0.4, Rival: test, Ratio: 0.7, RatioP95: 0.8}, test: {Median: 0.6}}},
	}}
	var text, markdown, change bytes.Buffer
	require.NoError(t, rep.WriteText(&text))
	require.Contains(t, text.String(), "Medians of 3, linux/amd64, 2 processors, go1.26, isolation L3")
	require.Contains(t, text.String(), "0.200 = 0.50")
	require.Contains(t, text.String(), "0.300 = 0.60 (p95 0.70)")
	require.NoError(t, rep.WriteMarkdown(&markdown))
	require.Contains(t, markdown.String(), "\n| 02 |  | 0.200 = 0.50 |")
	slower := *rep
	slower.Exercises = []Exercise{{ID: "02_spawned", Figures: map[string]Figure{first: {Median: 9, Rival: test, Ratio: 0.6}}}}
	require.NoError(t, slower.WriteChange(&change, rep))
	require.Contains(t, change.String(), "0.500 -> 0.600 of go test")
	require.Contains(t, change.String(), "+20 %")
	require.NotContains(t, change.String(), "05_join", "it was not measured again")
}

// TestSaves compiles what is measured, in effect: each save is another source, that parses,
// and moves the lines.
func TestSaves(t *testing.T) {
	c := thisCourse(t)
	for _, ex := range c.Exercises {
		s, err := newSaves(c, t.TempDir(), ex.ID)
		require.NoError(t, err, ex.ID)
		var texts []string
		var lines []int
		for range 2 {
			require.NoError(t, s.next())
			data, err := os.ReadFile(filepath.Join(s.dir, s.edited))
			require.NoError(t, err)
			_, ok := firstBody(data)
			require.True(t, ok, ex.ID)
			texts, lines = append(texts, string(data)), append(lines, bytes.Count(data, []byte("\n")))
		}
		require.NotEqual(t, texts[0], texts[1], ex.ID)
		require.NotEqual(t, lines[0], lines[1], ex.ID)
	}
}

func thisCourse(t testing.TB) *course.Course {
	t.Helper()
	c, err := course.Load(filepath.Join("..", ".."))
	require.NoError(t, err)
	return c
}

func TestTrace(t *testing.T) {
	longtest.Skip(t, "it grades for real")
	b, err := New(thisCourse(t), Options{Runs: 1})
	require.NoError(t, err)
	trace, err := b.Trace(context.Background(), "01_sequential", grader.Request{Race: grader.RaceOff})
	require.NoError(t, err)
	require.NotZero(t, trace.Processor)
	var compiled, ran bool
	for _, p := range trace.Processes {
		require.Positive(t, p.Over-p.Began, p.Name)
		compiled = compiled || p.Name == "compile submission.a"
		if strings.HasPrefix(p.Name, "inside.test Test") && p.Told > 0 { // what is stopped has told nothing
			ran = true
			require.LessOrEqual(t, p.Began, p.Asked, p.Name)
			require.LessOrEqual(t, p.Asked, p.Told, p.Name)
		}
	}
	require.True(t, ran, "an inside check runs in a process of its own")
	if runtime.GOOS == "linux" { // elsewhere the go command does it
		require.True(t, compiled)
	}

	var text, picture bytes.Buffer
	require.NoError(t, trace.WriteText(&text))
	require.Contains(t, text.String(), "of the grader itself")
	require.NoError(t, trace.WriteChrome(&picture))
	var told struct {
		TraceEvents []struct {
			Name string
			Dur  float64
		}
	}
	require.NoError(t, json.Unmarshal(picture.Bytes(), &told))
	require.Greater(t, len(told.TraceEvents), len(trace.Processes))
}

// BenchmarkGrade grades saves of an exercise, with one Grader.
//
//	go test ./grader/bench -run - -bench . -benchtime 20x
func BenchmarkGrade(b *testing.B) {
	bench, err := New(thisCourse(b), Options{})
	require.NoError(b, err)
	g, err := grader.New(bench.course, grader.Options{})
	require.NoError(b, err)
	defer g.Close()
	for _, id := range []string{"01_sequential", "02_spawned", "05_join", "12_abort"} {
		s, err := newSaves(bench.course, b.TempDir(), id)
		require.NoError(b, err)
		own, rival := grading{grader: g, saves: s}, plain{runner: runner{time.Minute}, saves: s}
		for _, m := range []struct {
			name string
			take func(context.Context) (map[string]sample, error)
			wait string
		}{{"home", own.home, first}, {"class", own.class, raceVerdict}, {"light", own.light, plainFirst}, {"gotest", rival.inside, test}} {
			b.Run(id+"/"+m.name, func(b *testing.B) { each(b, m.take, m.wait) })
		}
	}
}

// each takes a measurement b.N times and reports the processor time and what is waited for.
func each(b *testing.B, take func(context.Context) (map[string]sample, error), wait string) {
	_, err := take(context.Background()) // it makes what is kept
	require.NoError(b, err)
	var waited sample
	before, err := cputime.Taken()
	require.NoError(b, err)
	for b.Loop() {
		got, err := take(context.Background())
		require.NoError(b, err)
		waited += got[wait]
	}
	after, err := cputime.Taken()
	require.NoError(b, err)
	b.ReportMetric(float64(after-before)/float64(b.N)/float64(time.Millisecond), "processor-ms/op")
	b.ReportMetric(1000*float64(waited)/float64(b.N), strings.ReplaceAll(wait, " ", "-")+"-ms/op")
}

// A class is graded, and held against the loop; what was graded is known the next time.
func TestClass(t *testing.T) {
	longtest.Skip(t, "it grades a class, and once more with go test")
	b, err := New(thisCourse(t), Options{Runs: 1})
	require.NoError(t, err)
	c, err := b.newClass(t.Context(), []string{"02_spawned"})
	require.NoError(t, err)
	defer c.close()
	c.blockSize = 1
	got, err := c.measure(t.Context(), 2, func(string) {})
	require.NoError(t, err)
	require.Equal(t, 2, got.Submissions)
	require.Len(t, c.looped, 1, "the loop has its turn as often as runs are asked for")
	require.Positive(t, got.Batch.Ratio)
	require.Positive(t, got.Schedules.Ratio)
	require.Greater(t, got.Faster, 2.0, "nothing is graded again")
	require.Equal(t, 1, got.MemoryAt)
	var text bytes.Buffer
	require.NoError(t, got.WriteText(&text))
	require.Regexp(t, `^2 submissions, `, text.String())
}
