package tui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/demo"
)

// Keys change what the demo measures, and it runs again when the run before has ended, with
// the last value and only with that.
func TestDemoKeysRunItAgain(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	started := s.demonstrator().Started
	first := runs(s.send((<-runs(s.press("d")).said)))
	p, one := s.demoPage(), <-started
	require.Equal(t, map[string]int{"clients": 100, "n": 4, "kib": 512}, one.Values)
	require.NoError(t, one.Ctx.Err())

	require.Nil(t, s.press("down", "right"), "it waits until the run has ended")
	require.ErrorIs(t, one.Ctx.Err(), context.Canceled)
	require.Nil(t, s.press("right", "up", "left"))
	require.Equal(t, map[string]int{"clients": 50, "n": 16, "kib": 512}, p.values)
	require.Empty(t, started, "no two run at a time")

	second := runs(s.send(<-first.said))
	two := <-started
	require.Equal(t, map[string]int{"clients": 50, "n": 16, "kib": 512}, two.Values)
	two.End(fake.Measured(600, 4, two.Values), nil)
	require.Nil(t, s.send(<-second.said))
	require.Contains(t, s.text(), "Measured on this machine")
	require.Contains(t, s.text(), "Nobody was told why.")

	require.Nil(t, s.press("tab", "tab", "tab", "tab"), "to choose runs nothing")
	require.Equal(t, 1, p.chosen)
	third := runs(s.press("right"))
	three := <-started
	require.Equal(t, 32, three.Values["n"])
	three.End(fake.Measured(300, 4, three.Values), nil)
	s.send(<-third.said)
	require.Regexp(t, `4 at a time: half are served after +600 ms → 300 ms`, s.text())
	require.Contains(t, s.text(), "before → now: n=16 → n=32")

	fourth := runs(s.press("enter"))
	four := <-started
	require.Equal(t, 32, four.Values["n"])
	four.End(demo.Result{}, errors.New("no ports are left"))
	s.send(<-fourth.said)
	require.Contains(t, s.text(), "It could not be run: no ports are left")
	require.Contains(t, s.text(), "`workbook doctor`")
	require.Contains(t, s.text(), "600 ms", "what was measured before is still there")

	s.press("right")
	require.Equal(t, 64, p.values["n"])
	p.ends(s, fake.Measured(1, 4, p.values), nil)
	require.Nil(t, s.press("right"), "there is no more of it")
}

// Who leaves the page ends the demo, however it is left.
func TestWhoLeavesEndsTheDemo(t *testing.T) {
	for name, leave := range map[string]func(s *screen){
		"esc":  func(s *screen) { s.press("esc") },
		"q":    func(s *screen) { s.press("q") },
		"d":    func(s *screen) { s.press("d") },
		"save": func(s *screen) { s.save("a") },
		"quit": func(s *screen) { s.jobs.Stop(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 120, 40, withDemo)
			run := runs(s.send((<-runs(s.press("d")).said)))
			page, one := s.demoPage(), <-s.demonstrator().Started
			leave(s)
			<-one.Ctx.Done()
			msg := <-run.said
			if name == "quit" {
				return
			}
			require.Nil(t, s.panes.overlay)
			before := s.text()
			s.send(msg)
			s.send(demoFrameMsg{page.id, page.run})
			require.Equal(t, before, s.text(), "what was asked for is not wanted any more")
		})
	}
}

// What a page before has asked for changes nothing in another.
func TestStaleDemos(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	old := s.demo()
	s.press("esc")
	p := s.demo()
	p.shows(s, fake.Frame(measured(600, p), 500))
	before := s.text()
	s.send(demoFoundMsg{old.id, demo.Demo{}, errors.New("too late")})
	s.send(demoFrameMsg{old.id, old.run})
	s.send(demoDoneMsg{old.id, old.run, measured(9, p), 0, nil})
	s.send(demoDoneMsg{p.id, p.run - 1, measured(9, p), 0, nil})
	require.Equal(t, before, s.text())
	require.Equal(t, demoRuns, p.state)
}

// A demo and a grading would measure each other.
func TestADemoWaitsForTheGrader(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	s.save("a")
	p := s.demo()
	require.Equal(t, demoWaits, p.state)
	require.Contains(t, s.text(), "It waits until the grading of your code is over: both would disturb each other.")
	events := fake.Events(fake.Failing(s.work.Current))
	s.tell(events[:len(events)-1]...)
	require.Equal(t, demoWaits, p.state)
	cmd := s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: s.work.Current.ID, Event: events[len(events)-1]})
	require.Equal(t, demoRuns, p.state, "it begins with the verdict")
	require.Empty(t, p.disturbed)
	runAll(cmd)
	one := <-s.demonstrator().Started
	one.End(demo.Result{}, nil)

	s.saveTo("05_join", "another is graded meanwhile")
	p.ends(s, measured(600, p), nil)
	require.Contains(t, s.text(), "disturbed by the grading of your code.")
	s.press("right")
	require.Equal(t, demoWaits, p.state)
	s.press("r")
	require.Equal(t, demoRuns, p.state, "unless the learner insists")
	p.ends(s, measured(600, p), nil)
	s.press("left")
	require.Equal(t, demoRuns, p.state, "once is enough")
}

func TestADemoWaitsForThePreparation(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	s.work.Warming.Exercise = "02_spawned"
	s.send(study.WarmMsg{Now: warmingAt(3)})
	p := s.demo()
	require.Equal(t, demoWaits, p.state)
	require.Contains(t, s.text(), "the preparation of the grader")
	s.send(study.WarmMsg{Now: warmingAt(9)})
	require.Equal(t, demoRuns, p.state)
}

func warmingAt(done int) grader.Warming { return grader.Warming{Done: done, Total: 9} }

func TestNoDemo(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	s.work.Current.Demo = ""
	require.Nil(t, s.press("d"))
	require.Nil(t, s.panes.overlay)
	require.Contains(t, s.text(), "This exercise has no demo.")
	s = newScreen(t, 120, 40)
	s.work.Current.Demo = "limit"
	require.Nil(t, s.press("d"))
	require.Contains(t, s.text(), "No demo can be run here.")
	s.press("?")
	require.NotContains(t, s.text(), "run the demo")
}

// With reduced motion nothing moves: there is the result, and before that what goes on.
func TestAStillDemo(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo, func(c *Config) { c.Still = true })
	run := runs(s.send((<-runs(s.press("d")).said)))
	one := <-s.demonstrator().Started
	one.Show(fake.Frame(measured(600, s.demoPage()), 500)) // nobody looks
	require.Empty(t, s.jobs.Queue)
	require.Contains(t, s.text(), "It runs on this machine.")
	one.End(measured(600, s.demoPage()), nil)
	s.send(<-run.said)
	require.Contains(t, s.text(), "Measured on this machine")
}

// However many frames there are, the screen is told of one at a time.
func TestFramesOfADemo(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	run := runs(s.send((<-runs(s.press("d")).said)))
	p, one := s.demoPage(), <-s.demonstrator().Started
	for i := range int64(500) {
		one.Show(fake.Frame(measured(600, p), i))
	}
	require.Equal(t, []study.Msg{demoFrameMsg{p.id, p.run}}, s.jobs.Queue)
	s.send(s.jobs.Queue[0])
	require.Contains(t, s.text(), "It runs on this machine: 0.5 s", "it is the newest")
	one.End(measured(600, p), nil)
	s.send(<-run.said)
}

// All of a result can be seen, on the smallest screen too, and who looks at the end of it
// goes on to.
func TestALongDemoScrolls(t *testing.T) {
	s := newScreen(t, minWidth, minHeight, withDemo)
	p := s.demo()
	p.ends(s, measured(600, p), nil)
	all := s.text()
	for range 60 {
		s.press("j")
		all += s.text()
	}
	for _, part := range []string{"Clients with the same work", "4 at a time: ", "and 36 more between them", "half are served after", "Nobody was told why."} {
		require.Contains(t, all, part)
	}
	require.Contains(t, s.text(), "Nobody was told why.")
	s.press("right")
	p.shows(s, fake.Frame(measured(300, p), 100))
	require.Contains(t, s.text(), "→ …")
	p.ends(s, measured(300, p), nil)
	require.Contains(t, s.text(), "Nobody was told why.")
	s.press("g")
	require.Contains(t, s.text(), "Clients with the same work")
}

// Many parameters leave room for what is measured.
func TestADemoOfManyParameters(t *testing.T) {
	var params []demo.Param
	for _, name := range strings.Split("abcdefgh", "") {
		params = append(params, demo.Param{Name: name, Means: "nothing", Most: 9})
	}
	for _, size := range [][2]int{{80, 24}, {minWidth, minHeight}} {
		s := newScreen(t, size[0], size[1], withDemo)
		s.press("d")
		p := s.demoPage()
		s.send(demoFoundMsg{p.id, demo.New("many", "Many.", params, nil, nil), nil})
		p.ends(s, measured(600, p), nil)
		require.Contains(t, s.text(), "4 at a time: 1200 ms in all")
		require.Contains(t, s.text(), "h   0")
	}
}

// A frame of a result that is as large as they get is drawn between two frames of the screen.
func BenchmarkDemoFrame(b *testing.B) {
	p := newDemo(1, &study.Work{}, &course.Exercise{}, nil)
	d := demo.New("large", "Large.", nil, nil, nil)
	r := fake.Measured(600, 250, nil)
	for i := range r.Lanes {
		for n := range int64(40) {
			r.Lanes[i].Spans = append(r.Lanes[i].Spans, demo.Span{Kind: demo.Working, Begin: n * 1000, End: n*1000 + 500})
		}
	}
	p.demo, p.last = &d, &demoResult{Result: r}
	p.layout(room{width: 200, height: 56, theme: newTheme(palette{})})
	for b.Loop() {
		p.state, p.frame, p.old = demoRuns, &demo.Frame{Result: r}, true
		p.rows()
	}
}

func TestDemoHelpNamesEveryKey(t *testing.T) {
	s := newScreen(t, 120, 60, withDemo)
	p := s.demo()
	s.press("?")
	for _, b := range p.keymap.all() {
		require.Contains(t, s.text(), b.Help().Key)
		require.Contains(t, s.text(), b.Help().Desc)
	}
	s.press("esc")
	require.Nil(t, p.help)
	require.Same(t, p, s.panes.overlay, "esc closes the help first")
}

func TestCopyOfADemo(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	s.demo()
	s.press("down", "right")
	require.NotNil(t, s.press("y"))
	require.Contains(t, s.text(), "Copied workbook demo 02_spawned --set n=8.")
}

// What a demo says cannot steer the terminal.
func TestADemoThatSteers(t *testing.T) {
	s := newScreen(t, 120, 40, withDemo)
	s.press("d")
	evil := "\x1b[2J\x1b]0;owned\x07\nword"
	p := s.demoPage()
	s.send(demoFoundMsg{p.id, demo.New(evil, evil, []demo.Param{{Name: evil, Means: evil, Unit: evil, Most: 3}}, nil, nil), nil})
	plain := s.View().Content
	r := fake.Measured(600, 3, map[string]int{evil: 3})
	r.Title, r.Lanes[0].Group, r.Lanes[1].Name, r.Lanes[2].Note = evil, evil, evil, evil
	r.Figures = []demo.Figure{{Name: evil, Text: evil}, {Name: evil, Missing: evil}, {Name: evil, Unit: evil}}
	r.Sentences = []string{evil}
	p.ends(s, r, nil)
	for _, content := range []string{plain, s.View().Content} {
		require.NotContains(t, content, "\x1b[2J")
		require.NotContains(t, content, "\x1b]0")
		require.Contains(t, content, "word")
		for i, row := range strings.Split(content, "\n") {
			require.Equal(t, 120, lipgloss.Width(row), "row %d: %q", i, row)
		}
	}
	p.ends(s, demo.Result{}, errors.New(evil))
	require.NotContains(t, s.View().Content, "\x1b[2J")
}

// A page of the lesson offers the demo: the one that exercise.toml names, also in translation.
func TestThePageOffersTheDemo(t *testing.T) {
	const offer = "d runs a demo of this on your machine"
	s := newScreen(t, 120, 40, withDemo)
	s.send(loadLessons(s.jobs, s.work.Config.Course)())
	require.Contains(t, s.text(), offer)
	require.NotContains(t, after(s, "]"), offer)

	s = newScreen(t, 120, 40, withDemo, func(c *Config) {
		for _, ex := range c.Course.Exercises {
			ex.DemoAt = "The trap"
		}
		fake.WriteFile(t, filepath.Join(c.Course.ExerciseDir("02_spawned"), "lesson.de.md"), "# Eine Goroutine\n\nEs geht.\n\n---\n\n# Die Falle\n\nSie ist offen.\n")
	})
	s.send(loadLessons(s.jobs, s.work.Config.Course)())
	require.NotContains(t, s.text(), offer)
	require.Contains(t, s.text(), "d demo", "the key does it on each page")
	require.Contains(t, after(s, "]"), offer)
}

// after is the screen after a key.
func after(s *screen, k string) string {
	s.press(k)
	return s.text()
}

func TestBoundsAreNotCut(t *testing.T) {
	c := demo.Param{Means: "how long Shutdown waits before it cuts", Least: 0, Most: 1500}
	require.Equal(t, "how long Shutdown waits before it cuts (0 to 1500)", meaning(c, 80))
	require.Equal(t, "how long Shut… (0 to 1500)", meaning(c, 26))
	require.Equal(t, " (0 to 1500)", meaning(c, 5))
}
