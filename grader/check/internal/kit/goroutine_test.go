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
