package tui

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

func welcoming(c *Config) { c.Welcome = true }

// Each line ticks off when its key was pressed, and none before.
func TestWelcomeTicksOff(t *testing.T) {
	s := newScreen(t, 80, 24, welcoming)
	require.Contains(t, s.text(), "Welcome")
	keys := []string{"space", "down", "e", "h", "tab", "?"}
	for i, k := range keys {
		require.NotContains(t, s.text(), "That is all you need")
		require.Equal(t, i, s.panes.overlay.(*welcome).learned())
		require.Nil(t, s.press(k), "it only shows what the key does")
		require.True(t, s.panes.overlay.(*welcome).steps[i].done, k)
	}
	require.Contains(t, s.text(), "That is all you need. Enter begins with 01 One client at a time.")
	s.press("enter")
	require.Nil(t, s.panes.overlay)
	s.exact()
}

// The check that is chosen is the one whose line the editor would go to.
func TestWelcomeChooses(t *testing.T) {
	s := newScreen(t, 80, 24, welcoming)
	s.press("e")
	require.Contains(t, s.text(), "open echo.go at line 12")
	s.press("down", "e")
	require.Contains(t, s.text(), "open echo.go at line 20")
	s.press("down", "e")
	require.Contains(t, s.text(), "open echo.go at line 20", "there is none below")
	s.press("k", "e")
	require.Contains(t, s.text(), "open echo.go at line 12")
}

func TestWelcomeIsLeft(t *testing.T) {
	for _, k := range []string{"esc", "q", "enter"} {
		s := newScreen(t, 80, 24, welcoming)
		require.Nil(t, s.press(k), "%s leaves the page, and not the program", k)
		require.Nil(t, s.panes.overlay, k)
		require.Equal(t, pane(s.lesson), s.panes.all[s.panes.focus].pane, "the lesson is next")
	}
}

// The first start is kept as soon as the page has come, and the page comes again from
// the help.
func TestWelcomeComesOnce(t *testing.T) {
	store := fake.NewProgress()
	s := newScreen(t, 80, 24, welcoming, func(c *Config) { c.Progress = store })
	_ = s.begin()
	require.NoError(t, s.work.Close())
	require.True(t, store.Begun)
	s.press("esc", "?", "w")
	require.Contains(t, s.text(), "Welcome")

	store = fake.NewProgress()
	s = newScreen(t, 80, 24, func(c *Config) { c.Progress = store })
	_ = s.begin()
	require.NoError(t, s.work.Close())
	require.Nil(t, s.panes.overlay)
	require.False(t, store.Begun)
}

// passAll has the exercises that are left passed, the open one last.
func passAll(s *screen) {
	s.t.Helper()
	fake.WriteFile(s.t, s.work.Config.Course.AfterwordPath(), "## What you have built\n\nA loop, and all that followed.\n")
	words, err := lesson.Load(s.work.Config.Course.AfterwordPath())
	require.NoError(s.t, err)
	s.lesson.after = words
	s.record(fake.Outcome(s.work.Exercises()[2], report.Pass))
	s.grade(fake.Outcome(s.work.Current, report.Pass))
}

func TestLookingBack(t *testing.T) {
	s := newScreen(t, 80, 60)
	passAll(s)
	for _, words := range []string{
		"Looking back", "You have passed all of Spawning tasks.", "3 exercises in 4 tries", "What you have built",
		"A loop, and all that followed.", "02 A goroutine per client", "2 tries", "workbook help exercise",
	} {
		require.Contains(t, s.text(), words)
	}
	s.press("esc")
	require.Nil(t, s.panes.overlay)

	s.grade(fake.Failing(s.work.Current))
	s.grade(fake.Outcome(s.work.Current, report.Pass))
	require.Nil(t, s.panes.overlay, "it comes once")
	s.press("?", "l")
	require.Contains(t, s.text(), "Looking back", "and from the help again")
}

// What has not passed, or had passed before this session, is no reason to look back.
func TestNotLookingBack(t *testing.T) {
	t.Run("one is missing", func(t *testing.T) {
		s := newScreen(t, 80, 24)
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		require.Nil(t, s.panes.overlay)
		s.press("?", "l")
		require.NotContains(t, s.text(), "Looking back")
	})
	t.Run("the last one fails", func(t *testing.T) {
		s := newScreen(t, 80, 24)
		s.record(fake.Outcome(s.work.Exercises()[2], report.Pass))
		s.grade(fake.Failing(s.work.Current))
		require.Nil(t, s.panes.overlay)
	})
	t.Run("all had passed before", func(t *testing.T) {
		s := newScreen(t, 80, 24, allPassedBefore)
		s.grade(fake.Failing(s.work.Current))
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		require.Nil(t, s.panes.overlay)
	})
	t.Run("graded in the background when the program began", func(t *testing.T) {
		s := newScreen(t, 80, 24, func(c *Config) {
			allPassedBefore(c)
			store := c.Progress.(*fake.Progress)
			store.Progress.Exercises["02_spawned"] = progress.Entry{Attempts: 1, LastVerdict: report.Fail}
		})
		s.send(study.FoundMsg{Exercise: s.work.Current, Save: study.Save{Hash: "now", At: fake.SavedAt}})
		r := fake.Outcome(s.work.Current, report.Pass)
		s.tell(fake.Events(r)...)
		s.record(r)
		require.Contains(t, s.text(), "3 of 3 passed")
		require.Nil(t, s.panes.overlay)
	})
}

func allPassedBefore(c *Config) {
	store := fake.NewProgress()
	for _, ex := range c.Course.Exercises {
		store.Progress.Exercises[ex.ID] = progress.Entry{Attempts: 1, LastVerdict: report.Pass,
			LastAttempt: fake.SavedAt, FirstPassed: fake.SavedAt, LastPassed: fake.SavedAt, Points: 12}
	}
	c.Progress = store
}

// Who compares, or searches, is not interrupted.
func TestLookingBackWaits(t *testing.T) {
	s := newScreen(t, 100, 24)
	s.record(fake.Outcome(s.work.Exercises()[2], report.Pass))
	s.save("last")
	s.press("/")
	all := fake.Events(fake.Outcome(s.work.Current, report.Pass))
	s.tell(all...)
	require.IsType(t, &search{}, s.panes.overlay)
	require.Contains(t, s.text(), "Press ? and then l to look back.")
}

// A course without an afterword has the figures.
func TestLookingBackWithoutWords(t *testing.T) {
	s := newScreen(t, 80, 40, allPassedBefore)
	_, err := os.Stat(s.work.Config.Course.AfterwordPath())
	require.ErrorIs(t, err, os.ErrNotExist)
	s.press("?", "l")
	require.Contains(t, s.text(), "3 exercises in 3 tries, on ")
	s.exact()
}
