package solutions_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the lesson of 17_capstone says, where a program can check it.
func TestFactsOfTheCapstone(t *testing.T) {
	lesson, err := os.ReadFile("../exercises/17_capstone/lesson.md")
	require.NoError(t, err)

	t.Run("ReadString gives text together with an error", func(t *testing.T) {
		in := bufio.NewReader(strings.NewReader("tea\nmil"))
		line, err := in.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "tea\n", line)
		line, err = in.ReadString('\n')
		require.Equal(t, io.EOF, err)
		require.Equal(t, "mil", line)
		line, err = in.ReadString('\n')
		require.Equal(t, io.EOF, err)
		require.Empty(t, line)
	})
	t.Run("half a line and another error", func(t *testing.T) {
		broken := io.ErrClosedPipe
		in := bufio.NewReader(io.MultiReader(strings.NewReader("delete all"), failing{broken}))
		line, err := in.ReadString('\n')
		require.Equal(t, broken, err)
		require.Equal(t, "delete all", line)
	})
	t.Run("a Scanner gives up at 64 KiB", func(t *testing.T) {
		in := bufio.NewScanner(strings.NewReader(strings.Repeat("x", 64<<10) + "\n"))
		require.False(t, in.Scan())
		require.Contains(t, string(lesson), "\n"+in.Err().Error()+"\n")

		in = bufio.NewScanner(strings.NewReader("a\nb"))
		for _, want := range []string{"a", "b"} {
			require.True(t, in.Scan())
			require.Equal(t, want, in.Text(), "the newline is off")
		}
	})
	t.Run("a context is cancelled once", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, ctx.Err())
		cancel()
		cancel()
		require.Equal(t, context.Canceled, ctx.Err())
	})
	t.Run("a mutex does not know who has it", func(t *testing.T) {
		var mu sync.Mutex
		mu.Lock()
		require.False(t, mu.TryLock())
	})
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
