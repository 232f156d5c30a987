package solutions_test

import (
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

func TestTelemetryFacts(t *testing.T) {
	longtest.Turn(t)
	t.Run("main does not wait", func(t *testing.T) { runsAsShown(t, "06_telemetry", 1) })

	t.Run("a panic passes by the last line", func(t *testing.T) {
		lesson, err := os.ReadFile("../exercises/06_telemetry/lesson.md")
		require.NoError(t, err)
		program := regexp.MustCompile("(?s)```go\n(package main\n[^`]*?the work failed.*?)```.*?```text\n[$] go run [.]\n(.*?)```").FindStringSubmatch(string(lesson))
		require.NotNil(t, program)
		out, err := runProgram(t, program[1])
		require.Error(t, err)
		require.True(t, strings.HasPrefix(out, program[2]), out)
		require.NotContains(t, out, "last report sent\n")
	})

	t.Run("deferred calls run however a function is left, and may block", func(t *testing.T) {
		for _, work := range []func(){func() {}, func() { panic("work") }, runtime.Goexit} {
			var got []string
			arrived, hold, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
			go func() {
				defer close(over)
				defer func() { got = append(got, "recovered"); _ = recover() }()
				func() {
					defer func() { got = append(got, "deferred first") }()
					defer func() { close(arrived); <-hold; got = append(got, "deferred last") }()
					work()
				}()
			}()
			<-arrived
			close(hold)
			<-over
			require.Equal(t, []string{"deferred last", "deferred first", "recovered"}, got)
		}
	})

	t.Run("what is not recovered goes on untouched", func(t *testing.T) {
		value := new(int)
		defer func() { require.Same(t, value, recover()) }()
		defer func() {}()
		panic(value)
	})

	t.Run("a WaitGroup hears of Goexit", func(t *testing.T) {
		var wg sync.WaitGroup
		wg.Go(runtime.Goexit)
		wg.Wait()
	})

	t.Run("a second panic takes the place of the first", func(t *testing.T) {
		defer func() { require.Equal(t, "second", recover()) }()
		defer func() { panic("second") }()
		panic("first")
	})
}

func TestTelemetryExitFacts(t *testing.T) {
	t.Run("os.Exit and log.Fatal run no deferred calls", func(t *testing.T) {
		for _, end := range []string{"os.Exit(3)", `log.Fatal("fatal")`} {
			out, err := runProgram(t, "package main\n\nimport (\n\t\"log\"\n\t\"os\"\n)\n\nvar _, _ = os.Exit, log.Fatal\n\nfunc main() {\n\tdefer println(\"deferred\")\n\t"+end+"\n}\n")
			require.Error(t, err)
			require.NotContains(t, out, "deferred")
		}
	})
}
