package solutions_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// shownPrograms finds whole programs in a lesson with what they print, which is
// the text block that follows.
var shownPrograms = regexp.MustCompile("(?s)```go\n(package main\n.*?)```\n\n```text\n[$] go run [.]\n(.*?)```")

// runsAsShown runs the programs of a lesson, and expects of each what the lesson
// says that it prints.
func runsAsShown(t *testing.T, id string, programs int) {
	t.Helper()
	lesson, err := os.ReadFile("../exercises/" + id + "/lesson.md")
	require.NoError(t, err)
	shown := shownPrograms.FindAllStringSubmatch(string(lesson), -1)
	require.Len(t, shown, programs, "programs with their output in the lesson")
	for _, s := range shown {
		out, _ := runProgram(t, s[1])
		require.Equal(t, s[2], out, "this program printed something else:\n%s", s[1])
	}
}

// runProgram compiles and runs a program, and gives what it prints to both its
// outputs and how it ended: nil or an *exec.ExitError. The flags are for go build.
func runProgram(t *testing.T, source string, flags ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	file, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "main.exe")
	require.NoError(t, os.WriteFile(file, []byte(source), 0o600))
	build := exec.Command("go", append(append([]string{"build", "-o", binary}, flags...), file)...)
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // for a program that hangs
	defer cancel()
	var both bytes.Buffer
	cmd := exec.CommandContext(ctx, binary)
	cmd.Stdout, cmd.Stderr = &both, &both
	err = cmd.Run()
	require.NoError(t, ctx.Err(), "the program hangs")
	return both.String(), err
}

func TestBlocksFacts(t *testing.T) {
	longtest.Turn(t)
	t.Run("output in the lesson", func(t *testing.T) { runsAsShown(t, "04_blocks", 1) })

	t.Run("arguments are worked out at the go statement", func(t *testing.T) {
		x, ran, done := 1, false, make(chan [2]int)
		argument := func() int {
			ran = true
			return x
		}
		hold := make(chan struct{})
		go func(early int) {
			<-hold
			done <- [2]int{early, x}
		}(argument())
		require.True(t, ran, "before the next line")
		x = 2
		close(hold)
		require.Equal(t, [2]int{1, 2}, <-done)
	})

	const loop = `package main

func main() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	for _, v := range []int{7, 8, 9} {
		fs = append(fs, func() int { return v })
	}
	for _, f := range fs {
		print(f(), " ")
	}
}
`
	t.Run("loop variables are new each time around", func(t *testing.T) {
		out, err := runProgram(t, loop)
		require.NoError(t, err)
		require.Equal(t, "0 1 2 7 8 9", strings.TrimSpace(out))
	})
	t.Run("they were not before Go 1.22", func(t *testing.T) {
		out, err := runProgram(t, loop, "-gcflags=-lang=go1.21")
		require.NoError(t, err)
		require.Equal(t, "3 3 3 9 9 9", strings.TrimSpace(out))
	})

	t.Run("the race detector sees a shared append, and not elements", func(t *testing.T) {
		if out, _ := exec.Command("go", "env", "CGO_ENABLED").Output(); strings.TrimSpace(string(out)) != "1" {
			t.Skip("no C compiler, no race detector")
		}
		const program = `package main

import "sync"

func main() {
	lengths := make([]int, LENGTH)
	var wg sync.WaitGroup
	for i, word := range []string{"to", "be", "or", "not"} {
		wg.Go(func() { CHANGE })
		_, _ = i, word
	}
	wg.Wait()
}
`
		with := func(length, change string) string {
			return strings.NewReplacer("LENGTH", length, "CHANGE", change).Replace(program)
		}
		out, err := runProgram(t, with("0", "lengths = append(lengths, len(word))"), "-race")
		require.Error(t, err)
		require.Contains(t, out, "WARNING: DATA RACE")
		require.Contains(t, out, "Previous write at 0x")
		out, err = runProgram(t, with("4", "lengths[i] = len(word)"), "-race")
		require.NoError(t, err, out)
	})
}
