package solutions_test

import (
	"iter"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the lesson of 16_executor says about turns and deadlocks.

func TestFactTurns(t *testing.T) {
	var lines []string // guarded by nothing but the turns
	turn, back := make(chan struct{}), make(chan struct{})
	go func() {
		for _, word := range []string{"one", "two"} {
			<-turn
			lines = append(lines, word)
			back <- struct{}{}
		}
	}()
	for range 2 {
		turn <- struct{}{}
		<-back
		lines = append(lines, "between")
	}
	require.Equal(t, []string{"one", "between", "two", "between"}, lines)

	lines = nil
	next, stop := iter.Pull(func(yield func(int) bool) {
		lines = append(lines, "one")
		yield(1)
		lines = append(lines, "two")
	})
	defer stop()
	next()
	require.Equal(t, []string{"one"}, lines, "iter.Pull runs a function up to its next yield")
	next()
	require.Equal(t, []string{"one", "two"}, lines)
}

// A test binary has goroutines that wait for signals and the like, so the deadlock
// is that of a program which does nothing else.
func TestFactDeadlock(t *testing.T) {
	const program = "package main\n\nimport \"sync\"\n\nfunc main() {\n\tdefer func() { recover() }()\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\twg.Wait()\n}\n"
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(dir+"/main.go", []byte(program), 0o600))
	exe := dir + "/deadlock.exe"
	build := exec.CommandContext(t.Context(), "go", "build", "-o", exe, dir+"/main.go")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	cmd := exec.CommandContext(t.Context(), exe)
	out, err = cmd.CombinedOutput()
	require.Error(t, err, "a deadlock of the whole process ends it")
	require.Contains(t, string(out), "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [sync.WaitGroup.Wait]:\n")
	require.Equal(t, 2, cmd.ProcessState.ExitCode())
}
