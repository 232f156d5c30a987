//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// TestLinesInATerminal sits at a terminal in the line mode: saves are graded between
// prompts, Ctrl-C stops what is being graded, and at the prompt the session.
func TestLinesInATerminal(t *testing.T) {
	longtest.Skip(t, "it builds a course")
	root := smallCourse(t)
	save := func(body string) {
		file := filepath.Join(root, "exercises", "01_hello", "hello.go")
		require.NoError(t, os.WriteFile(file, []byte("package hello\n\nfunc Hello() string {\n"+body+"\n}\n"), 0o644))
	}
	p := startInTerminal(t, root, []string{"TERM=dumb"})
	types := func(text string) {
		_, err := p.terminal.WriteString(text)
		require.NoError(t, err)
	}
	p.until(t, "01> ")
	types("watch\n")
	p.until(t, "Every save is graded.")

	save("\treturn \"nothing\"")
	p.until(t, "Failed: 01 Say hello, 0 of 10 points")
	p.until(t, "Type checks for each.\r\n01> ")

	save("\tfor {\n\t}")
	p.seen.Reset()
	p.until(t, "Grading: 01 Say hello")
	types("\x03")
	p.until(t, "Stopped: 01 Say hello was not graded.")

	save("\treturn \"hello\"")
	p.until(t, "Passed: 01 Say hello, 10 of 10 points")
	types("next\n")
	p.until(t, "02> ")
	types("\x03")
	require.Equal(t, exitOK, p.end(), p.seen.String())
	require.Contains(t, p.seen.String(), "\r\n1 of 2 passed; next: 02 Add numbers.\r\n")
	require.NotContains(t, p.seen.String(), "\x1b")
}

// TestWhoIsAskedForLines: the environment asks for them, and the flag decides.
func TestWhoIsAskedForLines(t *testing.T) {
	for _, tc := range []struct {
		name  string
		args  []string
		env   string
		lines bool
	}{
		{"asked", []string{"--plain"}, "ACCESSIBLE=", true},
		{"accessible", nil, "ACCESSIBLE=1", true},
		{"dumb", nil, "TERM=dumb", true},
		{"refused", []string{"--plain=false"}, "ACCESSIBLE=1", false},
		{"screens", nil, "ACCESSIBLE=", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
			require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
			p := startInTerminal(t, root, []string{tc.env}, tc.args...)
			end := "q"
			if tc.lines {
				p.until(t, "01> ")
				end = "q\n"
			} else {
				p.until(t, "\x1b[?1049h")
				p.until(t, "hello")
				end = "qq" // the welcome page, and all
			}
			_, err := p.terminal.WriteString(end)
			require.NoError(t, err)
			require.Equal(t, exitOK, p.end(), p.seen.String())
			require.Equal(t, !tc.lines, strings.Contains(p.seen.String(), "\x1b"), "%q", p.seen.String())
		})
	}
}

// TestLinesKnowTheKeys: whoever knows a key of the screens can type it in the line mode.
func TestLinesKnowTheKeys(t *testing.T) {
	onlyOfScreens := map[string]string{
		"↑": "nothing is scrolled", "↓": "nothing is scrolled", "space": "it is an empty line", "z": "there are no panes",
		"y": "the terminal copies what it shows", "m": "the mouse is the terminal's", "L": "they are said all the same",
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	_, table, found := strings.Cut(string(readme), "## Keys\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n## ")
	var asked strings.Builder
	known := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*?) \\|").FindAllStringSubmatch(table, -1) {
		for _, key := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			if onlyOfScreens[key[1]] == "" {
				asked.WriteString("help " + strings.ToLower(key[1]) + "\n")
				known++
			}
		}
	}
	require.Greater(t, known, 10)
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	cmd := exec.Command("workbook", "--plain")
	cmd.Dir, cmd.Stdin = root, strings.NewReader(asked.String())
	said, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", said)
	require.NotContains(t, string(said), "There is no command")
	require.Len(t, regexp.MustCompile(`(?m)^[a-z]+( \S+)?, or `).FindAllString(string(said), -1), known, "%s\n%s", asked.String(), said)
}
