package tui

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/study"
)

// A fakePane notes what it is told.
type fakePane struct {
	name     string
	answer   answer // to every key and click
	cmd      tea.Cmd
	wanted   need
	room     room
	entered  int
	heard    []tea.Msg
	got      []string // keys, wheels and clicks
	whenever func()   // called with each key
}

func (f *fakePane) title() string              { return f.name }
func (f *fakePane) where() string              { return "" }
func (f *fakePane) layout(r room)              { f.room = r }
func (f *fakePane) wheel(tea.MouseButton)      { f.got = append(f.got, "wheel") }
func (f *fakePane) keys(keyMap) []key.Binding  { return []key.Binding{bind("?", f.name, "?")} }
func (f *fakePane) enter()                     { f.entered++ }
func (f *fakePane) wants() need                { return f.wanted }
func (f *fakePane) update(msg tea.Msg) tea.Cmd { f.heard = append(f.heard, msg); return f.cmd }

func (f *fakePane) key(_ keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	f.got = append(f.got, msg.String())
	if f.whenever != nil {
		f.whenever()
	}
	return f.answer, f.cmd
}

func (f *fakePane) click(row int) (answer, tea.Cmd) {
	f.got = append(f.got, fmt.Sprint("click ", row))
	return f.answer, f.cmd
}

func (f *fakePane) rows() []string {
	rows := make([]string, f.room.height)
	for i := range rows {
		rows[i] = fit(f.name, f.room.width)
	}
	return rows
}

// newFakePanes are an outline, a lesson, a verdict, and a history that takes turns
// with the verdict.
func newFakePanes(width, height int) (p *panes, outline, lesson, verdict, history *fakePane) {
	outline, lesson = &fakePane{name: "outline"}, &fakePane{name: "lesson"}
	verdict, history = &fakePane{name: "verdict"}, &fakePane{name: "history"}
	p = newPanes(newTheme(palette{mono: true}), member{"outline", side, outline}, member{"lesson", top, lesson},
		member{"verdict", bottom, verdict}, member{"history", bottom, history})
	p.resize(width, height)
	return p, outline, lesson, verdict, history
}

// hit is the name of the pane at a place, and which of its rows.
func (p *panes) hit(x, y int) string {
	i, row, ok := p.at(x, y)
	if !ok {
		return "nothing"
	}
	return fmt.Sprint(p.all[i].name, " ", row)
}

// seen are the panes on the screen, from left to right and from the top down.
func (p *panes) seen() string {
	var out []string
	for _, column := range p.plan.columns {
		for _, c := range column.cells {
			out = append(out, p.all[p.shown[c.slot]].name)
		}
	}
	return strings.Join(out, " ")
}

func (p *panes) name() string { return p.all[p.focus].name }

func TestFocusGoesRound(t *testing.T) {
	p, outline, _, _, history := newFakePanes(120, 40)
	require.Equal(t, "lesson", p.name(), "which comes first")
	require.Equal(t, "outline, lesson, verdict or history", p.names())
	for _, name := range []string{"verdict", "history", "outline", "lesson"} {
		p.next(1)
		require.Equal(t, name, p.name())
	}
	for _, name := range []string{"outline", "history", "verdict", "lesson"} {
		p.next(-1)
		require.Equal(t, name, p.name())
	}
	require.Equal(t, 2, outline.entered)
	p.focusOn(history)
	require.Equal(t, "history", p.name())
	require.True(t, history.room.focused)
}

func TestPanesOfOneSlotTakeTurns(t *testing.T) {
	p, outline, lesson, _, history := newFakePanes(120, 40)
	require.Equal(t, "outline lesson verdict", p.seen())
	p.focusOn(history)
	require.Equal(t, "outline lesson history", p.seen())
	p.focusOn(lesson)
	require.Equal(t, "outline lesson history", p.seen(), "what was looked at last stays")

	p.resize(120, 24) // not high enough for two
	require.Equal(t, "outline lesson", p.seen())
	p.focusOn(history)
	require.Equal(t, "outline history", p.seen())
	require.True(t, history.room.alone)
	p.focusOn(outline)
	require.Equal(t, "outline history", p.seen())

	p.resize(99, 40) // not wide enough for the side
	require.Equal(t, "outline", p.seen())
	p.focusOn(history)
	require.Equal(t, "lesson history", p.seen())
	require.False(t, history.room.alone)

	p.resize(60, 20)
	require.Equal(t, "history", p.seen())
	p.focusOn(outline)
	require.Equal(t, "outline", p.seen())
}

func TestHitsAtTheBorders(t *testing.T) {
	p, outline, _, verdict, _ := newFakePanes(120, 40)
	// The body has rows 2 to 36: 17 of the lesson, a rule, 17 of the verdict. The
	// first two of each are the title and air.
	for place, want := range map[[2]int]string{
		{0, 1}:    "nothing", // the rule under the header
		{0, 2}:    "outline -2",
		{0, 4}:    "outline 0",
		{39, 36}:  "outline 32",
		{39, 37}:  "nothing", // the rule under the body
		{40, 2}:   "lesson -2",
		{43, 4}:   "lesson 0",
		{119, 18}: "lesson 14",
		{119, 19}: "verdict -3", // the rule between the two
		{119, 20}: "verdict -2",
		{43, 36}:  "verdict 14",
		{43, 37}:  "nothing",
		{120, 4}:  "nothing", // beyond the screen
		{-1, 4}:   "nothing",
		{4, -1}:   "nothing",
	} {
		require.Equal(t, want, p.hit(place[0], place[1]), "at %v", place)
	}
	verdict.wanted.rows = 8
	p.relayout()
	require.Equal(t, 8, verdict.room.height)
	require.Equal(t, "lesson 21", p.hit(43, 25))
	require.Equal(t, "verdict -2", p.hit(43, 27))

	p.resize(80, 24)
	require.Equal(t, "lesson 0", p.hit(0, 4))
	require.Equal(t, "lesson 16", p.hit(79, 20))
	require.Equal(t, "nothing", p.hit(79, 21))
	p.focusOn(outline)
	require.Equal(t, "outline 0", p.hit(79, 4))

	p.resize(60, 20) // no air, and no rule under the body
	require.Equal(t, "outline -1", p.hit(0, 2))
	require.Equal(t, "outline 14", p.hit(59, 17))
	require.Equal(t, "nothing", p.hit(59, 18))

	p.resize(49, 20)
	require.Equal(t, "nothing", p.hit(4, 4), "it is too small for anything")
}

// TestPanesFillTheScreen has every place of every screen belong to one pane, and
// the rows of all of them fill it.
func TestPanesFillTheScreen(t *testing.T) {
	for width := minWidth; width <= 210; width += 8 {
		for height := minHeight; height <= 70; height++ {
			p, _, _, verdict, _ := newFakePanes(width, height)
			verdict.wanted = need{rows: 8 * (height % 2), idle: height%3 == 0}
			for range p.all {
				p.next(1)
				rows := p.rows()
				require.Len(t, rows, p.plan.body)
				for y, row := range rows {
					require.Equal(t, width, lipgloss.Width(row), "row %d at %dx%d", y, width, height)
					for _, x := range []int{0, width / 2, width - 1} {
						require.NotEqual(t, "nothing", p.hit(x, y+bodyTop), "at %d, %d of %dx%d", x, y, width, height)
					}
				}
				require.Contains(t, p.seen(), p.name(), "what has the focus is on the screen")
			}
		}
	}
}

func TestKeysGoToTheFocusedPane(t *testing.T) {
	p, outline, lesson, _, _ := newFakePanes(120, 40)
	did, _ := p.key(newKeyMap(), press("k"))
	require.False(t, did, "nobody wanted it")
	lesson.answer = obeyed
	did, _ = p.key(newKeyMap(), press("j"))
	require.True(t, did)
	require.Equal(t, []string{"k", "j"}, lesson.got)
	require.Empty(t, outline.got)
	require.Equal(t, "lesson", p.keys(newKeyMap())[0].Help().Desc)
}

func TestClicksAndWheel(t *testing.T) {
	p, outline, lesson, verdict, _ := newFakePanes(120, 40)
	hit, _ := p.click(50, 30)
	require.True(t, hit)
	require.Equal(t, "verdict", p.name(), "who has no use for a click gets the focus")
	outline.answer = obeyed
	hit, _ = p.click(5, 6)
	require.True(t, hit)
	require.Equal(t, []string{"click 2"}, outline.got)
	require.Equal(t, "verdict", p.name())
	hit, _ = p.click(5, 0)
	require.False(t, hit)
	p.wheel(tea.MouseWheelMsg{X: 50, Y: 6})
	require.Equal(t, []string{"wheel"}, lesson.got, "the one under the pointer")
	require.Equal(t, []string{"click 8"}, verdict.got)
}

func TestOverlayTakesEverything(t *testing.T) {
	p, outline, lesson, _, _ := newFakePanes(120, 40)
	over := &fakePane{name: "over"}
	p.cover(over)
	require.Equal(t, room{120, 33, p.theme, true, true}, over.room)
	require.Len(t, p.rows(), p.plan.body)
	did, _ := p.key(newKeyMap(), press("k"))
	require.False(t, did, "it has no use for it, and nobody else is asked")
	p.wheel(tea.MouseWheelMsg{X: 5, Y: 6})
	hit, _ := p.click(5, 6)
	require.False(t, hit)
	require.Equal(t, []string{"k", "wheel", "click 2"}, over.got)
	require.Empty(t, outline.got)
	require.Empty(t, lesson.got)
	require.Equal(t, "over", p.keys(newKeyMap())[0].Help().Desc)

	over.answer = closed
	p.key(newKeyMap(), press("k"))
	require.Nil(t, p.overlay)

	p.cover(over)
	another := &fakePane{name: "another"}
	over.whenever = func() { p.cover(another) }
	p.key(newKeyMap(), press("k"))
	require.Equal(t, pane(another), p.overlay, "which the closed one has opened")
	p.key(newKeyMap(), press("esc"))
	require.Nil(t, p.overlay)
	require.Empty(t, another.got, "esc closes any")
}

func TestEveryPaneHearsTheNews(t *testing.T) {
	p, outline, lesson, _, history := newFakePanes(120, 40)
	over := &fakePane{name: "over"}
	p.cover(over)
	require.Nil(t, p.update(study.News{Changed: true}))
	for _, f := range []*fakePane{outline, lesson, history, over} {
		require.Equal(t, []tea.Msg{study.News{Changed: true}}, f.heard, f.name)
	}
	history.cmd = tea.Quit
	require.Equal(t, tea.Quit(), p.update("to one of them")())
}
