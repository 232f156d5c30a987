package tui

import (
	"errors"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/report"
)

// queued is a verdict with a check of which there are moments. It gives the command that the
// last event of it brought.
func (s *screen) queued() tea.Cmd {
	s.save(fmt.Sprintf("hash %d", s.work.Runs.Last))
	r := fake.Queued(s.work.Current)
	var cmd tea.Cmd
	for _, e := range fake.Events(r) {
		s.tell(e)
	}
	s.kept()
	return cmd
}

// sketched answers the recording that runs behind a verdict, and gives what was asked.
func (s *screen) sketched(run func(asked *fake.Recording)) {
	s.t.Helper()
	cmd := s.work.RecordSketch(s.verdict.choice)
	require.NotNil(s.t, cmd, "something is to be recorded")
	said := make(chan any)
	go func() { said <- cmd() }()
	run(<-s.stepper().Asked)
	s.send(<-said)
}

var stripStates = []screenState{
	{"moments", func(s *screen) { s.queued() }},
	{"hidden", func(s *screen) { s.queued(); s.press("L") }},
	{"only_seen", func(s *screen) { s.queued(); s.press("t") }},
	{"mended", func(s *screen) { s.queued(); s.grade(fake.Outcome(s.work.Current, report.Pass)) }},
	{"before_and_now", func(s *screen) {
		s.queued()
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		s.press("t")
		s.send(recordedMsg{id: s.page().id, drawing: drawn(fake.Waiting(3))})
	}},
	{"reference", func(s *screen) {
		s.grade(fake.Outcome(s.work.Current, report.Pass))
		s.press("t", "enter")
		s.send(recordedMsg{id: s.page().id, drawing: drawn(fake.Waiting(3))})
		s.press("c")
		s.send(recordedMsg{id: s.page().id, reference: true, drawing: drawn(fake.Waiting(2))})
		s.press("tab", "G")
	}},
}

func TestStripScreens(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {200, 60}} {
		for _, state := range stripStates {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], func(c *Config) {
					if state.name != "only_seen" {
						withSteps(c)
					}
				})
				state.set(s)
				s.golden()
			})
		}
	}
}

// What is recorded behind a verdict takes the place of what was seen from outside.
func TestARunIsRecordedBehindTheVerdict(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.queued()
	require.Contains(t, s.text(), "B was not answered", "the message")
	s.work.StopSketch() // the screen had begun, but its commands are not run here
	require.Regexp(t, `B +░+→ +waits for its answer, to the end|B +░+→ +waits in the queue, to the end`, s.text())
	require.NotRegexp(t, `C +░`, s.text())
	require.Nil(t, s.work.RecordSketch(0), "the same is not recorded twice")

	s.queued()
	s.work.Runs.Of(s.work.Current.ID) // a new run has a new sketch, which has begun with the verdict
	s.press("L")
	require.NotContains(t, s.text(), "to the end", "L takes them away")
	require.True(t, s.bookmark().NoLanes, "and for good")
	s.press("L")
	require.Contains(t, s.text(), "to the end")
}

func TestStaleSketchesAreDropped(t *testing.T) {
	s := newScreen(t, 120, 60, withSteps, func(c *Config) { c.Bookmark.NoLanes = true })
	s.queued()
	s.sketched(func(asked *fake.Recording) {
		require.Equal(t, "TestSilentClient", asked.Check)
		s.save("newer") // the learner has saved again
		<-asked.Ctx.Done()
	})
	require.Nil(t, s.work.RecordSketch(0), "nothing is recorded while it is graded")
	for _, e := range fake.Events(fake.Queued(s.work.Current)) {
		s.tell(e)
	}
	s.sketched(func(asked *fake.Recording) { asked.Answer(fake.LostUpdate(), nil) })
	s.press("L")
	require.Regexp(t, `C +░`, s.text(), "what was recorded stands there")
	require.Nil(t, s.press("t"), "and the page needs no second run")
	require.Contains(t, s.text(), "As it ran: Every client is counted")
	require.Contains(t, s.text(), "one more run, schedule 4711", "the verdict's had other inputs")

	s.press("esc")
	s.queued()
	s.press("L")
	s.work.StopSketch()
	require.NotRegexp(t, `C +░`, s.text(), "it was of the verdict before")
}

// What was asked for stays in view when a picture comes between.
func TestAPictureDoesNotPushAHintAway(t *testing.T) {
	const hint = "Who waits for the first client"
	s := newScreen(t, 80, 24, withSteps, func(c *Config) { c.Bookmark.NoLanes = true })
	s.queued()
	s.press("h")
	require.Contains(t, s.text(), hint)
	s.press("L")
	require.Regexp(t, `C +░|Echo +`, s.text(), "there is a picture")
	require.Contains(t, s.text(), hint)
	s.press("g")
	require.NotContains(t, s.text(), hint, "nothing is held where somebody has gone elsewhere")
}

func TestNoSketchWithoutARun(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	for name, r := range map[string]report.Exercise{
		"compile": fake.CompileError(s.work.Current), "refused": fake.Refused(s.work.Current),
		"raced": fake.Raced(s.work.Current), "passed": fake.Outcome(s.work.Current, report.Pass),
	} {
		s.grade(r)
		require.Nil(t, s.work.RecordSketch(0), name)
		require.Nil(t, s.work.Sketch(0), name)
	}
	s.failing()
	require.Nil(t, s.work.Sketch(0), "nothing was seen of it")
	s.queued()
	require.NotNil(t, s.work.Sketch(0))
}

// A run that cannot be recorded is drawn from what was seen, and it is said why.
func TestWhereStepsCannotBeRecorded(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.queued()
	s.answer(s.press("t"), nil, errors.New("goroutines cannot be made to take turns on this machine"))
	require.Contains(t, s.text(), "This is what the check saw from outside: goroutines cannot be made to take turns on this machine.")
	require.Regexp(t, `B +░+`, s.text())
	s.press("t")
	require.False(t, s.page().inSource)
	require.Contains(t, s.text(), "This is what the check saw from outside", "t says why there is no source")
}
