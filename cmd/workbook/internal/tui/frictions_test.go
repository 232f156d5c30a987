package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/report"
)

func withoutColor(c *Config) {
	c.Getenv = func(name string) string {
		if name == "NO_COLOR" {
			return "1"
		}
		return ""
	}
}

// Where no color tells code from words, backticks do; where one does, they would be noise.
func TestCodeInTextIsMarkedWithoutColor(t *testing.T) {
	s := newScreen(t, 80, 24, withoutColor)
	require.Contains(t, s.text(), "The `go` keyword starts a goroutine")
	require.NotContains(t, newScreen(t, 80, 24).text(), "`go`")
}

// What was said of one save is not said of the next.
func TestNoticeEndsWithTheNextSave(t *testing.T) {
	s := newScreen(t, 120, 40)
	ex := s.work.Exercises()[2]
	s.saveTo(ex.ID, "a")
	s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Failing(ex)}})
	require.Contains(t, s.text(), "05 was saved: failing. Enter goes there.")
	s.save("b")
	require.NotContains(t, s.text(), "05 was saved")
	s.press("enter")
	require.NotEqual(t, ex, s.work.Current, "enter goes nowhere any more")
}

// A check's title is read to its end, and an exercise's to the end of a word.
func TestTitlesAreNotCutByLetter(t *testing.T) {
	const title = "A silent client, of which there may be as many as there like to be, delays none of the others at all"
	s := newScreen(t, 60, 40)
	r := fake.Failing(s.work.Current)
	for i := range r.Checks {
		r.Checks[i].Title = title
	}
	s.work.Current.Title = "Goroutines, incomprehensibilities and the like"
	s.grade(r)
	s.text()
	s.press("end")
	text := strings.Join(strings.Fields(s.text()), " ")
	require.Contains(t, text, "A silent client, of which there may be as 4 of 4 points many as there like to be, delays none of the others at all")
	s.exact()

	s = newScreen(t, 120, 40)
	s.work.Current.Title = "Goroutines, incomprehensibilities and the like"
	s.panes.relayout()
	require.Contains(t, s.text(), "02 Goroutines,… ")
	s.exact()
}

func TestShorten(t *testing.T) {
	for _, tc := range []struct {
		text  string
		width int
		want  string
	}{
		{"fits as it is", 13, "fits as it is"},
		{"one word less", 12, "one word…"},
		{"one word less", 9, "one word…"},
		{"one word less", 8, "one…"},
		{"incomprehensible", 8, "incompr…"},
		{"größere Änderung", 15, "größere…"},
	} {
		require.Equal(t, tc.want, shorten(tc.text, tc.width))
	}
}

// Who goes to the exercise that was saved wants to see its verdict, also where the lesson
// leaves it no room.
func TestEnterGoesToTheVerdict(t *testing.T) {
	s := newScreen(t, 80, 24)
	ex := s.work.Exercises()[2]
	s.saveTo(ex.ID, "a")
	s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Failing(ex)}})
	s.press("enter")
	require.Equal(t, ex, s.work.Current)
	require.Equal(t, "verdict", s.focused())
	require.Contains(t, s.text(), "Client B was not answered")
}

// After a hint the first arrow goes back to the check that is chosen, and only the next one
// to another.
func TestArrowComesBackFromAHint(t *testing.T) {
	s := newScreen(t, 60, 15)
	s.grade(brokenFour(s.work.Current))
	s.press("down")
	s.text()
	s.press("h", "h", "h")
	require.NotContains(t, s.text(), "›✗ A silent client", "the hints have taken its place")
	s.press("down")
	require.Contains(t, s.text(), "›✗ A silent client")
	s.press("down")
	require.Contains(t, s.text(), "›✗ No goroutine is left behind")
}

// Each page says its last word on the smallest screens, too.
func TestWelcomeFits(t *testing.T) {
	s := newScreen(t, 60, 20, welcoming)
	s.press("down", "e")
	require.Contains(t, s.text(), "esc skips all")
	require.Contains(t, s.text(), "read on: down")
	s.exact()

	s = newScreen(t, minWidth, minHeight, welcoming)
	require.Contains(t, s.text(), "more below")
	require.Contains(t, s.text(), "pgup pgdown scroll")
	s.press("pgdown")
	require.Contains(t, s.text(), "skips all this.")
	s.press("home", "e")
	require.Contains(t, s.text(), "open echo.go at line 12", "what a key says is in view")
	s.exact()
}

// A sentence that names the place needs no line that names it again.
func TestPlaceIsSaidOnce(t *testing.T) {
	s := newScreen(t, 120, 40)
	file := "exercises/02_spawned/echo.go"
	r := fake.Refused(s.work.Current)
	r.Problems = []report.Problem{
		{File: file, Message: file + " is a link, and links are not followed."},
		{File: file, Line: 4, Message: "The package os/exec may not be imported in this exercise."},
	}
	s.grade(r)
	require.Equal(t, 2, strings.Count(s.text(), file), "once for each:\n%s", s.text())
	require.Contains(t, s.text(), file+":4")
}

// What was looked for is in view, however deep in the text it stands.
func TestExcerptShowsTheMatch(t *testing.T) {
	s := newScreen(t, 60, 20)
	s.press("/")
	s.press(strings.Split("straight", "")...)
	text := strings.Join(strings.Fields(s.text()), " ")
	require.Contains(t, text, "… to leave, this one goes straight back to Accept.")
	s.exact()
	require.Regexp(t, `\x1b\[1[^m]*mstraight\x1b`, s.View().Content, "and stands out")
}

// Titles of checks are whole sentences, and so is what a run ends with: on the smallest
// screen they go on in the next row.
func TestLongSentencesAreReadable(t *testing.T) {
	const long = "A client that resets its connection ends that connection and nothing else, however many others there are"
	spaced := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	checks := []report.Check{{Name: "a", Title: "One", Verdict: report.Pass}, {Name: "b", Title: long, Verdict: report.Fail}}
	p := newCheckChooser(checks, true, nil)
	s := newScreen(t, 60, 20, withSteps)
	p.layout(room{width: 60, height: 12, theme: s.panes.theme})
	p.key(newKeyMap(), tea.KeyPressMsg{Code: tea.KeyDown})
	rows := strings.Split(plainText(strings.Join(p.rows(), "\n")), "\n")
	require.Contains(t, spaced(strings.ReplaceAll(strings.Join(rows, " "), "failed", "")), long)
	require.True(t, strings.HasPrefix(rows[1], glyphPointer), rows[1])

	message := strings.Repeat("A connection was open all the time, and nobody was served. ", 5) + "It was the last one."
	run := fake.LostUpdate()
	run.Message = message
	s.stepping(run)
	s.press("G")
	require.Contains(t, spaced(s.text()), message, "step by step")
	require.Regexp(t, `n\.served, nil`, s.text(), "and the source is still there")
	s.press("t")
	require.Contains(t, spaced(s.text()), message, "as lanes")
}

// "Wait for the verdict" must not stand beside the verdict.
func TestRefusalEndsWithTheVerdict(t *testing.T) {
	const wait = "wait for the verdict"
	s := newScreen(t, 80, 24, withSteps)
	s.save("x")
	s.press("t")
	require.Contains(t, s.text(), wait)
	for _, e := range fake.Events(fake.Failing(s.work.Current)) {
		s.tell(e)
	}
	require.NotContains(t, s.text(), wait)

	s.press("p", "p")
	require.Contains(t, s.text(), "This is the first exercise.")
	s.kept()
	require.Contains(t, s.text(), "This is the first exercise.", "that has nothing to do with a verdict")
}
