//go:build unix

package jail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	"turns": func() {
		for range 500 {
			fmt.Print("out\n")
			fmt.Fprint(os.Stderr, "err\n")
		}
	},
	"stdin": func() { n, err := io.Copy(os.Stdout, os.Stdin); fmt.Print(n, err) },
	// Asks as often as ASKS says, and prints what came of it.
	"task": func() {
		var from, ask uintptr
		if _, err := fmt.Sscan(os.Getenv("TASK"), &from, &ask); err != nil {
			panic(err)
		}
		r := os.NewFile(from, "task")
		if syscall.SetNonblock(int(from), true) == nil { // nothing is there before it is asked for
			var b [1]byte
			_, err := syscall.Read(int(from), b[:])
			fmt.Print(err, ": ")
			syscall.SetNonblock(int(from), false)
		}
		fmt.Fprint(os.NewFile(ask, "ask"), os.Getenv("ASKS"))
		if os.Getenv("ASKS") != "" {
			io.Copy(os.Stdout, r)
		}
	},
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
	"gulp": func() {
		b := make([]byte, 4<<30)
		fmt.Println(len(b))
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

// everywhere runs a test at every level that this machine has.
func everywhere(t *testing.T, f func(t *testing.T, cell jail.Cell)) {
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		t.Run(level.String(), func(t *testing.T) { f(t, jail.Cell{Level: level, Temp: t.TempDir()}) })
	}
}

func run(t *testing.T, cell jail.Cell, act string, limits jail.Limits) jail.Result {
	t.Helper()
	res, err := cell.Run(t.Context(), command(t, act, limits))
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
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "hello", jail.Limits{})
		require.Equal(t, jail.Exited, res.Cause)
		require.Zero(t, res.Exit)
		require.Contains(t, string(res.Output), "out\n")
		require.Contains(t, string(res.Output), "err\n")
		require.Equal(t, "err\n", string(res.Trace), "the trace is standard error alone")
		require.Equal(t, 41, run(t, cell, "exit", jail.Limits{}).Exit)
	})
}

// In one stream, what was written comes in the order in which it was.
func TestOneStream(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		cmd := command(t, "turns", jail.Limits{})
		cmd.OneStream = true
		res, err := cell.Run(t.Context(), cmd)
		require.NoError(t, err)
		want := strings.Repeat("out\nerr\n", 500)
		require.Equal(t, want, string(res.Output))
		require.Equal(t, want, string(res.Trace))
	})
}

func TestResultsAreNotOutput(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "results", jail.Limits{})
		require.Equal(t, "a result", string(res.Results))
		require.Equal(t, "no result", string(res.Output))
	})
}

func TestWallClockEndsASleeperWithItsStacks(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "sleep", jail.Limits{Wall: 300 * time.Millisecond})
		require.Equal(t, jail.WallClock, res.Cause)
		require.Contains(t, string(res.Trace), "[sleep]:")
	})
}

func TestWallClockEndsAStoppedProcess(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		cell.QuitGrace = 100 * time.Millisecond
		res := run(t, cell, "stop", jail.Limits{Wall: 300 * time.Millisecond})
		if cell.Level >= jail.L3 {
			require.Equal(t, jail.Exited, res.Cause, "the first process of a namespace cannot stop itself")
			return
		}
		require.Equal(t, jail.WallClock, res.Cause)
		require.Equal(t, syscall.SIGKILL, res.Signal)
	})
}

func TestOutputIsCappedAndTheEndOfStderrKept(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "flood", jail.Limits{OutputKiB: 64})
		require.Len(t, res.Output, 64<<10)
		require.True(t, res.Cut)
		require.Equal(t, "the end\n", string(res.Trace))
		require.Zero(t, res.Exit, "a process that prints much is not stopped for it")
	})
}

func TestMemoryLimit(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "grow", jail.Limits{MemoryMiB: 128, Wall: time.Minute})
		if res.Cause == jail.Exited && cell.Level >= jail.L2 {
			// The kernel's own limit came first.
			require.Contains(t, string(res.Trace), "out of memory")
			return
		}
		require.Equal(t, jail.MemoryFull, res.Cause)
		require.Greater(t, res.PeakMiB, 128)
	})
}

// What the kernel holds does not depend on how often anybody looks.
func TestMemoryIsLimitedWhileNobodyLooks(t *testing.T) {
	for level := jail.L2; level <= jail.Probe().Level; level++ {
		res := run(t, jail.Cell{Level: level, Temp: t.TempDir()}, "gulp", jail.Limits{MemoryMiB: 128})
		require.Equal(t, jail.Exited, res.Cause, level)
		require.Contains(t, string(res.Trace), "out of memory", level)
	}
}

func TestEnvironmentIsCleanAndHomePrivate(t *testing.T) {
	t.Setenv("SECRET_OF_THE_GRADER", "yes")
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		res := run(t, cell, "env", jail.Limits{})
		require.NotContains(t, string(res.Output), "SECRET_OF_THE_GRADER")
		home := "HOME=" + cell.Temp
		if cell.Level >= jail.L2 {
			home = "HOME=/ "
			require.NotContains(t, string(res.Output), cell.Temp, "where the grader keeps its files is nobody's business")
		}
		require.Contains(t, string(res.Output), home)
		left, err := os.ReadDir(cell.Temp)
		require.NoError(t, err)
		require.Empty(t, left, "nothing is left in the temporary folder")
	})
}

func TestATaskComesWhenItIsAskedFor(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		for asks, want := range map[string]string{"": "", "x": "a task", "xxx": "a task"} {
			cmd := command(t, "task", jail.Limits{})
			cmd.Task, cmd.TaskEnv = []byte("a task"), "TASK"
			cmd.Env = append(cmd.Env, "ASKS="+asks)
			res, err := cell.Run(t.Context(), cmd)
			require.NoError(t, err)
			require.Zero(t, res.Exit, "%s", res.Output)
			require.Equal(t, syscall.EAGAIN.Error()+": "+want, string(res.Output))
			require.Equal(t, len(asks), res.Asked)
		}
		cmd := command(t, "task", jail.Limits{})
		cmd.Task, cmd.TaskEnv = make([]byte, 1<<20), "TASK"
		_, err := cell.Run(t.Context(), cmd)
		require.ErrorContains(t, err, "more than a pipe holds")
	})
}

func TestStandardInputIsEmpty(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		cmd := command(t, "stdin", jail.Limits{})
		cmd.Task, cmd.TaskEnv = []byte("a task"), "TASK"
		res, err := cell.Run(t.Context(), cmd)
		require.NoError(t, err)
		require.Equal(t, "0 <nil>", string(res.Output))
	})
}

func TestNothingIsLeftRunning(t *testing.T) {
	// Only at L1 can it have a child at all.
	res := run(t, jail.Cell{Temp: t.TempDir()}, "orphan", jail.Limits{})
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
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		_, err := cell.Run(ctx, command(t, "sleep", jail.Limits{Wall: time.Hour}))
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestAProgramThatIsNotThere(t *testing.T) {
	_, err := jail.Cell{Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: filepath.Join(t.TempDir(), "nothing")})
	require.ErrorIs(t, err, os.ErrNotExist)
}
