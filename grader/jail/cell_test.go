//go:build unix

package jail_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
)

// The test binary is also the program that the tests jail: JAILED names what it
// does then.
func TestMain(m *testing.M) {
	if act, ok := acts[os.Getenv("JAILED")]; ok {
		act()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var acts = map[string]func(){
	"hello": func() { fmt.Print("out\n"); fmt.Fprint(os.Stderr, "err\n") },
	"exit":  func() { os.Exit(41) },
	"sleep": func() { time.Sleep(time.Hour) },
	"stop":  func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP) },
	"flood": func() {
		for range 4096 {
			fmt.Print(strings.Repeat("x", 1023), "\n")
		}
		fmt.Fprint(os.Stderr, "the end\n")
	},
	"grow": func() {
		var keep [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			keep = append(keep, b)
		}
	},
	"env": func() {
		fmt.Println(os.Environ())
		fmt.Println(os.Getwd())
	},
	"results": func() {
		fd, _ := strconv.Atoi(os.Getenv("RESULTS"))
		fmt.Fprint(os.NewFile(uintptr(fd), "results"), "a result")
		fmt.Print("no result")
	},
	// Leaves a child behind that holds the pipes.
	"orphan": func() {
		cmd := exec.Command("sleep", "3600")
		cmd.Stdout = os.Stdout
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		fmt.Println(cmd.Process.Pid)
	},
}

func run(t *testing.T, act string, limits jail.Limits) jail.Result {
	t.Helper()
	res, err := jail.Cell{Temp: t.TempDir()}.Run(t.Context(), command(t, act, limits))
	require.NoError(t, err)
	return res
}

func command(t *testing.T, act string, limits jail.Limits) jail.Command {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	return jail.Command{Path: self, Env: []string{"JAILED=" + act}, Limits: limits, ResultsEnv: "RESULTS"}
}

func TestOutputAndExitCode(t *testing.T) {
	res := run(t, "hello", jail.Limits{})
	require.Equal(t, jail.Exited, res.Cause)
	require.Zero(t, res.Exit)
	require.Contains(t, string(res.Output), "out\n")
	require.Contains(t, string(res.Output), "err\n")
	require.Equal(t, "err\n", string(res.Trace), "the trace is standard error alone")
	require.Equal(t, 41, run(t, "exit", jail.Limits{}).Exit)
}

func TestResultsAreNotOutput(t *testing.T) {
	res := run(t, "results", jail.Limits{})
	require.Equal(t, "a result", string(res.Results))
	require.Equal(t, "no result", string(res.Output))
}

func TestWallClockEndsASleeperWithItsStacks(t *testing.T) {
	res := run(t, "sleep", jail.Limits{Wall: 300 * time.Millisecond})
	require.Equal(t, jail.WallClock, res.Cause)
	require.Contains(t, string(res.Trace), "[sleep]:")
}

func TestWallClockEndsAStoppedProcess(t *testing.T) {
	j := jail.Cell{Temp: t.TempDir(), QuitGrace: 100 * time.Millisecond}
	res, err := j.Run(t.Context(), command(t, "stop", jail.Limits{Wall: 300 * time.Millisecond}))
	require.NoError(t, err)
	require.Equal(t, jail.WallClock, res.Cause)
	require.Equal(t, syscall.SIGKILL, res.Signal)
}

func TestOutputIsCappedAndTheEndOfStderrKept(t *testing.T) {
	res := run(t, "flood", jail.Limits{OutputKiB: 64})
	require.Len(t, res.Output, 64<<10)
	require.True(t, res.Cut)
	require.Equal(t, "the end\n", string(res.Trace))
	require.Zero(t, res.Exit, "a process that prints much is not stopped for it")
}

func TestMemoryLimit(t *testing.T) {
	res := run(t, "grow", jail.Limits{MemoryMiB: 128, Wall: time.Minute})
	require.Equal(t, jail.MemoryFull, res.Cause)
	require.Greater(t, res.PeakMiB, 128)
}

func TestEnvironmentIsCleanAndHomePrivate(t *testing.T) {
	t.Setenv("SECRET_OF_THE_GRADER", "yes")
	temp := t.TempDir()
	res, err := jail.Cell{Temp: temp}.Run(t.Context(), command(t, "env", jail.Limits{}))
	require.NoError(t, err)
	require.NotContains(t, string(res.Output), "SECRET_OF_THE_GRADER")
	require.Contains(t, string(res.Output), "HOME="+temp)
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left, "the private home is removed")
}

func TestNothingIsLeftRunning(t *testing.T) {
	res := run(t, "orphan", jail.Limits{})
	pid, err := strconv.Atoi(strings.TrimSpace(string(res.Output)))
	require.NoError(t, err, "the act prints its child's process id: %q", res.Output)
	require.Eventually(t, func() bool { return gone(pid) }, time.Minute, time.Millisecond,
		"the child of a jailed process is still running")
}

// gone reports whether a process has ended; one that nobody has reaped yet has.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func TestCancelEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := jail.Cell{Temp: t.TempDir()}.Run(ctx, command(t, "sleep", jail.Limits{Wall: time.Hour}))
	require.ErrorIs(t, err, context.Canceled)
}

func TestAProgramThatIsNotThere(t *testing.T) {
	_, err := jail.Cell{Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: filepath.Join(t.TempDir(), "nothing")})
	require.ErrorIs(t, err, os.ErrNotExist)
}
