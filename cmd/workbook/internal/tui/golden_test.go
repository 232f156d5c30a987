package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/report"
)

// A screen is a program without a terminal: messages go in, the view comes out,
// and commands are not run.
type screen struct {
	t *testing.T
	*root
}

func newScreen(t *testing.T, width, height int, change ...func(*Config)) *screen {
	t.Helper()
	c := fake.NewCourse(t)
	store := fake.NewProgress()
	store.Progress.Exercises["01_sequential"] = progress.Entry{
		Attempts: 2, LastAttempt: fake.SavedAt, LastVerdict: report.Pass,
		FirstPassed: fake.SavedAt, LastPassed: fake.SavedAt, Points: 12,
	}
	cfg := Config{Course: c, Grader: fake.NewGrader(), Progress: store, Watch: fake.NewWatcher().AsWatcher,
		Getenv: fake.NoEnv, zone: time.UTC, Version: "v1.2.3"}
	for _, f := range change {
		f(&cfg)
	}
	m := newRoot(t.Context(), cfg.withDefaults())
	t.Cleanup(m.jobs.Cancel)
	s := &screen{t, m}
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
	lessons := make(map[string]lesson.Lesson)
	for _, ex := range c.Exercises {
		l, err := lesson.Load(c.LessonPaths(ex.ID)...)
		require.NoError(t, err)
		lessons[ex.ID] = l
	}
	s.send(lessonsMsg{lessons: lessons})
	s.send(readyMsg{isolation: cfg.Grader.Isolation()})
	return s
}

func (s *screen) send(msg tea.Msg) tea.Cmd {
	_, cmd := s.Update(msg)
	return cmd
}

// press presses keys, and gives the command of the last.
func (s *screen) press(keys ...string) (cmd tea.Cmd) {
	for _, k := range keys {
		cmd = s.send(press(k))
	}
	return cmd
}

// press is the message of a key.
func press(k string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "backspace": tea.KeyBackspace, "home": tea.KeyHome, "end": tea.KeyEnd,
		"space": tea.KeySpace, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp,
	}
	if code, ok := special[k]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if k == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
}

// save is what the watcher says after the learner has saved.
func (s *screen) save(hash string) tea.Cmd {
	return s.send(study.SavedMsg{Exercise: s.work.Current, Save: study.Save{Hash: hash, At: fake.SavedAt}})
}

// saveTo is the same in the folder of an exercise that need not be open.
func (s *screen) saveTo(exercise, hash string) tea.Cmd {
	ex := s.work.Exercises()[s.work.Index(exercise)]
	return s.send(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: hash, At: fake.SavedAt}})
}

// tell sends events of the run that was started last.
func (s *screen) tell(events ...grader.Event) {
	for _, e := range events {
		s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: s.work.Current.ID, Event: e})
	}
}

// grade has a report reached from a new save, and recorded.
func (s *screen) grade(r report.Exercise) {
	s.save(fmt.Sprintf("hash %d", s.work.Runs.Last))
	for _, e := range fake.Events(r) {
		s.tell(e)
	}
	s.kept()
}

// record keeps a verdict that was reached at another time.
func (s *screen) record(r report.Exercise) {
	_ = s.work.Config.Progress.Record(r.ID, progress.Attempt{Verdict: r.Verdict, Points: r.Points})
	s.kept()
}

// kept keeps what is still to be kept.
func (s *screen) kept() {
	s.t.Helper()
	require.NoError(s.t, s.work.Keeper.Flush())
	s.send(study.KeptMsg{Progress: s.work.Config.Progress.Get()})
}

// golden compares the screen with the file, and holds it to its size.
func (s *screen) golden() {
	s.t.Helper()
	content := s.View().Content
	rows := strings.Split(content, "\n")
	if !s.panes.small() {
		require.Len(s.t, rows, s.panes.height, "rows of the screen")
		for i, row := range rows {
			require.Equal(s.t, s.panes.width, lipgloss.Width(row), "columns of row %d: %q", i, row)
		}
	}
	golden.RequireEqual(s.t, content)
}

// The states that a learner meets, each at three sizes.
var states = []screenState{
	{"fresh", func(s *screen) {}},
	{"warming", func(s *screen) {
		s.work.Warming.Exercise = "02_spawned"
		s.send(study.WarmMsg{Now: grader.Warming{Done: 57, Total: 180}})
		s.save("a")
	}},
	{"lesson", func(s *screen) { s.press("right", "]", "left") }},
	{"outline", func(s *screen) { s.press("shift+tab", "down") }},
	{"streaming", func(s *screen) {
		s.save("a")
		s.tell(fake.Events(fake.Failing(s.work.Current))[:12]...)
	}},
	{"failing", func(s *screen) { s.grade(fake.Failing(s.work.Current)) }},
	{"hint", func(s *screen) {
		s.grade(fake.Failing(s.work.Current))
		s.press("h", "h")
	}},
	{"compile_error", func(s *screen) { s.grade(fake.CompileError(s.work.Current)) }},
	{"refused", func(s *screen) { s.grade(fake.Refused(s.work.Current)) }},
	{"race", func(s *screen) { s.grade(fake.Raced(s.work.Current)) }},
	{"provisional", func(s *screen) {
		s.save("a")
		all := fake.Events(fake.Outcome(s.work.Current, report.Pass))
		s.tell(all[:len(all)-2]...)
	}},
	{"passed", func(s *screen) { s.grade(fake.Outcome(s.work.Current, report.Pass)) }},
	{"no_c_compiler", func(s *screen) { s.grade(fake.NotRaced(s.work.Current)) }},
	{"last_passed", func(s *screen) {
		s.press("n")
		s.grade(fake.Outcome(s.work.Current, report.Pass))
	}},
	{"regressed", func(s *screen) {
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		s.grade(fake.Failing(s.work.Current))
	}},
	{"elsewhere", func(s *screen) {
		s.grade(fake.Failing(s.work.Current))
		s.saveTo("01_sequential", "broken")
		ex := s.work.Exercises()[0]
		for _, e := range fake.Events(fake.Failing(ex)) {
			s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: ex.ID, Event: e})
		}
		s.record(fake.Failing(ex))
		s.saveTo("05_join", "begun")
	}},
	{"stored_pass", func(s *screen) { s.press("p", "tab") }},
	{"canceled", func(s *screen) {
		s.save("a")
		s.press("esc")
	}},
	{"grader_stopped", func(s *screen) {
		s.save("a")
		s.send(study.DoneMsg{Run: s.work.Runs.Last, Exercise: s.work.Current.ID, Err: fmt.Errorf("no space left on device")})
	}},
	{"raw", func(s *screen) {
		s.grade(fake.Failing(s.work.Current))
		s.press("o")
	}},
	{"solution", func(s *screen) {
		writeWays(s)
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		s.send(s.press("s")())
	}},
	{"solution_style", func(s *screen) {
		writeWays(s)
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		s.send(s.press("s")())
		s.press("]", "]")
	}},
	{"welcome", func(s *screen) {
		s.panes.cover(newWelcome(s.work))
		s.press("down", "e")
	}},
	{"welcome_learned", func(s *screen) {
		s.panes.cover(newWelcome(s.work))
		s.press("space", "j", "e", "h", "tab", "?")
	}},
	{"looking_back", func(s *screen) { passAll(s) }},
	{"help", func(s *screen) { s.press("?") }},
	{"search", func(s *screen) {
		s.press("/")
		s.press(strings.Split("accept", "")...)
		s.press("down")
	}},
	{"search_nothing", func(s *screen) { s.press("/", "q", "q") }},
	{"reset", func(s *screen) { s.press("x") }},
	{"undo", func(s *screen) { s.send(s.press("u")()) }},
	{"notice", func(s *screen) {
		s.send(study.ResetMsg{Exercise: s.work.Current.ID, Backup: s.work.Config.Course.Root + "/.workbook/backup/02_spawned-1", Hash: "a"})
	}},
}

func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}} {
		for _, state := range states {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withReset)
				state.set(s)
				s.golden()
			})
		}
	}
}

func TestScreensOfOtherTerminals(t *testing.T) {
	env := func(key, value string) func(*Config) {
		return func(c *Config) {
			c.Getenv = func(k string) string {
				if k == key {
					return value
				}
				return ""
			}
		}
	}
	t.Run("no_color", func(t *testing.T) {
		s := newScreen(t, 120, 40, withReset, env("NO_COLOR", "yes please"))
		s.grade(fake.Failing(s.work.Current))
		require.NotRegexp(t, `\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])[0-9;:]*m`, s.View().Content)
		s.golden()
	})
	t.Run("dumb", func(t *testing.T) {
		s := newScreen(t, 80, 24, withReset, env("TERM", "dumb"))
		s.grade(fake.Failing(s.work.Current))
		require.NotContains(t, s.View().Content, "\x1b")
		for _, r := range s.View().Content {
			require.Less(t, r, rune(128), "%q is not ASCII", r)
		}
		s.golden()
	})
	t.Run("light", func(t *testing.T) {
		s := newScreen(t, 120, 40, withReset)
		dark := s.View().Content
		s.send(tea.BackgroundColorMsg{Color: lipgloss.Color("#ffffff")})
		require.NotEqual(t, dark, s.View().Content)
		s.golden()
	})
	for _, size := range [][2]int{{49, 40}, {120, 14}, {20, 5}, {1, 1}} {
		t.Run(fmt.Sprintf("too_small_%dx%d", size[0], size[1]), func(t *testing.T) {
			s := newScreen(t, size[0], size[1])
			s.press("n", "tab", "?")
			s.golden()
		})
	}
}

func withReset(c *Config) { c.Reset, c.Undo = fake.ResetNothing, &fake.Undoer{} }
