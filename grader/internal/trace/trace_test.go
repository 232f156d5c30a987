package trace

import (
	"runtime"
	"testing"
	"testing/synctest"

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

func TestLearner(t *testing.T) {
	for function, want := range map[string]bool{
		"workbook/solutions/02_spawned.Echo":                     true,
		"workbook/solutions/05_join.(*Handle[...]).Join":         true,
		"workbook/solutions/02_spawned_test.TestSilentClient":    false,
		"workbook/solutions/02_spawned/outside_test.TestProcess": false,
		"workbook/solutions/02_spawned/outside.helper":           false,
		"workbook/solutions/02_spawned/subject.main":             false,
		"workbook/grader/check.(*serverConn).Read":               false,
		"io.Copy": false,
		"":        false,
		"example.com/workbook/solutions/02_spawned.Echo":           false,
		"workbook/solutions/02_spawned_test.TestX.Each[...].func1": false,
	} {
		require.Equal(t, want, Learner(Frame{Func: function}), function)
	}
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
	f, ok := gs[1].Learner()
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

const goroutine1 = `
goroutine 1 [running]:
workbook/solutions/x.F()
	/w/exercises/x/a.go:7 +0x313
`

func TestParseCrash(t *testing.T) {
	tests := []struct {
		name, text string
		want       Crash
	}{
		{"panic", "log line\npanic: in go\n" + goroutine1, Crash{Value: "in go", Panics: []string{"in go"}}},
		{"value of several lines", "panic: bad: x\n\ty\n\t\n\tgoroutine 9 [running]:\n" + goroutine1,
			Crash{Value: "bad: x\ny\n\ngoroutine 9 [running]:", Panics: []string{"bad: x\ny\n\ngoroutine 9 [running]:"}}},
		{"nil", "panic: panic called with nil argument\n" + goroutine1,
			Crash{Value: "panic called with nil argument", Panics: []string{"panic called with nil argument"}}},
		{"repanicked", "panic: one [recovered, repanicked]\n" + goroutine1, Crash{Value: "one", Panics: []string{"one"}}},
		{"another panic after recover", "panic: one [recovered]\n\tpanic: two\n" + goroutine1,
			Crash{Value: "two", Panics: []string{"one", "two"}}},
		{"panic in a deferred call", "panic: one\n\tpanic: two\n" + goroutine1, Crash{Value: "two", Panics: []string{"one", "two"}}},
		{"signal", "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a13c8]\n" + goroutine1,
			Crash{Value: "runtime error: invalid memory address or nil pointer dereference",
				Panics: []string{"runtime error: invalid memory address or nil pointer dereference"},
				Signal: "SIGSEGV: segmentation violation"}},
		{"fatal error", "fatal error: all goroutines are asleep - deadlock!\n" + goroutine1,
			Crash{Fatal: true, Value: "all goroutines are asleep - deadlock!"}},
		{"stack overflow", "runtime: sp=0x3e873fe0390\nfatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x4c9479?, 0x41a701?})\n\t/usr/local/go/src/runtime/panic.go:1229 +0x48\n" + goroutine1,
			Crash{Fatal: true, Value: "stack overflow"}},
		{"printed by the program before", "panic: forged\n\nno trace\npanic: real\n" + goroutine1,
			Crash{Value: "real", Panics: []string{"real"}}},
		{"under go test", "--- FAIL: TestX (0.00s)\npanic: boom [recovered, repanicked]\n" + goroutine1 + "exit status 2\n",
			Crash{Value: "boom", Panics: []string{"boom"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseCrash([]byte(tt.text))
			require.True(t, ok)
			f, ok := got.Learner()
			require.True(t, ok)
			require.Equal(t, "exercises/x/a.go:7", f.String())
			require.Len(t, got.Goroutines, 1)
			got.Goroutines = nil
			require.Equal(t, tt.want, got)
		})
	}
	for _, text := range []string{"", "panic: only said so\n", "fatal error: only said so\nand more", goroutine1} {
		_, ok := ParseCrash([]byte(text))
		require.False(t, ok, text)
	}
}

func TestCrashStartedByLearner(t *testing.T) {
	c, ok := ParseCrash([]byte("panic: x\n\ngoroutine 9 [running]:\nio.Copy()\n\t/go/io.go:1\ncreated by workbook/solutions/x.F in goroutine 1\n\t/w/exercises/x/a.go:7\n"))
	require.True(t, ok)
	f, ok := c.Learner()
	require.True(t, ok)
	require.Equal(t, "exercises/x/a.go:7", f.String())
	_, ok = Crash{}.Learner()
	require.False(t, ok)
}

const race = `printed
==================
WARNING: DATA RACE
Read at 0x00c000018108 by goroutine 7:
  workbook/solutions/x.(*T).inc()
      /w/exercises/x/race.go:4 +0x84
  workbook/solutions/x.G[go.shape.int]()
      /w/exercises/x/race.go:5 +0x79

Previous write at 0x00c000018108 by main goroutine:
  sync/atomic.CompareAndSwapInt32()
      /usr/local/go/src/runtime/race_amd64.s:342 +0xb
  workbook/solutions/x.F()
      /w/exercises/x/race.go:12 +0x96

Goroutine 7 (running) created at:
  workbook/solutions/x.F()
      /w/exercises/x/race.go:9 +0x7d
==================
==================
WARNING: DATA RACE
Atomic write at 0x00c000018108 by goroutine 8:
  [failed to restore the stack]

Previous write at 0x00c000018108 by goroutine 9:
  workbook/solutions/x.F()
      /w/exercises/x/race.go:12 +0x96
==================
Found 2 data race(s)
`

func TestParseRaces(t *testing.T) {
	rs := ParseRaces([]byte(race))
	require.Len(t, rs, 2)
	require.Equal(t, []Access{
		{
			Op: "read", Goroutine: 7,
			Frames: []Frame{
				{"workbook/solutions/x.(*T).inc", "/w/exercises/x/race.go", 4},
				{"workbook/solutions/x.G[go.shape.int]", "/w/exercises/x/race.go", 5},
			},
			CreatedBy: []Frame{{"workbook/solutions/x.F", "/w/exercises/x/race.go", 9}},
		},
		{
			Op: "write", Previous: true,
			Frames: []Frame{
				{"sync/atomic.CompareAndSwapInt32", "/usr/local/go/src/runtime/race_amd64.s", 342},
				{"workbook/solutions/x.F", "/w/exercises/x/race.go", 12},
			},
		},
	}, rs[0].Accesses)
	f, ok := rs[0].Accesses[1].Learner()
	require.True(t, ok)
	require.Equal(t, "exercises/x/race.go:12", f.String())
	require.Equal(t, "atomic write", rs[1].Accesses[0].Op)
	require.Empty(t, rs[1].Accesses[0].Frames)
	require.Len(t, rs[1].Accesses, 2)
	require.NotContains(t, rs[0].Text, "printed")
	require.Empty(t, ParseRaces([]byte("nothing")))
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(dump))
	f.Add([]byte(race))
	f.Add([]byte("panic: one [recovered]\n\tpanic: two\n[signal x]\n" + goroutine1))
	f.Add([]byte("fatal error: x\n\nruntime stack:\n" + goroutine1))
	f.Add([]byte("goroutine 1 [:\ngoroutine 1 []:\ncreated by \n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, g := range ParseGoroutines(b) {
			g.Learner()
			require.NotEmpty(t, g.Wait)
		}
		if c, ok := ParseCrash(b); ok {
			require.NotEmpty(t, c.Goroutines)
			c.Learner()
		}
		for _, r := range ParseRaces(b) {
			require.NotEmpty(t, r.Text)
		}
	})
}
