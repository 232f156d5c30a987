package solutions_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"workbook/grader/longtest"
)

// What the lesson of 13_bounded says, where a program can check it.

func TestFactsOfBounded(t *testing.T) {
	longtest.Turn(t)
	t.Run("a limited errgroup has no room for one more", func(t *testing.T) {
		var g errgroup.Group
		g.SetLimit(1)
		end := make(chan struct{})
		g.Go(func() error { <-end; return nil })
		require.False(t, g.TryGo(func() error { return nil }), "and so Go waits")
		close(end)
		require.NoError(t, g.Wait())
	})
	t.Run("a slot in an ordinary statement is lost by a recovered panic", func(t *testing.T) {
		slots := make(chan struct{}, 1)
		slots <- struct{}{}
		func() {
			defer func() { _ = recover() }()
			fails()
			<-slots
		}()
		require.Len(t, slots, 1, "nobody gave it back")
	})
	t.Run("deferred calls run last in, first out", func(t *testing.T) {
		var order []string
		func() {
			defer func() { order = append(order, "slot") }()
			defer func() { order = append(order, "close") }()
		}()
		require.Equal(t, []string{"close", "slot"}, order)
	})
}

func fails() { panic("in the handler") }

// TestFactsOfBoundedDeadlock loses all slots of a program that has nothing else to do.
func TestFactsOfBoundedDeadlock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(`package main

func main() {
	slots := make(chan struct{}, 2)
	for {
		slots <- struct{}{}
		over := make(chan struct{})
		go func() {
			defer close(over)
			defer func() { recover() }()
			panic("in the handler")
		}()
		<-over
	}
}
`), 0o600))
	out, err := exec.Command("go", "run", file).CombinedOutput()
	require.Error(t, err)

	lesson, err := os.ReadFile("../exercises/13_bounded/lesson.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(lesson), "```text\n")
	require.True(t, found, "the lesson has no output any more")
	quoted, _, _ := strings.Cut(after, "```")
	require.Contains(t, string(out), quoted)
}
