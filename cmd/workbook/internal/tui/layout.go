package tui

import tea "charm.land/bubbletea/v2"

// A pane is one of the three things that there are to look at.
type pane int

const (
	paneOutline pane = iota
	paneLesson
	paneVerdict
	panes // how many there are
)

func (p pane) String() string { return [...]string{"outline", "lesson", "verdict"}[p] }

// after is the pane that tab goes to.
func (m *root) after(p pane) pane { return (p + 1) % panes }

// The smallest screen that everything fits on.
const (
	minWidth  = 50
	minHeight = 15
)

// A layout says how the screen is shared out. Heights of 0 stand for panes that
// are not shown.
type layout struct {
	body        int // rows between the header and the bottom
	rule        bool
	left, right int  // columns of the outline and of the rest
	air         int  // empty rows under a title
	lesson      int  // rows, title included
	verdict     int  // rows, title included
	outline     bool // the outline is shown
}

// layout shares out the screen. From 100 columns on the outline stands on the
// left, from 26 rows on the verdict stands under the lesson; what does not fit is
// one tab away.
func (m *root) layout() layout {
	l := layout{rule: m.height >= 22}
	l.body = m.height - 4
	if l.rule {
		l.body--
	}
	if l.body >= 18 {
		l.air = 1
	}
	wide := m.width >= 100
	l.right = m.width
	if wide {
		l.left = 40
		l.right = m.width - l.left - 3
	}
	l.outline = wide || m.focus == paneOutline
	if !wide && l.outline {
		l.left, l.right = m.width, 0
		return l
	}
	switch {
	case l.body >= 26:
		l.verdict = l.body / 2
		if m.grading() == nil && m.entry().Hints == 0 {
			l.verdict = 9 + l.air
		}
		l.lesson = l.body - l.verdict - 1 // a rule between the two
	case m.main == paneVerdict:
		l.verdict = l.body
	default:
		l.lesson = l.body
	}
	return l
}

func (m *root) tooSmall() bool { return m.width < minWidth || m.height < minHeight }

// relayout gives every component its size.
func (m *root) relayout() {
	if m.width == 0 || m.tooSmall() {
		return
	}
	l := m.layout()
	m.outline.focused = m.focus == paneOutline
	if l.outline {
		m.outline.size(l.left, l.body-1-l.air)
	}
	if l.lesson > 0 {
		m.reader().size(l.right, l.lesson-1-l.air, m.theme)
	}
	if l.verdict > 0 {
		m.verdict.size(l.right, l.verdict-1-l.air)
	}
	if m.overlay != nil {
		m.overlay.layout(m.width, l.body-1-l.air, m.theme)
	}
	m.stale()
}

// wheel scrolls what is under the pointer.
func (m *root) wheel(msg tea.MouseWheelMsg) {
	switch p, ok := m.paneAt(msg.X, msg.Y); {
	case m.overlay != nil:
		m.overlay.wheel(msg.Button)
	case !ok:
	case p == paneOutline:
		m.outline.scroll.wheel(msg.Button)
	case p == paneLesson:
		m.reader().scroll.wheel(msg.Button)
	case p == paneVerdict:
		m.verdict.wheel(msg.Button)
	}
}

// click focuses a pane, and opens the exercise that was clicked.
func (m *root) click(msg tea.MouseClickMsg) tea.Cmd {
	p, ok := m.paneAt(msg.X, msg.Y)
	if m.overlay != nil || !ok || msg.Button != tea.MouseLeft {
		return nil
	}
	m.notice = ""
	if p != paneOutline {
		m.look(p)
		return nil
	}
	line := msg.Y - bodyTop - 1 - m.layout().air + m.outline.scroll.port.YOffset()
	for i, row := range m.outline.rows {
		if row == line {
			return m.open(m.cfg.Course.Exercises[i])
		}
	}
	return nil
}

// bodyTop is the row where the panes begin.
const bodyTop = 2

func (m *root) paneAt(x, y int) (pane, bool) {
	if m.width == 0 || m.tooSmall() {
		return 0, false
	}
	l := m.layout()
	switch row := y - bodyTop; {
	case row < 0 || row >= l.body:
		return 0, false
	case l.outline && x < l.left:
		return paneOutline, true
	case row < l.lesson:
		return paneLesson, true
	}
	return paneVerdict, l.verdict > 0
}
