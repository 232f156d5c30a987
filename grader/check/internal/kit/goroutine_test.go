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
