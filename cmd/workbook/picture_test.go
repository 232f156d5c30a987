//go:build !windows

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// update has TestPicture and TestRunPicture draw the README's pictures anew:
//
//	WORKBOOK_LONG=1 go test ./cmd/workbook -run Picture -update
var update = flag.Bool("update", false, "draw the README's picture anew")

const (
	pictureFile    = "screen.svg"
	runPictureFile = "run.svg"
	pictureColumns = 120
	pictureRows    = 36
)

// oneAtATime is what somebody may hand in for 02_spawned who has not read its lesson.
const oneAtATime = `package spawned

import (
	"errors"
	"io"
	"net"
)

func Echo(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		io.Copy(conn, conn)
		conn.Close()
	}
}
`

// TestPicture holds the README's picture against a real session: the first exercise has
// passed, and the second is saved with a server that serves one client at a time.
func TestPicture(t *testing.T) {
	longtest.Skip(t, "it builds and grades")
	if runtime.GOOS != "linux" {
		t.Skip("in the picture is a run that was recorded behind the verdict, which takes Linux")
	}
	root := learnersCourse(t)
	second := filepath.Join(root, "exercises", "02_spawned", "echo.go")
	require.NoError(t, os.WriteFile(second, []byte("package spawned\n"), 0o600))
	got := workbook(t, root, nil, "grade", "01", "--race", "off")
	require.Equal(t, exitOK, got.code, got.output)

	p := startInTerminalOf(t, pty.Winsize{Rows: pictureRows, Cols: pictureColumns}, root, []string{"NO_COLOR=", "COLORTERM=", "WORKBOOK_POLL="})
	p.show(t, "1 of 17 passed", "02 A goroutine for each client", "isolation")
	require.NoError(t, os.WriteFile(second, []byte(oneAtATime), 0o600))
	p.show(t, "✗ A silent client delays nobody", "took", "isolation")
	p.hide(t, "preparing")                         // which goes on beside, for as long as the machine takes
	p.show(t, "░→ waits in the queue, to the end") // the lane in the recorded run, which fills its room
	_, err := p.terminal.WriteString("q")
	require.NoError(t, err)
	require.Equal(t, exitOK, p.end())

	term := p.screen()
	svg := string(drawTerminal(term, "workbook in a terminal of 120 by 36", pictureColumns, pictureRows))
	if *update {
		require.NoError(t, os.WriteFile(pictureFile, []byte(svg), 0o644))
	}
	kept, err := os.ReadFile(pictureFile)
	require.NoError(t, err)
	require.Equal(t, lasting(textOf(t, svg)), lasting(textOf(t, string(kept))),
		"the README's picture is stale; draw it anew: WORKBOOK_LONG=1 go test ./cmd/workbook -run TestPicture -update")
	requireCaption(t, term.String())
}

// TestRunPicture holds the README's other picture against a real run: what is drawn of one
// follows from the submission and the schedule's number.
func TestRunPicture(t *testing.T) {
	longtest.Skip(t, "it builds and runs a check")
	if runtime.GOOS != "linux" {
		t.Skip("runs are recorded on Linux")
	}
	root := learnersCourse(t)
	require.NoError(t, os.WriteFile(filepath.Join(root, "exercises", "02_spawned", "echo.go"), []byte(oneAtATime), 0o600))
	drawn := filepath.Join(t.TempDir(), runPictureFile)
	got := workbook(t, root, nil, "trace", "02", "--check", "TestSilentClient", "--schedule", "1", "--format", "svg", "--output", drawn)
	require.Equal(t, exitOK, got.code, got.output)
	svg, err := os.ReadFile(drawn)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(runPictureFile, svg, 0o644))
	}
	kept, err := os.ReadFile(runPictureFile)
	require.NoError(t, err)
	require.Equal(t, string(kept), string(svg), "the README's picture is stale; draw it anew: WORKBOOK_LONG=1 go test ./cmd/workbook -run TestRunPicture -update")
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	require.Contains(t, string(readme), "![A run of 02 that fails: B waits in the queue to the end, for Echo is in io.Copy with A, which is silent](cmd/workbook/"+runPictureFile+")")
}

// show reads until the terminal shows all the words at the same time.
func (p *program) show(t *testing.T, words ...string) {
	t.Helper()
	for !containsAll(p.screen().String(), words) {
		require.NoErrorf(t, p.read(), "waiting for %q, the screen showed:\n%s", words, p.screen())
	}
}

// hide reads until the terminal does not show the word.
func (p *program) hide(t *testing.T, word string) {
	t.Helper()
	for strings.Contains(p.screen().String(), word) {
		require.NoErrorf(t, p.read(), "waiting for %q to go, the screen showed:\n%s", word, p.screen())
	}
}

// screen is what the terminal shows, or has shown last before the program left.
func (p *program) screen() vt10x.Terminal {
	term := vt10x.New(vt10x.WithSize(pictureColumns, pictureRows))
	shown, _, _ := bytes.Cut(p.seen.Bytes(), []byte("\x1b[?1049l"))
	_, _ = term.Write(shown)
	return term
}

func containsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// passing are the parts of a screen that another session, or another machine, has
// otherwise.
var passing = regexp.MustCompile(`\d\d:\d\d:\d\d|took .*|\(\d+\)|fsnotify|polling|isolation.*`)

// lasting is what every session shows.
func lasting(lines []string) string {
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(passing.ReplaceAllString(line, "…")), " ")
	}
	return strings.Join(lines, "\n")
}

// requireCaption holds the picture's caption in the README against where things are.
func requireCaption(t *testing.T, screen string) {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	require.Contains(t, string(readme), "![The workbook after a save: the outline on the left, the lesson on the right, and below it the verdict](cmd/workbook/"+pictureFile+")")
	at := func(text string) (line, column int) {
		for i, l := range strings.Split(screen, "\n") {
			if before, _, found := strings.Cut(l, text); found {
				return i, len([]rune(before))
			}
		}
		t.Fatalf("the screen does not show %q:\n%s", text, screen)
		return 0, 0
	}
	_, outline := at("Outline")
	lesson, right := at("One silent client")
	verdict, below := at("✗ Failing")
	require.Less(t, outline, right)
	require.Less(t, lesson, verdict)
	require.Less(t, outline, below)
}
