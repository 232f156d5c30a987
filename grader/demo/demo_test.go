package demo_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/grader/demo"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

func find(t *testing.T, name string) demo.Demo {
	t.Helper()
	d, ok := demo.Find(name, report.English)
	require.True(t, ok)
	return d
}

// run runs a demo, and looks that it has left nothing.
func run(t *testing.T, name string, params map[string]int) demo.Result {
	t.Helper()
	before := goleak.IgnoreCurrent()
	frames := 0
	result, err := find(t, name).Run(t.Context(), params, func(demo.Frame) { frames++ })
	require.NoError(t, err)
	goleak.VerifyNone(t, before)
	require.Empty(t, childrenOf(os.Getpid()), "a process is left")
	require.NotZero(t, frames, "nobody could have seen it happen")
	sound(t, result)
	return result
}

// sound looks at what holds for every result.
func sound(t *testing.T, r demo.Result) {
	t.Helper()
	require.Equal(t, demo.Schema, r.Schema)
	require.NotEmpty(t, r.Lanes)
	require.NotEmpty(t, r.Sentences)
	for _, l := range r.Lanes {
		require.NotEmpty(t, l.Spans, "%s has no span", l.Name)
		at := int64(0)
		for _, s := range l.Spans {
			require.GreaterOrEqual(t, s.Begin, at, "%s: spans follow each other", l.Name)
			require.GreaterOrEqual(t, s.End, s.Begin, "%s: a span ends after it has begun", l.Name)
			at = s.End
		}
	}
	ids := map[string]bool{}
	for _, f := range r.Figures {
		require.False(t, ids[f.ID], "two figures are called %s", f.ID)
		ids[f.ID] = true
	}
	_, err := json.Marshal(r)
	require.NoError(t, err)
}

func value(t *testing.T, r demo.Result, id string) float64 {
	t.Helper()
	f, ok := r.Figure(id)
	require.True(t, ok, "there is no figure %s", id)
	require.Empty(t, f.Missing, id)
	return f.Value
}

// lanes are those of the first or the second group, and so on.
func lanes(r demo.Result, group int) []demo.Lane {
	var groups []string
	byGroup := map[string][]demo.Lane{}
	for _, l := range r.Lanes {
		if byGroup[l.Group] == nil {
			groups = append(groups, l.Group)
		}
		byGroup[l.Group] = append(byGroup[l.Group], l)
	}
	return byGroup[groups[group]]
}

// has is the first span of a kind.
func has(t *testing.T, l demo.Lane, kind demo.Kind) demo.Span {
	t.Helper()
	for _, s := range l.Spans {
		if s.Kind == kind {
			return s
		}
	}
	require.Fail(t, "no such span", "%s is never %s", l.Name, kind)
	return demo.Span{}
}

// A sequential server is with B after A has spoken; a goroutine of its own is with B before.
func TestEcho(t *testing.T) {
	r := run(t, "echo", map[string]int{"clients": 3, "pause_ms": 900})
	for group, first := range []string{"A", "B"} {
		all := lanes(r, group)
		require.Len(t, all, 3)
		spoke := has(t, all[0], demo.Silent).End
		for _, l := range all[1:] {
			served := has(t, l, demo.Served)
			if first == "A" {
				assert.GreaterOrEqual(t, served.Begin, spoke, "%s was served while A was silent", l.Name)
			} else {
				assert.Less(t, served.End, spoke, "%s waited for A", l.Name)
			}
		}
	}
	assert.Greater(t, value(t, r, "sequential.B"), value(t, r, "spawned.B"))
	assert.Contains(t, r.Sentences[0], "of the 2 other clients 0 had")
	assert.Contains(t, r.Sentences[1], "of the 2 other clients 2 had")
}

// Tasks that are joined in the end overlap; a report that nobody awaits is lost.
func TestJoin(t *testing.T) {
	r := run(t, "join", nil)
	early, late := lanes(r, 0)[1:], lanes(r, 1)[1:]
	require.Len(t, early, 5)
	for i := range early[1:] {
		assert.GreaterOrEqual(t, early[i+1].Spans[0].Begin, early[i].Spans[0].End, "joined early, they do not overlap")
	}
	last := 0
	for i := range late {
		if late[i].Spans[0].Begin > late[last].Spans[0].Begin {
			last = i
		}
	}
	assert.Less(t, late[last].Spans[0].Begin, late[0].Spans[0].End, "joined late, they overlap")
	assert.Less(t, value(t, r, "late.total"), value(t, r, "early.total"))
	assert.Equal(t, value(t, r, "early.sum"), value(t, r, "late.sum"))
	assert.EqualValues(t, 1, value(t, r, "awaited.reports"))
	assert.EqualValues(t, 0, value(t, r, "unawaited.reports"))
}

// A panic without a boundary ends the process and the answers of everybody; with one, of one.
func TestBoundary(t *testing.T) {
	r := run(t, "boundary", map[string]int{"clients": 4, "pace_ms": 10})
	assert.EqualValues(t, 2, value(t, r, "bare.status"))
	assert.EqualValues(t, 0, value(t, r, "bounded.status"))
	assert.EqualValues(t, 0, value(t, r, "bare.served"))
	assert.EqualValues(t, 3, value(t, r, "bounded.served"))
	words, _ := r.Figure("bare.words")
	assert.Equal(t, "panic: assignment to entry in nil map", words.Text)
	words, _ = r.Figure("bounded.words")
	assert.Contains(t, words.Text, "only it")
}

func TestPropagate(t *testing.T) {
	r := run(t, "propagate", map[string]int{"tasks": 4, "work_ms": 10})
	told, _ := r.Figure("carried.panic")
	assert.Equal(t, "account 3 has no balance, raised in demo.balance", told.Text)
	told, _ = r.Figure("dropped.panic")
	assert.NotEmpty(t, told.Missing, "who drops it tells nobody")
	assert.EqualValues(t, 1000, value(t, r, "right.sum"))
	assert.EqualValues(t, 700, value(t, r, "dropped.sum"))
}

// A limit has half of the clients served sooner, and needs a fraction of the memory.
func TestLimit(t *testing.T) {
	r := run(t, "limit", map[string]int{"clients": 60, "n": 2, "kib": 1024})
	assert.Greater(t, value(t, r, "unlimited.heap"), 2*value(t, r, "limited.heap"))
	assert.Greater(t, value(t, r, "unlimited.heap"), 30.0, "every client has its mebibyte at the same time, or nearly")
	share := func(group string) float64 { return value(t, r, group+".half") / value(t, r, group+".last") }
	assert.Less(t, share("limited"), share("unlimited"), "half are served sooner, for what the last waits")
	assert.Len(t, lanes(r, 0), 60)
}

func TestThreads(t *testing.T) {
	r := run(t, "threads", map[string]int{"goroutines": 2000, "threads": 50})
	assert.Greater(t, value(t, r, "goroutines.rate"), value(t, r, "threads.rate"))
	assert.Greater(t, value(t, r, "threads.switch"), value(t, r, "goroutines.switch"))
	assert.Greater(t, value(t, r, "goroutines.stacks"), 1000.0)
	assert.Greater(t, value(t, r, "threads.stacks"), value(t, r, "goroutines.stacks"))
	if _, err := os.Stat("/proc/self/status"); err != nil {
		f, _ := r.Figure("threads.resident")
		require.Contains(t, f.Missing, "/proc")
		return
	}
	assert.GreaterOrEqual(t, value(t, r, "threads.threads"), 45.0, "locked goroutines have threads of their own")
	assert.Less(t, value(t, r, "goroutines.threads"), 45.0, "goroutines share a few")
}

// A demo that is interrupted ends, wherever it is, and leaves nothing.
func TestInterrupted(t *testing.T) {
	longtest.Skip(t, "it begins each demo and stops it")
	for when, reached := range map[string]func(demo.Frame) bool{
		"at its beginning": func(f demo.Frame) bool { return len(f.Lanes) > 0 },
		"in its middle": func(f demo.Frame) bool {
			return len(f.Marks) > 0 || len(f.Lanes) > 0 && f.Lanes[0].Group != f.Lanes[len(f.Lanes)-1].Group
		},
	} {
		for _, name := range demo.Names() {
			t.Run(name+" "+when, func(t *testing.T) {
				before := goleak.IgnoreCurrent()
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				enough := errors.New("the learner has left the page")
				_, err := find(t, name).Run(ctx, nil, func(f demo.Frame) {
					if reached(f) {
						cancel(enough)
					}
				})
				require.ErrorIs(t, err, enough)
				goleak.VerifyNone(t, before)
				require.Empty(t, childrenOf(os.Getpid()), "a process is left")
			})
		}
	}
}

func TestParams(t *testing.T) {
	d := find(t, "echo")
	var wrong *demo.ParamError
	_, err := d.Run(t.Context(), map[string]int{"clients": 1}, nil)
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, "clients cannot be 1", wrong.Error())
	assert.Equal(t, "it can be 2 to 16", wrong.Fix)
	_, err = d.Run(t.Context(), map[string]int{"client": 3}, nil)
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, `the demo echo has no parameter "client"`, wrong.Error())
	assert.Equal(t, "it has clients, pause_ms", wrong.Fix)
	for _, d := range demo.All(report.English) {
		assert.NotEmpty(t, d.Title)
		for _, p := range d.Params {
			assert.LessOrEqual(t, p.Least, p.Default, "%s %s", d.Name, p.Name)
			assert.LessOrEqual(t, p.Default, p.Most, "%s %s", d.Name, p.Name)
			assert.NotEmpty(t, p.Means, "%s %s", d.Name, p.Name)
		}
	}
	_, ok := demo.Find("dance", report.English)
	assert.False(t, ok)
}

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 7: "7", 12345: "12345", 0.456: "0.46", 12.345: "12.3", 123.45: "123", 329536.5: "330000"} {
		assert.Equal(t, want, demo.Number(report.English, x))
	}
}
