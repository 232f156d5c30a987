package trace

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPackage(t *testing.T) {
	for function, want := range map[string]string{
		"main.main": "main",
		"workbook/solutions/02_spawned.Echo.func1":                         "workbook/solutions/02_spawned",
		"workbook/solutions/02_spawned_test.TestX.func1":                   "workbook/solutions/02_spawned_test",
		"workbook/solutions/05_join.Spawn[...].func1":                      "workbook/solutions/05_join",
		"workbook/solutions/05_join.(*Handle[...]).Join":                   "workbook/solutions/05_join",
		"workbook/solutions/05_join.Spawn[go.shape.struct { a/b.C }].func": "workbook/solutions/05_join",
		"workbook/solutions/05_join.init.0":                                "workbook/solutions/05_join",
		"gopkg.in/yaml%2ev3.Unmarshal":                                     "gopkg.in/yaml.v3",
		"panic":                                                            "panic",
		"":                                                                 "",
	} {
		require.Equal(t, want, Package(function), function)
	}
}

// learner and around tell whose the frames in these tests are, as package names does.
func learner(f Frame) bool {
	p := f.Path()
	return strings.HasPrefix(p, "exercises/x/") || strings.HasPrefix(p, "exercises/05_join/")
}

func around(f Frame) bool {
	return f.Package() == "main" || strings.HasPrefix(f.Path(), "solutions/")
}

func TestPath(t *testing.T) {
	for file, want := range map[string]string{
		"exercises/02_spawned/echo.go":                  "exercises/02_spawned/echo.go",
		"/home/a/course/exercises/02_spawned/echo.go":   "exercises/02_spawned/echo.go",
		"workbook/solutions/02_spawned/echo.go":         "solutions/02_spawned/echo.go",
		`C:\course\exercises\02_spawned\echo.go`:        "exercises/02_spawned/echo.go",
		"/usr/local/go/src/io/io.go":                    "/usr/local/go/src/io/io.go",
		"/home/exercises/me/solutions/02_spawned/a.go":  "exercises/me/solutions/02_spawned/a.go",
		"/solutions/x/exercises/02_spawned/deep/aa.go":  "exercises/02_spawned/deep/aa.go",
		"/home/a/workbook/exercises/05_join/handle.go":  "exercises/05_join/handle.go",
		"/home/a/exercises/wb/exercises/05_join/han.go": "exercises/05_join/han.go",
	} {
		require.Equal(t, want, Frame{File: file}.Path(), file)
	}
	require.Equal(t, "exercises/a/b.go:7", Frame{File: "/x/exercises/a/b.go", Line: 7, Func: "f"}.String())
	require.Equal(t, "a.b", Frame{Func: "a.b"}.String())
}

const dump = `something printed before
goroutine 1 gp=0x3e853ecc1e0 m=3 mp=0x3e853eff008 [running]:
workbook/solutions/02_spawned.Echo({0x53f0c8, 0xc0000a6030})
	/w/exercises/02_spawned/echo.go:14 +0x1d fp=0x3e873fe03a0 sp=0x3e873fe0398 pc=0x4a1630
main.main()
	/w/main.go:3 +0x30

goroutine 24 [chan receive (durable), 3 minutes, synctest bubble 12]:
workbook/solutions/05_join.(*Handle[...]).Join(...)
	/w/exercises/05_join/task.go:30
workbook/solutions/05_join.Spawn[...].func1()
	C:/w/exercises/05_join/task.go:31 +0x1d
...additional frames elided...
created by workbook/solutions/05_join.Spawn[...] in goroutine 7
	/w/exercises/05_join/task.go:20 +0x5f

goroutine 9 [sync.Mutex.Lock, locked to thread, synctest bubble 12]:
	goroutine running on other thread; stack unavailable
goroutine 10 [sleep (durable) labels:{"a": "b, c"}]:
time.Sleep(0x3b9aca00)
	/usr/local/go/src/runtime/time.go:363 +0x1d
created by main.main
	/w/main.go:9

rax 0x0
`

func TestParseGoroutines(t *testing.T) {
	gs := ParseGoroutines([]byte(dump))
	require.Equal(t, []Goroutine{
		{
			ID: 1, State: "running", Wait: "runs",
			Frames: []Frame{
				{"workbook/solutions/02_spawned.Echo", "/w/exercises/02_spawned/echo.go", 14},
				{"main.main", "/w/main.go", 3},
			},
		},
		{
			ID: 24, State: "chan receive", Durable: true, Bubble: 12, Minutes: 3,
			Wait: "waits to receive from a channel",
			Frames: []Frame{
				{"workbook/solutions/05_join.(*Handle[...]).Join", "/w/exercises/05_join/task.go", 30},
				{"workbook/solutions/05_join.Spawn[...].func1", "C:/w/exercises/05_join/task.go", 31},
			},
			CreatedBy: Frame{"workbook/solutions/05_join.Spawn[...]", "/w/exercises/05_join/task.go", 20},
			CreatedIn: 7,
		},
		{ID: 9, State: "sync.Mutex.Lock", Bubble: 12, Wait: "waits to lock a sync.Mutex"},
		{
			ID: 10, State: "sleep", Durable: true, Wait: "sleeps",
			Frames:    []Frame{{"time.Sleep", "/usr/local/go/src/runtime/time.go", 363}},
			CreatedBy: Frame{"main.main", "/w/main.go", 9},
		},
	}, gs)

	require.False(t, gs[0].Blocked())
	require.True(t, gs[1].Blocked())
	require.True(t, gs[2].Blocked())
	require.True(t, gs[2].OnLock())
	require.True(t, gs[3].OnClock())
	f, ok := First(gs[1].Frames, learner)
	require.True(t, ok)
	require.Equal(t, "exercises/05_join/task.go:30", f.String())
}

// The runtime's words may change with a Go release: this test asks the runtime itself.
func TestParseGoroutinesOfThisProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ch := make(chan int)
		go func() { <-ch }()
		synctest.Wait()
		buf := make([]byte, 1<<20)
		gs := ParseGoroutines(buf[:runtime.Stack(buf, true)])
		self := gs[0]
		require.Equal(t, "running", self.State)
		require.NotZero(t, self.Bubble)
		found := false
		for _, g := range gs {
			if g.CreatedIn == self.ID {
				found = true
				require.Equal(t, self.Bubble, g.Bubble)
				require.Equal(t, "chan receive", g.State)
				require.True(t, g.Durable)
				require.Equal(t, "workbook/grader/internal/trace.TestParseGoroutinesOfThisProcess.func1.1", g.Frames[0].Func)
				require.Contains(t, g.CreatedBy.File, "trace_test.go")
			}
		}
		require.True(t, found)
		close(ch)
	})
}

// A task that was started with go stands alone on its goroutine.
func TestStartedTask(t *testing.T) {
	const (
		thrown = "goroutine 1 [running]:\npanic({0x1, 0x2})\n\t/go/panic.go:1\n"
		test   = "workbook/solutions/x_test.TestF.func1()\n\t/w/solutions/x/a_test.go:2\n"
		mine   = "workbook/solutions/x.F()\n\t/w/exercises/x/a.go:7\n"
		byMe   = "created by workbook/solutions/x.F in goroutine 7\n\t/w/exercises/x/a.go:8 +0x1\n"
		byTest = "created by workbook/solutions/x_test.TestF in goroutine 7\n\t/w/solutions/x/a_test.go:8 +0x1\n"
	)
	for text, want := range map[string]bool{
		thrown + test + byMe:        true,
		thrown + test + byTest:      false,
		thrown + test + mine + byMe: false,
		thrown + mine + byMe:        false,
	} {
		c := Crash{Goroutines: ParseGoroutines([]byte(text))}
		require.Equal(t, want, c.ByStartedTask(learner, around), text)
		c.Fatal = true
		require.False(t, c.ByStartedTask(learner, around))
	}
	require.False(t, Crash{}.ByStartedTask(learner, around))
}

// FuzzParse gives the parsers whatever there is. They must not panic, must end, and
// what they give must come from the text: no more of anything than there are
// lines, and no place that was not written there.
func FuzzParse(f *testing.F) {
	f.Add([]byte(dump))
	f.Add([]byte(race))
	f.Add([]byte("panic: one [recovered]\n\tpanic: two\n[signal x]\n" + goroutine1))
	f.Add([]byte("fatal error: x\n\nruntime stack:\n" + goroutine1))
	f.Add([]byte("goroutine 1 [:\ngoroutine 1 []:\ncreated by \n"))
	f.Add([]byte("goroutine 1 [running]:\nx(\n\t/a/exercises/x/y.go:-1\ncreated by x in goroutine 99999999999999999999\n\t:\n"))
	f.Add([]byte("WARNING: DATA RACE\nRead at 0x1 by \nGoroutine 0 (running) created at:\nx()\n \\exercises\\x\\y.go:1 +0x\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines := strings.Count(string(b), "\n") + 1
		sane := func(frames ...Frame) {
			for _, fr := range frames {
				if fr.Line < 0 || !bytes.Contains(b, []byte(fr.File)) || !bytes.Contains(b, []byte(fr.Func)) {
					t.Fatalf("a frame from nowhere: %+v", fr)
				}
			}
		}
		goroutines := func(all []Goroutine) {
			frames := 0
			for _, g := range all {
				if f, ok := First(g.Frames, learner); ok && f.Zero() || g.Wait == "" || g.ID < 0 {
					t.Fatalf("%+v", g)
				}
				frames += len(g.Frames)
				sane(append(g.Frames, g.CreatedBy)...)
			}
			if len(all)+frames > lines {
				t.Fatalf("%d goroutines with %d frames in %d lines", len(all), frames, lines)
			}
		}
		goroutines(ParseGoroutines(b))
		if c, ok := ParseCrash(b); ok {
			if len(c.Goroutines) == 0 || !c.Fatal && len(c.Panics) == 0 || len(c.Value) > len(b) {
				t.Fatalf("%+v", c)
			}
			goroutines(c.Goroutines)
			if f, ok := c.Line(learner); ok {
				sane(f)
			}
		}
		for _, r := range ParseRaces(b) {
			if r.Text == "" || len(r.Accesses) > maxAccesses {
				t.Fatalf("%+v", r)
			}
			for _, a := range r.Accesses {
				sane(append(a.Frames, a.CreatedBy...)...)
			}
		}
	})
}

// A program may print as much as it likes: what looks like a trace and is none
// must cost no more than as much text.
func TestParsingIsLinear(t *testing.T) {
	const n = 1 << 20
	for name, unit := range map[string]string{
		"goroutines":     "goroutine 1 [running]:\n",
		"frames":         "goroutine 1 [running]:\nf(\n\t/x.go:1\n",
		"panics":         "panic: x\n",
		"inner panics":   "\tpanic: x\n",
		"fatal errors":   "fatal error: x\n\n",
		"empty lines":    "\n",
		"runtime stacks": "runtime stack:\nf()\n",
		"races":          "WARNING: DATA RACE\n",
		"accesses":       "Read at 0x1 by 1:\n",
		"creations":      "Read at 0x1 by goroutine 7:\nGoroutine 7 created at:\n",
		"brackets":       "goroutine 1 [",
		"separators":     ", ",
	} {
		t.Run(name, func(t *testing.T) {
			for _, before := range []string{"", "panic: x\n", "goroutine 1 [", "WARNING: DATA RACE\n"} {
				text := []byte(before + strings.Repeat(unit, n/len(unit)))
				start := time.Now()
				ParseGoroutines(text)
				ParseCrash(text)
				ParseRaces(text)
				// Quadratic would be minutes: the bound is far from both.
				require.Less(t, time.Since(start), 20*time.Second)
			}
		})
	}
}
