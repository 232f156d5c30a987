package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/scaffold"
	"workbook/grader/longtest"
)

// Each save is answered, one that breaks something as well as one that mends it, until
// whoever reads has enough.
func TestVerifyOnSave(t *testing.T) {
	longtest.Skip(t, "it takes a while")
	engine, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	root := filepath.Join(t.TempDir(), "course")
	made, err := scaffold.Course(root, scaffold.CourseOptions{Engine: engine})
	require.NoError(t, err)

	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	defer reader.Close()
	s := newSession()
	s.out = newScreen(writer)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.verifyOnSave(ctx, root, made.ID, verifyFlags{runs: 1, race: "off", quick: true}.options())
		writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	// round reads what is said up to the end of a round.
	round := func() string {
		var text strings.Builder
		for lines.Scan() {
			text.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "Waiting for a save") {
				return text.String()
			}
		}
		require.Fail(t, "it has ended", "%s", text.String())
		return ""
	}

	first := round()
	require.Contains(t, first, "ok  known-wrong polls is caught by TestWaits")
	require.Contains(t, first, "The exercise is good.")
	require.Less(t, strings.Index(first, "the reference passes"), strings.Index(first, "known-wrong"))

	name := filepath.Join(root, "exercises", made.ID, "exercise.toml")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, []byte(strings.Replace(string(text), "summary", "sumary", 1)), 0o644))
	broken := round()
	for !strings.Contains(broken, "sumary") { // a save may be seen half written
		broken = round()
	}
	require.Contains(t, broken, "after a save of exercises/"+made.ID+"/exercise.toml")
	require.Contains(t, broken, "no  the course")
	require.Contains(t, broken, "help exercise")

	require.NoError(t, os.WriteFile(name, text, 0o644))
	for lines.Scan() && !strings.Contains(lines.Text(), "the reference passes") {
	}
	require.Contains(t, lines.Text(), "the reference passes")
	cancel() // in the middle of a round
	go io.Copy(io.Discard, reader)
	require.NoError(t, <-ended)
}
