package tui

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/longtest"
	"workbook/grader/picture"
	"workbook/grader/steps"
)

// withSteps is a program whose grader records runs, with a page that has a wrong version.
func withSteps(c *Config) {
	c.Stepper = fake.NewStepper()
	for _, ex := range c.Course.Exercises {
		ex.Replays = []course.Replay{{Page: "The trap", Wrong: "racy", Check: "TestLeaves", Schedule: 12}}
	}
}

func (s *screen) stepper() *fake.Stepper { return s.work.Config.Stepper.(*fake.Stepper) }

// failing is a verdict with a check that fails under a schedule.
func (s *screen) failing() {
	r := fake.Failing(s.work.Current)
	r.Checks[1].Schedule = 4711
	s.grade(r)
}

// page is the page of steps that is on the screen.
func (s *screen) page() *stepsPane {
	s.t.Helper()
	p, ok := s.panes.overlay.(*stepsPane)
	require.True(s.t, ok, "no page of steps, but %T", s.panes.overlay)
	return p
}

// drawn is a run as the page of a check gets it.
func drawn(run *steps.Run) study.Drawing {
	return study.Drawing{Picture: picture.OfRun(run), Record: stepping.New(run)}
}

// lanes opens a page with a run, as lanes.
func (s *screen) lanes(run *steps.Run) *stepsPane {
	s.t.Helper()
	s.failing()
	require.NotNil(s.t, s.press("t"))
	p := s.page()
	s.send(recordedMsg{id: p.id, drawing: drawn(run)})
	return p
}

// stepping opens a page with a run, at the beginning of its source.
func (s *screen) stepping(run *steps.Run) *stepsPane {
	s.t.Helper()
	p := s.lanes(run)
	s.press("g", "t")
	if p.inSource {
		s.press("g")
	}
	return p
}

// record runs the command of a page, and answers what it asks.
func (s *screen) answer(cmd tea.Cmd, run *steps.Run, err error) *fake.Recording {
	s.t.Helper()
	said := make(chan tea.Msg)
	go func() { said <- cmd() }()
	asked := <-s.stepper().Asked
	asked.Answer(run, err)
	s.send(<-said)
	return asked
}

// The states of a page of steps.
var stepStates = []screenState{
	{"recording", func(s *screen) { s.failing(); s.press("t") }},
	{"first", func(s *screen) { s.stepping(fake.LostUpdate()) }},
	{"lost", func(s *screen) { s.stepping(fake.LostUpdate()).show(14) }},
	{"waits", func(s *screen) { s.stepping(fake.LostUpdate()).show(19) }},
	{"last", func(s *screen) { s.stepping(fake.LostUpdate()); s.press("G") }},
	{"other_file", func(s *screen) { s.stepping(fake.LostUpdate()); s.press("tab") }},
	{"thousands", func(s *screen) { s.stepping(fake.Waiting(1998)); s.press("G") }},
	{"step_help", func(s *screen) { s.stepping(fake.LostUpdate()); s.press("?") }},
	{"lanes", func(s *screen) { s.lanes(fake.LostUpdate()) }},
	{"lanes_before", func(s *screen) { s.lanes(fake.LostUpdate()).lanes.now().show(39); s.press("down") }},
	{"lanes_thousands", func(s *screen) { s.lanes(fake.Waiting(1998)); s.press("g") }},
	{"lanes_help", func(s *screen) { s.lanes(fake.LostUpdate()); s.press("?") }},
	{"no_run", func(s *screen) {
		s.failing()
		s.press("t")
		s.send(recordedMsg{id: s.page().id, err: errors.New("the submission does not compile: save it once more, and look at the verdict")})
	}},
	{"which", func(s *screen) { s.failing(); s.press("T", "down") }},
	{"offer", func(s *screen) {
		s.send(loadLessons(s.jobs, s.work.Config.Course)())
		s.press("]")
	}},
}

func TestStepScreens(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {200, 60}} {
		for _, state := range stepStates {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withSteps)
				state.set(s)
				s.golden()
			})
		}
	}
}

func TestGermanStepScreens(t *testing.T) {
	inGerman(t)
	for _, state := range stepStates {
		t.Run(state.name, func(t *testing.T) {
			s := newScreen(t, 80, 24, withSteps)
			state.set(s)
			s.golden()
		})
	}
}

func TestStepsInEveryTheme(t *testing.T) {
	longtest.Skip(t, "the default theme is drawn by TestStepScreens")
	inEveryTheme(t, stepStates, withSteps, [][2]int{{120, 40}, {80, 24}, {60, 20}, {minWidth, minHeight}},
		[]Theme{ThemeAuto, ThemeMono, ThemeContrast, ThemeContrastLight, ThemeLight})
}

func TestStepsOnADumbTerminal(t *testing.T) { onADumbTerminal(t, stepStates, withSteps) }

func TestStepKeys(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	p := s.stepping(fake.LostUpdate())
	last := p.record.Len() - 1
	for _, tc := range []struct {
		key  string
		step int
	}{
		{"left", 0}, {"right", 1}, {"l", 2}, {"space", 3}, {"h", 2}, {"left", 1}, {"]", 7}, {"]", 9}, {"[", 7}, {"[", 0},
		{"end", last + 1}, {"right", last + 1}, {"]", last + 1}, {"[", last - 1}, {"g", 0}, {"G", last + 1}, {"left", last}, {"home", 0},
	} {
		require.Nil(t, s.press(tc.key))
		require.Equal(t, tc.step, p.step, "after %s", tc.key)
		where := fmt.Sprintf(" %d of %d ", tc.step+1, last+1)
		if tc.step > last {
			where = " the end "
		}
		require.Contains(t, s.text(), where)
	}
	s.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	require.Equal(t, 1, p.step, "the wheel goes on")
	s.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	require.Equal(t, 0, p.step)
	for _, key := range []string{"esc", "q"} {
		require.Same(t, p, s.panes.overlay)
		require.Nil(t, s.press(key))
		require.Nil(t, s.panes.overlay, key)
		s.panes.cover(p)
	}
}

func TestStepsShowEveryPlace(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	p := s.stepping(fake.LostUpdate())
	p.show(14) // G3 writes what it had read
	require.Regexp(t, `▶ G3 +14 +n\.served\+\+`, s.text())
	require.Regexp(t, `\n +\^ it writes what it had read`, s.text())
	require.Regexp(t, `· G2 +16 +io\.Copy`, s.text())
	require.Contains(t, s.text(), "G2 could have gone on. G3 (goroutine from echo.go:14) goes on at count.go:14: it read")
	require.Regexp(t, `· G1 +could go on at echo.go:10`, s.text())

	p.show(19) // others wait
	s.press("1")
	require.Regexp(t, `‖ G2 +16 +io\.Copy\(conn, conn\) +‖ G2 G3 wait in Read`, s.text())
	require.Contains(t, s.text(), "the step is in echo.go")
	require.NotContains(t, s.text(), "▶ G1   11", "its file is not shown")
	s.press("right")
	require.Equal(t, 0, p.file, "what was chosen stays")
	s.press("2", "]")
	require.Equal(t, 0, p.file, "and goes along when it is where the step is")
	require.False(t, p.held)
	s.press("tab")
	require.Equal(t, 1, p.file)
	s.press("9")
	require.Equal(t, 1, p.file, "there is no such file")

	s.press("G")
	require.Contains(t, s.text(), "✗ The run ends here: Three clients were served")
	require.Contains(t, s.text(), "server is closed")
	require.NotRegexp(t, `G[234] +1[0-9]  `, s.text(), "who has ended stands nowhere")
}

// The line that goes on is in view in every step, and the source stays where it is as long
// as that is so.
func TestTheLineIsInView(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {minWidth, minHeight}} {
		s := newScreen(t, size[0], size[1], withSteps)
		p := s.stepping(fake.LostUpdate())
		moved := 0
		for i := range p.record.Len() {
			file, top := p.file, p.top+p.lean
			p.show(i)
			now := p.record.Step(i)
			require.Regexp(t, fmt.Sprintf(`▶ %s +%d `, p.record.Name(now.Goroutine), now.Line), s.text(), "step %d at %v", i, size)
			if file == p.file && top != p.top+p.lean {
				moved++
			}
		}
		if p.plan().source > leastSource {
			require.LessOrEqual(t, moved, p.record.Len()/4, "at %v", size)
		}
	}
}

func TestThousandsFold(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.stepping(fake.Waiting(1998))
	s.press("G")
	require.Regexp(t, `‖ G2 +waits in Read at count.go:16`, s.text())
	require.Contains(t, s.text(), "and 1,997 more like it")
	s.press("1")
	require.Contains(t, s.text(), "‖ G2 +1997 wait in Read")
	require.Contains(t, s.text(), "✓ The run ends here, and the check passes.")
}

func TestWhatIsAskedFor(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	require.Nil(t, s.press("t"))
	require.Contains(t, s.text(), "Nothing has been graded since workbook began: have it graded first.")
	require.Nil(t, s.press("R"))
	require.Contains(t, s.text(), "This page of the lesson has no wrong version to step through.")
	s.save("a")
	s.press("t")
	require.Contains(t, s.text(), "It is still being graded: wait for the verdict.")

	s.failing()
	asked := s.answer(s.press("t"), fake.LostUpdate(), nil)
	require.Equal(t, "TestSilentClient", asked.Check, "the failed check that is chosen")
	require.Equal(t, uint64(4711), asked.Schedule)
	require.Equal(t, s.work.Current.ID, asked.Submission.Exercise)
	require.Empty(t, asked.Submission.Dir, "what the learner has saved")
	require.Contains(t, s.text(), "the end ")

	s.press("esc", "T", "down")
	asked = s.answer(s.press("enter"), fake.LostUpdate(), nil)
	require.Equal(t, "TestEchoes", asked.Check)
	require.Zero(t, asked.Schedule)

	s.press("esc", "T", "end")
	asked = s.answer(s.press("enter"), nil, errors.New("no check fails under 400 schedules."))
	require.Empty(t, asked.Check, "whichever fails")
	require.Regexp(t, `There is no run to step through: +\n +no check fails under 400 schedules\.`, s.text())
	s.press("right", "G", "tab", "e", "?", "?", "q")
	require.Nil(t, s.panes.overlay)

	s.grade(fake.Raced(s.work.Current))
	s.press("t")
	require.Contains(t, s.text(), "Look at the run of which check?", "a data race is no check")
	s.press("esc")
	s.grade(fake.CompileError(s.work.Current))
	s.press("t")
	require.Contains(t, s.text(), "Nothing has run that could be stepped through")
}

func TestReplayOfAPage(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps, func(c *Config) {
		fake.WriteFile(t, filepath.Join(c.Course.ExerciseDir("02_spawned"), "lesson.de.md"), "# Eine Goroutine\n\nEs geht.\n\n---\n\n# Die Falle\n\nSie ist offen.\n")
	})
	s.send(loadLessons(s.jobs, s.work.Config.Course)())
	require.NotContains(t, s.text(), "under schedule 12.")
	s.press("]")
	require.Contains(t, s.text(), "R steps through a version that gets this wrong, under schedule 12.")
	require.Contains(t, s.text(), "R wrong version", "and so says the bottom line")
	asked := s.answer(s.press("R"), fake.LostUpdate(), nil)
	require.Equal(t, filepath.Join(s.work.Config.Course.SolutionDir("02_spawned"), "testdata", "wrong", "racy"), asked.Submission.Dir)
	require.Equal(t, "TestLeaves", asked.Check)
	require.Equal(t, uint64(12), asked.Schedule)
	require.Contains(t, s.text(), "A wrong version as it ran: ")
	require.Nil(t, s.press("e"), "it is no file of the learner's")
	s.press("R")
	require.Nil(t, s.panes.overlay)

	s.work.Solutions = false
	s.press("R")
	require.Nil(t, s.panes.overlay)
	require.Contains(t, s.text(), "This copy of the course has no wrong versions to run")
}

// What the class has run cannot be run here, but for what is visible.
func TestChecksOfTheClass(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps, withClass)
	s.failing()
	s.press("t")
	require.Nil(t, s.panes.overlay)
	require.Contains(t, s.text(), "The checks of this exercise are not here")
	s.work.Current.Checks[0].Visible = true
	s.press("t")
	require.Contains(t, s.text(), "That check has no run to look at. These have.")
	require.Contains(t, s.text(), "›✓ Every byte comes back")
	require.NotContains(t, s.text(), "✗ A silent client")
	asked := s.answer(s.press("enter"), fake.LostUpdate(), nil)
	require.Equal(t, "TestEchoes", asked.Check)
}

// A course without a recorder offers nothing of it.
func TestNothingToStepThrough(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.failing()
	require.NotContains(t, s.text(), "see the run")
	require.Nil(t, s.press("t"))
	require.Contains(t, s.text(), "Nothing can be stepped through here.")
	s.press("?")
	require.NotContains(t, s.text(), "see how a failure came about")
}

func TestStepHelpNamesEveryKey(t *testing.T) {
	s := newScreen(t, 120, 60, withSteps)
	p := s.stepping(fake.LostUpdate())
	s.press("?")
	for _, b := range p.keymap.all() {
		require.Contains(t, s.text(), b.Help().Key)
		require.Contains(t, s.text(), b.Help().Desc)
	}
	s.press("esc")
	require.Nil(t, p.help)
	require.Same(t, p, s.panes.overlay, "esc closes the help first")
	s.press("?", "q")
	require.Same(t, p, s.panes.overlay)
}

func TestCopyOfAStep(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.stepping(fake.LostUpdate())
	require.NotNil(t, s.press("y"))
	require.Contains(t, s.text(), "Copied exercises/02_spawned/echo.go:8.")
	s.press("y")
	require.Equal(t, "workbook grade 02_spawned --schedule 4711", s.page().clips()[1].text)
}
