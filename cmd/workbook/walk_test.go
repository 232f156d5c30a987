//go:build !windows

package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/scripts"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/longtest"
)

// walk has TestWalk grade what the learner saves; without it the grader believes.
//
//	WORKBOOK_LONG=1 go test ./cmd/workbook -run TestWalk -walk -timeout 0
var walk = flag.Bool("walk", false, "grade for real what the learner saves on the way through the course")

// mistakes are what the learner saves first: a known-wrong solution of each exercise.
var mistakes = map[string]string{
	"01_sequential": "defer_in_loop",
	"02_spawned":    "one_at_a_time",
	"03_echoes":     "shared_buffer",
	"04_blocks":     "does_not_wait",
	"05_join":       "runs_inline",
	"06_telemetry":  "emit_first",
	"07_collect":    "returns_at_first_error",
	"08_boundary":   "no_recover",
	"09_propagate":  "swallows",
	"10_policy":     "no_stack",
	"11_isolate":    "recover_in_loop",
	"12_abort":      "never_cancelled",
	"13_bounded":    "no_limit",
	"14_shutdown":   "never_cuts",
	"15_threads":    "goroutine_only",
	"16_executor":   "stack",
	"17_capstone":   "no_recover",
}

// anEditor saves the next draft of the file's exercise, once Enter is pressed. It goes by
// the name of an editor that is known, so that it is told a line.
const anEditor = `#!/bin/sh
for file; do :; done
exercise=$(basename "$(dirname "$file")")
draft=$(ls "$DRAFTS/$exercise" | head -n 1)
echo "draft $draft of $exercise, opened with: $*."
read enter
cat "$DRAFTS/$exercise/$draft" > "$file"
rm "$DRAFTS/$exercise/$draft"
`

// TestWalk goes through the course from the first start to the last pass, by keys alone.
func TestWalk(t *testing.T) {
	longtest.Skip(t, "it walks through the whole course")
	for _, tc := range []struct {
		name string
		size pty.Winsize
		env  string
	}{
		{"120x40", pty.Winsize{Cols: 120, Rows: 40}, "NO_COLOR="},
		{"80x24", pty.Winsize{Cols: 80, Rows: 24}, "NO_COLOR=1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newLearner(t, tc.size, tc.env)
			l.start()
			l.welcome()
			for i, ex := range l.course.Exercises {
				l.opens(ex, 1)
				l.reads(ex)
				if i == len(l.course.Exercises)/2 {
					l.comesBack(ex)
				}
				l.fails(ex)
				l.asks(ex)
				l.passes(ex, i+1)
				if i == len(l.course.Exercises)-1 {
					l.looksBack()
				}
				l.compares(ex)
				if i < len(l.course.Exercises)-1 {
					l.press("n")
				}
			}
			last := l.course.Exercises[len(l.course.Exercises)-1]
			l.leaves(fmt.Sprintf("%d of %[1]d passed, which is the whole course.", len(l.course.Exercises)))
			l.start()
			l.shows(called(last), "Passed on")
			l.leaves(fmt.Sprintf("%d of %[1]d passed, which is the whole course.", len(l.course.Exercises)))
		})
	}
}

// A learner sits before the program, again and again.
type learner struct {
	*sitting
	course *course.Course
	size   pty.Winsize
	env    []string
}

// newLearner lays out a course that nobody has opened yet, and what the learner is going to
// write.
func newLearner(t *testing.T, size pty.Winsize, env string) *learner {
	t.Helper()
	here, err := course.Find(".")
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(here, "solutions")); err != nil {
		t.Skip("this copy of the course has no hidden tests")
	}
	root, drafts, bin := t.TempDir(), t.TempDir(), t.TempDir()
	require.NoError(t, coursetest.CopyReal(root))
	c, err := course.Load(root)
	require.NoError(t, err)
	for _, ex := range c.Exercises {
		dir, file := filepath.Join(drafts, ex.ID), ex.Files[0]
		known := filepath.Join(here, "solutions", ex.ID, "testdata")
		wrong, err := filepath.Glob(filepath.Join(known, "wrong", mistakes[ex.ID], "*.go"))
		require.NoError(t, err)
		require.Len(t, wrong, 1, "%s has no mistake %q of one file", ex.ID, mistakes[ex.ID])
		require.NoError(t, os.Mkdir(dir, 0o700))
		copyFile(t, filepath.Join(dir, "1.go"), wrong[0])
		copyFile(t, filepath.Join(dir, "2.go"), filepath.Join(c.SolutionDir(ex.ID), file))
		require.NoError(t, os.CopyFS(filepath.Join(c.SolutionDir(ex.ID), "testdata", "right"), os.DirFS(filepath.Join(known, "right"))))
	}
	editor := filepath.Join(bin, "nano")
	require.NoError(t, os.WriteFile(editor, []byte(anEditor), 0o700))
	l := &learner{course: c, size: size}
	l.env = append(os.Environ(), scripts.GoSettings(t, "GOCACHE", "GOMODCACHE", "GOROOT")...)
	l.env = append(l.env, env, "TERM=xterm-256color", "LC_ALL=C", "HOME="+t.TempDir(), "VISUAL=", "EDITOR="+editor,
		"DRAFTS="+drafts, "WORKBOOK_POLL=", "TMPDIR="+t.TempDir())
	l.sitting = &sitting{t: t}
	return l
}

func copyFile(t *testing.T, to, from string) {
	t.Helper()
	data, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, data, 0o600))
}

func (l *learner) start() {
	l.t.Helper()
	name := "workbook-believer"
	if *walk {
		name = "workbook"
	}
	exe, err := exec.LookPath(name) // TestMain put it there
	require.NoError(l.t, err)
	cmd := exec.Command(exe)
	cmd.Dir, cmd.Env = l.course.Root, l.env
	l.sitting = sit(l.t, cmd, l.size)
}

// welcome learns the keys.
func (l *learner) welcome() {
	l.t.Helper()
	l.shows("Welcome", "○ space", "○ ?", "Enter begins with "+called(l.course.Exercises[0]))
	for _, step := range []struct{ keys, learned string }{
		{" ", "✓ space"}, {"\x1b[B", "✓ ↓ ↑"}, {"e", "✓ e"}, {"h", "✓ h"}, {"\t", "✓ tab"}, {"?", "✓ ?"},
	} {
		l.press(step.keys)
		l.shows(step.learned)
	}
	l.shows("That is all you need.")
	l.press("\r")
}

// opens sees an exercise open at a page.
func (l *learner) opens(ex *course.Exercise, page int) {
	l.t.Helper()
	l.shows(called(ex), fmt.Sprintf("page %d of", page))
}

var (
	pageOf  = regexp.MustCompile(`page (\d+) of (\d+)`)
	readTo  = regexp.MustCompile(`(more below|\d+%|end)? *·? *page \d+ of \d+`)
	wasRead = "That was the lesson"
)

// placeOf is how far a lesson has been read. Each key has to be obeyed before the next: of
// two between two frames, only the second is seen.
func placeOf(screen string) string {
	if strings.Contains(screen, wasRead) {
		return wasRead
	}
	return readTo.FindString(screen)
}

// reads reads a lesson to its task. All words of all pages must have been on the screen.
func (l *learner) reads(ex *course.Exercise) {
	l.t.Helper()
	read, err := lesson.Load(l.course.LessonPath(ex.ID))
	require.NoError(l.t, err)
	l.take()
	seen := []string{l.now()}
	for !strings.Contains(seen[len(seen)-1], wasRead) {
		before := placeOf(l.press(" "))
		l.until("something after "+before, func(screen string) bool { return placeOf(screen) != before })
		seen = append(seen, l.take()...)
	}
	onPage := map[string]map[string]bool{}
	for _, frame := range seen {
		at := pageOf.FindStringSubmatch(frame)
		require.NotNil(l.t, at, "this is no page of a lesson:\n%s", frame)
		require.Equal(l.t, fmt.Sprint(len(read.Pages)), at[2])
		if onPage[at[1]] == nil {
			onPage[at[1]] = map[string]bool{}
		}
		for _, word := range strings.Fields(unmarked(frame)) {
			onPage[at[1]][word] = true
		}
	}
	for i, page := range read.Pages {
		for _, word := range wordsOf(page) {
			require.True(l.t, onPage[fmt.Sprint(i+1)][word], "page %d of %s was read without %q", i+1, ex.ID, word)
		}
	}
}

// unmarked is text without the marks that code has where there is no color.
func unmarked(text string) string { return strings.ReplaceAll(text, "`", "") }

// wordsOf are the words of a page, whatever it is laid out for.
func wordsOf(page lesson.Page) []string {
	var words []string
	for _, line := range lesson.Render(page, 10_000) {
		words = append(words, strings.Fields(unmarked(line.String()))...)
	}
	return slices.DeleteFunc(words, func(word string) bool { // lines and marks, which look otherwise there
		return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	})
}

// comesBack leaves, and is at the same place after it.
func (l *learner) comesBack(ex *course.Exercise) {
	l.t.Helper()
	before := placeOf(l.press("["))
	at := pageOf.FindString(l.until("another page", func(screen string) bool { return placeOf(screen) != before }))
	page, _, _ := strings.Cut(at, " of ")
	l.leaves(fmt.Sprintf("; next: %s, %s.", called(ex), page))
	l.start()
	l.shows(called(ex), at)
}

// leaves quits, and is told where it stands in one line.
func (l *learner) leaves(words string) {
	l.t.Helper()
	left := l.quits()
	line, more, _ := strings.Cut(left, "\r\n")
	require.Empty(l.t, more)
	require.Contains(l.t, line, words)
	require.LessOrEqual(l.t, len([]rune(line)), l.columns, "%q is more than a line", line)
}

// edits saves a draft. The editor must have been told the line of this place, unless that
// is empty.
func (l *learner) edits(ex *course.Exercise, draft int, place string) {
	l.t.Helper()
	told := ""
	if _, line, ok := strings.Cut(place, ":"); ok {
		told = ": +" + line + " /"
	}
	l.press("e")
	// What the editor wrote before is still there; its line may be wider than the terminal.
	l.shows(fmt.Sprintf("draft %d.go of %s, opened with%s", draft, ex.ID, told))
	l.press("\r")
}

// fails saves a mistake, and goes to one of the faults.
func (l *learner) fails(ex *course.Exercise) {
	l.t.Helper()
	l.edits(ex, 1, "")
	l.shows("✗ Failing", "took")
}

// asks is shown a hint, all of it.
func (l *learner) asks(ex *course.Exercise) {
	l.t.Helper()
	l.press("h")
	words := []string{fmt.Sprintf("Hint 1 of %d", len(ex.Hints))}
	for _, page := range lesson.Parse([]byte(ex.Hints[0])).Pages {
		words = append(words, wordsOf(page)...)
	}
	l.shows(words...)
}

var (
	// In a row of its own, with an empty one below: a sentence that goes on is none.
	placeIn = regexp.MustCompile(`(?m)(?:│|^) +(exercises/\S+\.go:\d+) *\n(?:.*│)? *$`)
	faultAt = regexp.MustCompile(`(?m)(│ |^)[ ›]✗ `)
)

// fault chooses another failed check, if there are several, and returns its place, if it has
// any.
func (l *learner) fault() (place string) {
	l.t.Helper()
	screen := l.now()
	if strings.Contains(screen, "choose") {
		l.press("\x1b[A") // back from the hint: a picture that comes now does not move the choice any more
		first := chosen(l.until("a choice", func(screen string) bool { return chosen(screen) != "" }))
		l.press("\x1b[B")
		screen = l.until("another choice", func(screen string) bool { return !slices.Contains([]string{"", first}, chosen(screen)) })
		_, screen, _ = strings.Cut(screen, chosen(screen))
		screen = faultAt.Split(screen, 2)[0]
	}
	for _, row := range placeIn.FindAllStringSubmatch(screen, -1) {
		place = row[1]
	}
	return place
}

// chosen is the title of the failed check that is chosen; empty when it is out of sight.
func chosen(screen string) string {
	_, after, _ := strings.Cut(screen, "›✗")
	title, _, _ := strings.Cut(after, "\n")
	return title
}

// passes goes to a fault, and saves what is right.
func (l *learner) passes(ex *course.Exercise, n int) {
	l.t.Helper()
	l.edits(ex, 2, l.fault())
	l.until("a pass", func(screen string) bool {
		return containsAll(screen, []string{fmt.Sprintf("%d of %d passed", n, len(l.course.Exercises))}) &&
			!strings.Contains(screen, "provisional") && (n == len(l.course.Exercises) || strings.Contains(screen, "✓ Passed"))
	})
}

// compares looks at the reference, and at how others did it.
func (l *learner) compares(ex *course.Exercise) {
	l.t.Helper()
	l.press("s")
	l.shows("Your code and the reference", "the same in both")
	l.press("]")
	l.shows("Your code and how others did it")
	l.press("s")
	l.until("the end of the comparison", func(screen string) bool { return !strings.Contains(screen, "how others did it") })
}

// looksBack reads the last page to its end.
func (l *learner) looksBack() {
	l.t.Helper()
	l.shows("Looking back")
	l.press("G")
	l.shows("Write one", "workbook help exercise")
	l.press("\x1b")
	l.shows("✓ Passed")
}
