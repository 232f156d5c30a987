package solutions_test

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// What the lesson of 12_abort says, where a program can check it.

func TestFactsOfAbort(t *testing.T) {
	longtest.Turn(t)
	t.Run("a child is kept by its parent until one of the two is over", func(t *testing.T) {
		parent := &countingContext{Context: t.Context(), done: make(chan struct{})}
		_, cancel := context.WithCancel(parent)
		require.Equal(t, 1, parent.children)
		cancel()
		require.Zero(t, parent.children)
	})
	t.Run("the end of a child is nothing to its parent", func(t *testing.T) {
		parent, end := context.WithCancel(t.Context())
		child, cancel := context.WithCancel(parent)
		cancel()
		require.ErrorIs(t, child.Err(), context.Canceled)
		require.NoError(t, parent.Err())
		cancel() // as often as one likes
		end()
	})
	t.Run("the end of a parent is that of its children", func(t *testing.T) {
		parent, end := context.WithDeadline(t.Context(), time.Unix(0, 0))
		defer end()
		child, cancel := context.WithCancel(parent)
		defer cancel()
		require.ErrorIs(t, child.Err(), context.DeadlineExceeded)
	})
	t.Run("nil is nil to errors.Is", func(t *testing.T) {
		require.True(t, errors.Is(nil, context.Background().Err()))
	})
	t.Run("a deadline ends a Read", func(t *testing.T) {
		conn, client := net.Pipe()
		defer client.Close()
		ctx, cancel := context.WithCancel(t.Context())
		stop := context.AfterFunc(ctx, func() { conn.SetReadDeadline(time.Now()) })
		defer stop()
		cancel()
		_, err := conn.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	})
}

// countingContext is a context that is asked for its end by its children, whom it
// counts.
type countingContext struct {
	context.Context
	done     chan struct{}
	children int
}

func (c *countingContext) Done() <-chan struct{} { return c.done }

// AfterFunc is what package context calls for each child of a context that has it.
func (c *countingContext) AfterFunc(func()) (stop func() bool) {
	c.children++
	return func() bool { c.children--; return true }
}

func TestFactsOfAbortVet(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(`package main

import "context"

func main() {
	ctx, _ := context.WithCancel(context.Background())
	<-ctx.Done()
}
`), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module main\n\ngo 1.26\n"), 0o600))
	cmd := exec.Command("go", "vet", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.Error(t, err, "go vet has nothing to say any more")
	said := strings.Join(strings.Fields(string(out)), " ")

	lesson, err := os.ReadFile("../exercises/12_abort/lesson.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(lesson), "```text\n")
	require.True(t, found, "the lesson has no output any more")
	quoted, _, _ := strings.Cut(after, "```")
	require.Contains(t, said, strings.Join(strings.Fields(quoted), " "))
}
