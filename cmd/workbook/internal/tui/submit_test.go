package tui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/report"
)

// withClass makes the course a student's, with a class to hand in to.
func withClass(c *Config) {
	if err := os.RemoveAll(filepath.Join(c.Course.Root, "solutions")); err != nil {
		panic(err)
	}
	c.Service = fake.NewGrader()
}

// handIn presses the key and has the folder read.
func (s *screen) handIn() {
	s.t.Helper()
	cmd := s.press("s")
	require.NotNil(s.t, cmd)
	msg := cmd()
	require.IsType(s.t, study.SavedMsg{}, msg)
	s.send(msg)
}

// What is handed in streams into the same pane as what is graded here.
func TestHandIn(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, withClass)
	s.handIn()
	require.Contains(t, s.View().Content, "Handing in")
	s.tell(grader.Queued{Exercise: "02_spawned", Ahead: 3})
	require.Contains(t, s.View().Content, "Handed in: 3 before it")
	s.tell(grader.Queued{Exercise: "02_spawned", Ahead: 0})
	require.Contains(t, s.View().Content, "Handed in: it is next")
	all := fake.Events(fake.Failing(s.work.Current))
	s.tell(all[:4]...)
	require.Contains(t, s.View().Content, "Handed in: the class grades it")
	s.tell(all[4:]...)
	require.Contains(t, s.View().Content, "Failing")
	require.Contains(t, s.View().Content, "Client B was not answered while client A")
}

func TestHandInScreens(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}} {
		t.Run(map[int]string{120: "120x40", 80: "80x24", 60: "60x20"}[size[0]], func(t *testing.T) {
			s := newScreen(t, size[0], size[1], withReset, withClass)
			s.handIn()
			s.tell(grader.Queued{Exercise: "02_spawned", Ahead: 3})
			s.golden()
		})
	}
}

// German is longer: what the class says, on the smallest screen.
func TestGermanHandIn(t *testing.T) {
	inGerman(t)
	s := newScreen(t, 60, 20, withReset, withClass)
	s.handIn()
	for ahead, want := range []string{"Abgegeben: als Nächstes dran", "Abgegeben: 1 davor"} {
		s.tell(grader.Queued{Exercise: "02_spawned", Ahead: ahead})
		require.Contains(t, s.text(), want)
	}
	s.tell(fake.Events(fake.Failing(s.work.Current))[:4]...)
	require.Contains(t, s.text(), "Abgegeben: Der Kurs bewertet")
	s.press("esc")
	require.Contains(t, s.text(), "Nicht gewartet: Der Kurs bewertet es trotzdem")
	r := fake.Outcome(s.work.Current, report.NotRun)
	s.grade(r)
	require.Contains(t, s.text(), "Hier nicht bewertet: Mit s gibst du ab")
	r.Checks[0].Verdict, r.Checks[0].Withheld = report.NotRun, true
	s.grade(r)
	require.Contains(t, s.text(), "Sichtbare Prüfungen bestanden: Mit s gibst du ab")
	require.Contains(t, s.text(), "s abgeben")
	s.press("?")
	require.Contains(t, s.text(), "abgeben: die versteckten Prüfungen")
}

// A save does not wait for the class: it is graded here, and the learner is told where the
// other verdict will be. What the class says then is stale.
func TestSaveAfterHandIn(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, withClass)
	s.handIn()
	s.tell(grader.Queued{Exercise: "02_spawned", Ahead: 3})
	stale := s.work.Runs.Last
	s.save("newer")
	require.Contains(t, s.View().Content, "What you handed in before is graded all the same")
	s.send(study.EventMsg{Run: stale, Exercise: "02_spawned", Event: grader.Finished{Exercise: fake.Outcome(s.work.Current, report.Pass)}})
	require.NotContains(t, s.View().Content, "✓ Passed")
	require.True(t, s.work.Run().Active())
	require.False(t, s.work.Run().HandedIn)
}

// While something waits in the class's queue, saves to other exercises are graded here.
func TestOthersAreGradedMeanwhile(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, withClass)
	s.handIn()
	s.saveTo("05_join", "begun")
	require.True(t, s.work.Runs.Of("05_join").Active())
	require.True(t, s.work.Run().Active())
}

// The class cannot be reached, or the learner does not want to wait.
func TestHandInEnds(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, withClass)
	s.handIn()
	s.send(study.DoneMsg{Run: s.work.Runs.Last, Exercise: "02_spawned", Err: errors.New("the service at https://class.example.org cannot be reached")})
	require.Contains(t, s.View().Content, "No verdict from the class")
	require.Contains(t, s.View().Content, "class.example.org cannot be reached")
	s.handIn()
	s.press("esc")
	require.Contains(t, s.View().Content, "Not waited for: the class grades it all the same")
}

// When the visible checks have passed, the key that hands in is what comes next.
func TestVisibleChecksPassed(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, withClass)
	r := fake.Outcome(s.work.Current, report.NotRun)
	r.Checks[0].Verdict, r.Checks[0].Withheld = report.NotRun, true
	s.grade(r)
	require.Contains(t, s.View().Content, "Visible checks passed: press s to hand in")
	require.Contains(t, s.View().Content, "hand in\x1b", "among the keys at the bottom")
}

// Without a class, and with the instructor's half, the key is what it was.
func TestNoHandIn(t *testing.T) {
	s := newScreen(t, 120, 40, withReset, func(c *Config) { c.Service = fake.NewGrader() })
	require.False(t, s.work.MayHandIn())
	s.press("s")
	require.Contains(t, s.View().Content, "can be seen once this exercise has passed")
	s.press("?")
	require.NotContains(t, s.View().Content, "hand in")
	require.Contains(t, s.View().Content, "compare with the reference")

	s = newScreen(t, 120, 40, withReset, withClass)
	s.press("?")
	require.Contains(t, s.View().Content, "hand in: the hidden checks")
	require.NotContains(t, s.View().Content, "compare with the reference")
}
