package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// An outlinePane lists the chapters and exercises, to choose from.
type outlinePane struct {
	work   *study.Work
	open   func(*course.Exercise) tea.Cmd
	cursor int // index of the exercise that enter opens
	room   room
	scroll scroll
	lines  []int // where each exercise stands
	old    bool  // to be laid out again before it is shown
}

func newOutlinePane(w *study.Work, open func(*course.Exercise) tea.Cmd) *outlinePane {
	o := &outlinePane{work: w, open: open, scroll: newScroll()}
	o.enter()
	return o
}

func (o *outlinePane) title() string { return tr.T("Outline") }
func (o *outlinePane) where() string { return o.scroll.where() }

// enter puts the cursor on the open exercise.
func (o *outlinePane) enter() { o.cursor = o.work.Index(o.work.Current.ID) }

func (o *outlinePane) layout(r room) {
	o.room, o.old = r, true
	o.scroll.size(r.width, r.height)
}

func (o *outlinePane) rows() []string {
	if o.old {
		o.render()
		o.old = false
	}
	return o.scroll.rows()
}

func (o *outlinePane) update(msg tea.Msg) tea.Cmd {
	if n, ok := msg.(study.News); ok && n.Changed {
		if n.Opened {
			o.enter()
		}
		o.old = true
	}
	return nil
}

func (o *outlinePane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	all := o.work.Exercises()
	switch {
	case key.Matches(msg, k.Open):
		return obeyed, o.open(all[o.cursor])
	case key.Matches(msg, k.Up):
		o.move(-1)
	case key.Matches(msg, k.Down):
		o.move(1)
	case key.Matches(msg, k.PageUp, k.Back, k.Top):
		o.move(-len(all))
	case key.Matches(msg, k.PageDown, k.On, k.Bottom):
		o.move(len(all))
	default:
		return ignored, nil
	}
	return obeyed, nil
}

// move moves the cursor by exercises.
func (o *outlinePane) move(by int) {
	o.cursor = min(max(o.cursor+by, 0), len(o.work.Exercises())-1)
	o.old = true
}

func (o *outlinePane) keys(k keyMap) []key.Binding {
	k.Up.SetHelp("↑↓", tr.T("choose"))
	return []key.Binding{k.Up, k.Open, k.Pane, k.Search}
}

func (o *outlinePane) wheel(b tea.MouseButton) { o.scroll.wheel(b) }

// click opens the exercise that was clicked.
func (o *outlinePane) click(row int) (answer, tea.Cmd) {
	if row < 0 {
		return obeyed, nil
	}
	if i := slices.Index(o.lines, o.scroll.port.YOffset()+row); i >= 0 {
		return obeyed, o.open(o.work.Exercises()[i])
	}
	return obeyed, nil
}

// render lays the list out again and keeps the cursor in view.
func (o *outlinePane) render() {
	t, s := o.room.theme, newSheet(o.room.width)
	o.lines = o.lines[:0]
	for _, chapter := range o.work.Config.Course.Chapters {
		s.blank()
		s.hanging(t.dim, " ", chapter.Title)
		for _, id := range chapter.Exercises {
			ex := o.work.Exercises()[len(o.lines)]
			selected := o.room.focused && len(o.lines) == o.cursor
			o.lines = append(o.lines, len(s.lines))
			s.styled(o.row(ex, id == o.work.Current.ID, selected))
		}
	}
	o.drafts(s)
	o.scroll.set(s.lines)
	if o.cursor < len(o.lines) {
		first, last := o.lines[o.cursor], o.lines[o.cursor]
		if o.cursor == 0 {
			first = 0
		}
		if o.cursor == len(o.lines)-1 { // the cursor does not go to what comes after it
			last = min(len(s.lines)-1, first+o.room.height-1)
		}
		o.scroll.show(first, last)
	}
}

// drafts says which exercises cannot be read, and why: who has broken one by an edit would
// look for it in vain.
func (o *outlinePane) drafts(s *sheet) {
	t, drafts := o.room.theme, o.work.Config.Course.Drafts
	if len(drafts) == 0 {
		return
	}
	s.blank()
	s.hanging(t.dim, " ", tr.T("Drafts"))
	for _, d := range drafts {
		s.hanging(t.warn, " "+glyphFailing+" ", strings.TrimRight(d.ID+" "+tr.T("draft"), " "))
		for _, p := range d.Problems {
			s.hanging(t.dim, "   ", p.String())
		}
	}
}

func (o *outlinePane) row(ex *course.Exercise, current, selected bool) string {
	t, width := o.room.theme, o.room.width
	now := o.work.Standing(ex.ID)
	style, glyph := t.standing(now)
	here, title := " ", t.text
	if current {
		here, title = t.accent.Render(glyphHere), t.strong
	}
	word, words := now.Word(), study.StandingWidth()
	if now == study.NowUntouched {
		word, words = "", 0 // its glyph says it, and the title has the room
	}
	room, text := width-words-5, study.Name(ex)
	line := here + style.Render(glyph) + " " + fit(title.Render(shorten(text, room)), room) + " " + style.Render(fit(word, words))
	line = fit(line, width)
	if selected {
		return t.match.Render(glyphPointer + strings.TrimPrefix(strings.TrimPrefix(plainText(line), glyphHere), " "))
	}
	return line
}
