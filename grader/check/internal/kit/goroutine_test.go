package kit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/trace"
)

func TestDoes(t *testing.T) {
	for name, tt := range map[string]struct{ called, says string }{
		"the kit's connection":      {"workbook/grader/check.(*serverConn).Read", "waits in Read"},
		"the kit's listener":        {"workbook/grader/check.(*Listener).Accept", "waits in Accept"},
		"a hidden test's listener":  {"workbook/solutions/internal/nettest.(*Tap).Accept", "waits in Accept"},
		"a task":                    {"workbook/solutions/01_echo_test.(*server).handle", "runs a task, which waits"},
		"a task of the subject":     {"main.main.func1.1", "runs a task, which waits"},
		"a gate as a task":          {"workbook/grader/check.(*Gate).Wait", "runs a task, which waits"},
		"a barrier as a task":       {"workbook/grader/check.(*Barrier).Arrive", "runs a task, which waits"},
		"the standard library":      {"bufio.(*Reader).ReadString", "waits in bufio.Reader.ReadString"},
		"a real connection":         {"net.(*TCPListener).Accept", "waits in Accept"},
		"a sleep":                   {"time.Sleep", "sleeps in time.Sleep"},
		"nothing but the runtime's": {"", "waits to receive from a channel"},
	} {
		t.Run(name, func(t *testing.T) {
			dump := "goroutine 7 [chan receive]:\n"
			if tt.called != "" {
				dump += tt.called + "(0x1)\n\t/somewhere/file.go:1 +0x1\n"
			}
			dump += "workbook/exercises/01_echo.Echo(0x1)\n\t/course/exercises/01_echo/echo.go:9 +0x1\n"
			require.Equal(t, tt.says, does(trace.ParseGoroutines([]byte(dump))[0]))
		})
	}
}

func TestWeight(t *testing.T) {
	of := func(state string, calls ...string) int {
		dump := "goroutine 7 [" + state + "]:\n"
		for _, f := range append(calls, "workbook/exercises/01_echo.Echo") {
			file := "/somewhere/file.go:1"
			if f == "workbook/exercises/01_echo.Echo" {
				file = "/course/exercises/01_echo/echo.go:9"
			}
			dump += f + "(0x1)\n\t" + file + " +0x1\n"
		}
		return weight(Describe(trace.ParseGoroutines([]byte(dump)), nil)[0])
	}
	const wait = "sync.(*Cond).Wait"
	sends := of("chan send")
	copies := of("sync.Cond.Wait", wait, "workbook/grader/check.(*serverConn).Read", "io.copyBuffer", "io.Copy")
	answers := of("sync.Cond.Wait", wait, "workbook/grader/check.(*serverConn).Write", "io.copyBuffer", "io.Copy")
	require.Less(t, sends, copies, "where nobody speaks, there is nothing to see")
	require.Less(t, answers, copies)
	require.Equal(t, weightRead, copies)
	require.Equal(t, weightRead, of("IO wait", "internal/poll.(*FD).Read", "net.(*conn).Read", "io.ReadAll"))
}

func TestAddWaits(t *testing.T) {
	at := func(line int) Position { return Position{"a.go", line} }
	waits := func(name string, line, started int) Goroutine {
		g := Goroutine{Name: name, Does: "waits in Read", At: at(line)}
		if started > 0 {
			g.Started = at(started)
		}
		return g
	}
	for _, tt := range []struct {
		ws   []Goroutine
		says string
	}{
		{[]Goroutine{waits("Echo", 5, 0)}, "Echo waits in Read at a.go:5."},
		{[]Goroutine{waits("", 5, 3)}, "The goroutine started at a.go:3 waits in Read at a.go:5."},
		{[]Goroutine{waits("", 5, 5)}, "A goroutine waits in Read at a.go:5."},
		{[]Goroutine{waits("", 5, 3), waits("", 5, 3), waits("", 6, 3)}, "2 goroutines wait in Read at a.go:5; the goroutine started at a.go:3 waits in Read at a.go:6."},
		{[]Goroutine{waits("Echo", 5, 0), waits("Echo", 5, 0)}, "2 goroutines wait in Read at a.go:5."},
		{[]Goroutine{waits("Map 0", 5, 0), waits("Map 1", 5, 0)}, "Map 0 and one other wait in Read at a.go:5."},
		{[]Goroutine{waits("Map 0", 5, 0), waits("", 5, 3), waits("Map 1", 5, 0), waits("Map 2", 5, 0)}, "Map 0 and 2 others wait in Read at a.go:5; the goroutine started at a.go:3 waits in Read at a.go:5."},
		{[]Goroutine{waits("", 1, 0), waits("", 2, 0), waits("", 3, 0), waits("", 4, 0), waits("", 5, 0)}, "A goroutine waits in Read at a.go:1; a goroutine waits in Read at a.go:2; a goroutine waits in Read at a.go:3; a goroutine waits in Read at a.go:4; 1 more waits elsewhere."},
		{[]Goroutine{waits("", 1, 0), waits("", 2, 0), waits("", 3, 0), waits("", 4, 0), waits("", 5, 0), waits("", 5, 0)}, "A goroutine waits in Read at a.go:1; a goroutine waits in Read at a.go:2; a goroutine waits in Read at a.go:3; a goroutine waits in Read at a.go:4; 2 more wait elsewhere."},
	} {
		m := Mistake{Message: "It hangs"}
		AddWaits(&m, tt.ws)
		require.Equal(t, "It hangs. "+tt.says, m.Message)
	}
}
