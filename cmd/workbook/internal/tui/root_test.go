package tui

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/editor"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/report"
)

func (s *screen) text() string { return plainText(s.View().Content) }

func (s *screen) outline() *outlinePane { return s.panes.all[0].pane.(*outlinePane) }

func (s *screen) focused() string { return s.panes.all[s.panes.focus].name }

func TestStaleResultsAreDropped(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.save("first")
	first := s.work.Runs.Last
	s.save("second")
	before := s.text()
	for _, e := range fake.Events(fake.Failing(s.work.Current)) {
		require.Nil(t, s.send(study.EventMsg{Run: first, Exercise: s.work.Current.ID, Event: e}))
	}
	s.send(study.DoneMsg{Run: first, Exercise: s.work.Current.ID, Err: context.Canceled})
	require.Equal(t, before, s.text())

}

func TestNothingIsTakenAfterCancel(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.save("a")
	s.press("esc")
	s.tell(fake.Events(fake.Outcome(s.work.Current, report.Pass))...)
	require.Contains(t, s.text(), "Canceled")
	require.Zero(t, s.work.Entry())
}

func TestVerdictWithoutEventsIsTakenFromTheReport(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.save("a")
	r := &report.Report{Exercises: []report.Exercise{fake.Outcome(s.work.Current, report.Pass)}}
	require.NotNil(t, s.send(study.DoneMsg{Run: s.work.Runs.Last, Exercise: s.work.Current.ID, Report: r}), "it is recorded")
	require.Contains(t, s.text(), "Passed")
}

func TestNoVerdictIsNoPass(t *testing.T) {
	for _, msg := range []study.DoneMsg{{}, {Report: &report.Report{}}, {Err: errors.New("no space left on device")}} {
		s := newScreen(t, 120, 40)
		s.save("a")
		msg.Run, msg.Exercise = s.work.Runs.Last, s.work.Current.ID
		s.send(msg)
		require.Contains(t, s.text(), "No verdict: the grader stopped")
		require.False(t, s.work.Run().Active())
	}
}

func TestChangesToProgressAreMadeOnceAtTheLatestAtTheEnd(t *testing.T) {
	s := newScreen(t, 120, 40)
	n := 0
	count := func() error { n++; return nil }
	lost := s.work.Keeper.Keep(count) // the program ends before it is run
	done := s.work.Keeper.Keep(count)
	done()
	require.Equal(t, 1, n)
	require.NoError(t, s.work.Close())
	require.Equal(t, 2, n)
	lost()
	require.Equal(t, 2, n)
}

func TestEditorOpensAtTheFirstFailingLine(t *testing.T) {
	vim := filepath.Join(t.TempDir(), "vim")
	require.NoError(t, os.WriteFile(vim, []byte("#!/bin/sh\n"), 0o755))
	s := newScreen(t, 120, 40, func(c *Config) {
		c.Getenv = func(k string) string { return map[string]string{"EDITOR": vim}[k] }
	})
	if runtime.GOOS == "windows" {
		t.Skip("a script is no program there")
	}
	open := func() editorMsg { return s.press("e")().(editorMsg) }
	file := filepath.Join(s.work.Config.Course.ExerciseDir(s.work.Current.ID), "echo.go")

	require.Equal(t, []string{vim, file}, open().cmd.Args)
	s.grade(fake.Failing(s.work.Current))
	require.Equal(t, []string{vim, "+14", file}, open().cmd.Args)
	s.grade(fake.CompileError(s.work.Current))
	require.Equal(t, []string{vim, "+9", file}, open().cmd.Args)

	evil := fake.Failing(s.work.Current)
	evil.Checks[1].File = "exercises/../../../../../etc/passwd"
	s.grade(evil)
	require.Equal(t, []string{vim, file}, open().cmd.Args, "a file that is not the learner's")
}

func TestEditorThatCannotBeOpenedIsSaid(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.send(editorMsg{err: editor.ErrNone})
	require.Contains(t, s.text(), editor.ErrNone.Error())
	cmd := s.send(editorMsg{cmd: exec.Command(filepath.Join(t.TempDir(), "missing")), kind: editor.Window})
	s.send(cmd())
	require.Contains(t, s.text(), "The editor: ")
	s.press("k")
	require.NotContains(t, s.text(), "The editor: ", "a notice goes with the next key")
}

func TestHintsComeOneByOne(t *testing.T) {
	s := newScreen(t, 80, 24)
	s.grade(fake.Failing(s.work.Current))
	for n := range s.work.Current.Hints {
		s.press("h")
		require.Contains(t, s.text(), fmt.Sprintf("Hint %d of 3", n+1), "the newest hint is in view")
		require.Equal(t, n+1, s.work.Entry().Hints)
	}
	s.press("h")
	require.Contains(t, s.text(), "There are no more hints.")

	s.grade(fake.Outcome(s.work.Current, report.Pass))
	require.NotContains(t, s.text(), "Hint ", "nobody needs them after a pass")
	s.press("h")
	require.Contains(t, s.text(), "Hint 1 of 3", "unless they are asked for")
}

func TestOneHintIsOpen(t *testing.T) {
	s := newScreen(t, 120, 100)
	require.Nil(t, s.press("H"))
	require.Contains(t, s.text(), "You have seen no hint yet: h shows the first.")
	s.grade(fake.Failing(s.work.Current))
	s.press("h", "h")
	first, second := "Who waits for the first client", "Accept has to be called again"
	require.NotContains(t, s.text(), first)
	require.Contains(t, s.text(), "Hint 1 of 3: H opens it")
	require.Regexp(t, "(?s)got +nothing.*"+second+".*Checks", s.text(), "what was asked for stands beside the failure")
	s.press("H")
	require.Contains(t, s.text(), first)
	s.press("H")
	require.NotContains(t, s.text(), first)

	require.NoError(t, s.work.Config.Progress.SawHints(s.work.Current.ID, 2))
	s.grade(fake.Failing(s.work.Current)) // as on the next day
	require.Regexp(t, "(?s)got +nothing.*Checks.*"+second, s.text(), "and then it stands in nobody's way")
	s.reveal(1) // as search does
	require.Contains(t, s.text(), first)
	require.NotContains(t, s.text(), second)
}

func TestSolutionOnlyAfterAPass(t *testing.T) {
	s := newScreen(t, 120, 40)
	require.NotContains(t, s.text(), "reference solution")
	require.Nil(t, s.press("s"))
	s.grade(fake.Failing(s.work.Current))
	require.Nil(t, s.press("s"))
	s.grade(fake.Outcome(s.work.Current, report.Pass))
	require.NotNil(t, s.press("s"))
	s.grade(fake.Failing(s.work.Current)) // it is not forgotten
	require.NotNil(t, s.press("s"))
}

func TestHelpNamesEveryKey(t *testing.T) {
	s := newScreen(t, 120, 40, withReset)
	s.press("?")
	for _, g := range s.keymap.groups() {
		for _, b := range g.keys {
			if !b.Enabled() {
				continue
			}
			require.Contains(t, s.text(), b.Help().Key)
			require.Contains(t, s.text(), b.Help().Desc)
		}
	}
	s.press("?")
	require.Nil(t, s.panes.overlay)
}

func TestKeysThatCannotActSayWhy(t *testing.T) {
	s := newScreen(t, 120, 40) // without Reset, nothing graded
	says := func(key, why string) {
		t.Helper()
		require.Nil(t, s.press(key))
		require.Nil(t, s.panes.overlay, key)
		require.Contains(t, s.text(), why)
	}
	says("x", "Nothing can be reset here.")
	says("o", "Nothing has been graded since workbook began: press r, or save your file.")
	says("s", "The reference can be seen once this exercise has passed.")
	says("esc", "Nothing is being graded, so there is nothing to cancel.")
	says("left", "This is the first page of the lesson.")
	s.press("right", "right")
	says("right", "This is the last page of the lesson.")
	s.save("a")
	says("o", "There is no output yet: it is still being graded.")
	s.press("n")
	says("n", "This is the last exercise.")
	s.press("p", "p")
	says("p", "This is the first exercise.")
	s.work.Solutions = false
	says("s", "This copy of the course has no reference solutions.")
	s.work.Current.Hints = nil
	says("h", "This exercise has no hints.")
	s.press("?")
	require.NotContains(t, s.text(), "start over", "nor are they offered")
}

// In front of the panes, too, a key that cannot act says why.
func TestKeysBehindAPageSayWhy(t *testing.T) {
	s := newScreen(t, 80, 24, withReset)
	s.grade(fake.Failing(s.work.Current))
	s.press("o", "x")
	require.Contains(t, s.text(), "x works when this page is closed: esc closes it.")
	s.press("esc", "x", "o")
	require.Contains(t, s.text(), "y or n answers the question.")
	s.press("n", "/", "x")
	require.Contains(t, s.text(), "Search: x")
	require.NotContains(t, s.text(), "works when")
}

func TestZoomWhereOnePaneHasRoom(t *testing.T) {
	s := newScreen(t, 60, 20)
	s.press("z")
	require.Contains(t, s.text(), "This pane is alone already.")
	require.False(t, s.panes.zoomed)
}

func TestOpenHintsOfOne(t *testing.T) {
	s := newScreen(t, 80, 24)
	s.press("h", "H")
	require.Contains(t, s.text(), "There is no hint before this one. h shows the next.")
}

func TestQuitClosesHelpFirst(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.press("?")
	require.NotContains(t, s.text(), "q quit ")
	require.Nil(t, s.press("q"))
	require.Nil(t, s.panes.overlay)
	require.NotNil(t, s.press("q"))
}

func TestStatusLine(t *testing.T) {
	s := newScreen(t, 120, 40)
	require.NotContains(t, s.text(), "save of", "nothing was graded")
	s.save("a")
	require.Contains(t, s.text(), "grading the save of 15:09:26")
	s.work.Warming.Exercise = "02_spawned"
	s.send(study.WarmMsg{Race: true, Now: grader.Warming{Done: 157, Total: 180}})
	require.Contains(t, s.text(), "preparing the race check: 157 of 180 packages · watching for saves · grading the save of 15:09:26 · isolation L1 ")
	s.tell(fake.Events(fake.Failing(s.work.Current))...)
	require.Contains(t, s.text(), "verdict on the save of 15:09:26")
	s.save("b")
	s.press("esc")
	require.NotContains(t, s.text(), "save of", "there is no verdict on it")
}

func TestRegressedIsNotPassed(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.grade(fake.Outcome(s.work.Current, report.Pass))
	require.Contains(t, s.text(), "2 of 3 passed")
	s.grade(fake.Failing(s.work.Current))
	require.Contains(t, s.text(), "1 of 3 passed")
	require.Contains(t, s.text(), "Regressed")
}

func TestSearchShowsWhereOneTypes(t *testing.T) {
	s := newScreen(t, 60, 20)
	s.press("/")
	s.press(strings.Split("this is a query of more than the sixty columns that there are", "")...)
	require.Contains(t, s.text(), "Search: …")
	require.Contains(t, s.text(), "columns that there are \n")
	x, _ := s.panes.overlay.(*search).cursor()
	require.Equal(t, 59, x)
	s.press("ctrl+u", "a")
	require.Contains(t, s.text(), "Search: a ")
}

func TestResetShowsTheVerdictFromItsTop(t *testing.T) {
	s := newScreen(t, 80, 16, withReset)
	s.grade(fake.Failing(s.work.Current))
	s.press("h", "h", "h")
	require.Contains(t, s.text(), "Hint 3 of 3")
	require.NotZero(t, s.verdict.scroll.port.YOffset())
	s.send(study.ResetMsg{Exercise: s.work.Current.ID, Backup: "backup", Hash: "stub"})
	require.Contains(t, s.text(), "Failing: last graded")
	require.Zero(t, s.verdict.scroll.port.YOffset())
}

func TestSavingClosesWhatIsBeingRead(t *testing.T) {
	s := newScreen(t, 80, 24)
	s.press("?")
	s.save("a")
	require.Nil(t, s.panes.overlay)
	require.Contains(t, s.text(), "Verdict on")
	s.press("/")
	s.save("b")
	require.NotNil(t, s.panes.overlay, "but not what is being typed")
}

func TestMouse(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.View()
	row := bodyTop + 1 + s.panes.plan.air + s.outline().lines[2]
	s.send(tea.MouseClickMsg{X: 5, Y: row, Button: tea.MouseLeft})
	require.Equal(t, "05_join", s.work.Current.ID)
	s.save("a")
	s.panes.focusOn(s.lesson)
	s.send(tea.MouseClickMsg{X: 100, Y: 35, Button: tea.MouseLeft})
	require.Equal(t, "verdict", s.focused())
	s.grade(fake.Failing(s.work.Current))
	s.View()
	s.send(tea.MouseWheelMsg{X: 100, Y: 35, Button: tea.MouseWheelDown})
	require.Equal(t, 3, s.verdict.scroll.port.YOffset())
	s.send(tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft}) // nothing is there
	require.Equal(t, "verdict", s.focused())
}

func TestLessonThatIsMissingIsSaid(t *testing.T) {
	s := newScreen(t, 80, 24)
	s.send(lessonsMsg{errs: map[string]error{s.work.Current.ID: errors.New("lesson.md: no such file")}})
	require.Contains(t, s.text(), "The lesson cannot be shown: lesson.md: no such file")
	s.press("right", "left", "/", "a")
}

func TestLongNoticesAreReadable(t *testing.T) {
	s := newScreen(t, 60, 20)
	s.frame.notice = "Preparing the grader: " + strings.Repeat("word ", 13) + "end."
	require.Contains(t, s.text(), "end.")
	s.frame.notice = strings.Repeat("word ", 100)
	require.Contains(t, s.text(), "…")
	s.exact()
}

// exact holds the screen to the size of the window.
func (s *screen) exact() {
	s.t.Helper()
	rows := strings.Split(s.View().Content, "\n")
	if s.panes.small() {
		require.LessOrEqual(s.t, len(rows), max(s.panes.height, 1))
		return
	}
	require.Len(s.t, rows, s.panes.height, "rows at %dx%d", s.panes.width, s.panes.height)
	for i, row := range rows {
		require.Equal(s.t, s.panes.width, lipgloss.Width(row), "columns of row %d at %dx%d: %q", i, s.panes.width, s.panes.height, row)
	}
}

// TestAnyKeysAtAnySize presses keys at random, with results and windows of all
// sizes between them. The screen always fits.
func TestAnyKeysAtAnySize(t *testing.T) {
	keys := strings.Fields("n p r h o s x u y m q / ? j k g G [ ] a ö tab shift+tab enter esc up down left right home end pgup pgdown space b z H e backspace ctrl+w ctrl+u ctrl+n")
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		terminals := []string{"", "xterm-256color", "xterm-ghostty", "linux"}
		s := newScreen(t, 120, 40, withReset, environ("TERM", terminals[seed%4]))
		for range 300 {
			switch ex := s.work.Current; rnd.IntN(13) {
			case 0:
				s.send(tea.WindowSizeMsg{Width: 1 + rnd.IntN(150), Height: 1 + rnd.IntN(50)})
			case 1:
				all := s.work.Exercises()
				s.saveTo(all[rnd.IntN(len(all))].ID, fmt.Sprint(rnd.IntN(3)))
			case 2:
				reports := []report.Exercise{fake.Failing(ex), fake.CompileError(ex), fake.Refused(ex), fake.Raced(ex), fake.Outcome(ex, report.Pass)}
				all := fake.Events(reports[rnd.IntN(len(reports))])
				s.tell(all[:rnd.IntN(len(all)+1)]...)
			case 3:
				s.send(tea.MouseWheelMsg{X: rnd.IntN(150), Y: rnd.IntN(50), Button: tea.MouseWheelDown})
			case 4:
				s.send(tea.MouseClickMsg{X: rnd.IntN(150), Y: rnd.IntN(50), Button: tea.MouseLeft})
			case 5:
				s.send(s.work.FindBackup(ex.ID, rnd.IntN(2) == 0)())
				if rnd.IntN(2) == 0 {
					s.send(study.UndoneMsg{Exercise: ex.ID, Result: backup.Result{Restored: []string{"echo.go"}, Backup: "there"}})
				}
			default:
				s.press(keys[rnd.IntN(len(keys))])
			}
			s.exact()
		}
	}
}
