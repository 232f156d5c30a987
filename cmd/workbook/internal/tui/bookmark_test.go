package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/fake"
)

// leaveAfter is where a learner is left who starts at b, and does what f does.
func leaveAfter(t *testing.T, b bookmark.Bookmark, f func(p *program)) (left bookmark.Bookmark) {
	t.Helper()
	inBubble(t, func(p *program) {
		p.cfg.Bookmark, p.cfg.Leave = b, func(b bookmark.Bookmark) { left = b }
	}, func(p *program) {
		f(p)
		p.quit()
	})
	return left
}

func TestReopeningGoesToWhereOneWas(t *testing.T) {
	left := leaveAfter(t, bookmark.Bookmark{}, func(p *program) {
		p.shows("page 1 of 3")
		p.press("n")
		p.press("]")
		p.press("]")
		p.press("\t")
	})
	require.Equal(t, bookmark.Bookmark{Exercise: "02_spawned", Page: 2, Pane: "verdict"}, left)
	again := leaveAfter(t, left, func(p *program) {
		p.shows("Verdict", "Not graded yet.")
		p.press("\x1b[Z") // shift+tab
		p.shows("▌02 A goroutine per client", "page 3 of 3", "Make Echo serve every client at once.")
		p.press("\t")
	})
	require.Equal(t, left, again)
	// Who leaves before there is anything to see has not moved.
	at := bookmark.Bookmark{Exercise: "05_join", Page: 1, Above: 0.25, Pane: "lesson"}
	require.Equal(t, at, newScreenAt(t, at).bookmark())
}

// newScreenAt has no lessons yet.
func newScreenAt(t *testing.T, b bookmark.Bookmark) *root {
	m := newRoot(t.Context(), Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: fake.NewProgress(),
		Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv, Bookmark: b}.withDefaults())
	t.Cleanup(m.jobs.Cancel)
	return m
}

func TestReopeningScrolls(t *testing.T) {
	const width, height = 60, 16
	at := func(b bookmark.Bookmark) *screen {
		return newScreen(t, width, height, func(c *Config) { c.Bookmark = b })
	}
	s := at(bookmark.Bookmark{})
	s.press("down", "down", "down")
	seen, b := s.text(), s.bookmark()
	require.NotZero(t, b.Above)
	s = at(b)
	require.Equal(t, seen, s.text())
	s.send(tea.WindowSizeMsg{Width: 80, Height: height})
	s.press("n", "p")
	require.NotContains(t, s.text(), "A goroutine for every client", "it is scrolled only once, and stays")
	s.press("home")
	require.Contains(t, s.text(), "A goroutine for every client")
}

func TestABookmarkThatIsStaleFallsBack(t *testing.T) {
	for name, test := range map[string]struct {
		mark     bookmark.Bookmark
		exercise string
		page     int
		pane     string
	}{
		"none":             {bookmark.Bookmark{}, "02_spawned", 0, "lesson"}, // 01 has passed
		"a gone exercise":  {bookmark.Bookmark{Exercise: "09_gone", Page: 2, Pane: "outline"}, "02_spawned", 0, "lesson"},
		"a gone page":      {bookmark.Bookmark{Exercise: "05_join", Page: 3, Above: 0.5, Pane: "verdict"}, "05_join", 0, "verdict"},
		"a pane of others": {bookmark.Bookmark{Exercise: "01_sequential", Page: 1, Pane: "trace"}, "01_sequential", 1, "lesson"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 120, 40, func(c *Config) { c.Bookmark = test.mark })
			got := s.bookmark()
			require.Equal(t, bookmark.Bookmark{Exercise: test.exercise, Page: test.page, Pane: test.pane}, got)
		})
	}
	s := newScreen(t, 120, 40, func(c *Config) {
		c.Start, c.Bookmark = "01_sequential", bookmark.Bookmark{Exercise: "05_join", Page: 2, Pane: "outline"}
	})
	require.Equal(t, bookmark.Bookmark{Exercise: "01_sequential", Pane: "lesson"}, s.bookmark(), "what is asked for comes first")
}
