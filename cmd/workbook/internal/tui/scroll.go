package tui

import (
	"fmt"
	"math"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
)

// A scroll is a window onto lines that are laid out already. It keeps what it
// shows, because the screen is asked for after every message.
type scroll struct {
	port  viewport.Model
	shown []string // rows
	old   bool     // they are no longer what is there
}

func newScroll() scroll { return scroll{port: viewport.New(), old: true} }

func (s *scroll) size(width, height int) {
	if s.port.Width() == width && s.port.Height() == height {
		return
	}
	s.port.SetWidth(width)
	s.port.SetHeight(max(height, 0))
	s.port.SetYOffset(s.port.YOffset())
	s.old = true
}

func (s *scroll) set(lines []string) {
	s.port.SetContentLines(lines)
	s.old = true
}

func (s *scroll) top() {
	s.port.GotoTop()
	s.old = true
}

func (s *scroll) bottom() {
	s.port.GotoBottom()
	s.old = true
}

// show scrolls as little as brings the lines from first to last into view, the
// first before the last.
func (s *scroll) show(first, last int) {
	if over := last - s.port.YOffset() - s.port.Height() + 1; over > 0 {
		s.port.SetYOffset(s.port.YOffset() + over)
	}
	if first < s.port.YOffset() {
		s.port.SetYOffset(first)
	}
	s.old = true
}

// sees reports whether a line is in view.
func (s *scroll) sees(line int) bool {
	return line >= s.port.YOffset() && line < s.port.YOffset()+s.port.Height()
}

// key obeys a scrolling key.
func (s *scroll) key(k keyMap, msg tea.KeyPressMsg) answer {
	switch {
	case key.Matches(msg, k.Up):
		s.port.ScrollUp(1)
	case key.Matches(msg, k.Down):
		s.port.ScrollDown(1)
	case key.Matches(msg, k.PageUp, k.Back):
		s.port.PageUp()
	case key.Matches(msg, k.PageDown, k.On):
		s.port.PageDown()
	case key.Matches(msg, k.Top):
		s.port.GotoTop()
	case key.Matches(msg, k.Bottom):
		s.port.GotoBottom()
	default:
		return ignored
	}
	s.old = true
	return obeyed
}

// on goes one screen down, and reports whether there was more.
func (s *scroll) on() bool {
	if s.port.AtBottom() {
		return false
	}
	s.port.PageDown()
	s.old = true
	return true
}

// back goes one screen up, and reports whether there was more.
func (s *scroll) back() bool {
	if s.port.AtTop() {
		return false
	}
	s.port.PageUp()
	s.old = true
	return true
}

// share is how much of the text the window has passed, from 0 to 1.
func (s *scroll) share() float64 {
	total := s.port.TotalLineCount()
	if total == 0 {
		return 1
	}
	return float64(min(s.port.YOffset()+s.port.Height(), total)) / float64(total)
}

// above is how much of the text stands above the window, from 0 to 1.
func (s *scroll) above() float64 {
	return float64(s.port.YOffset()) / float64(max(s.port.TotalLineCount(), 1))
}

// pass scrolls to where so much of the text stands above the window.
func (s *scroll) pass(above float64) {
	s.port.SetYOffset(int(math.Round(above * float64(s.port.TotalLineCount()))))
	s.old = true
}

// wheel obeys the mouse wheel.
func (s *scroll) wheel(b tea.MouseButton) {
	const lines = 3
	switch b {
	case tea.MouseWheelUp:
		s.port.ScrollUp(lines)
	case tea.MouseWheelDown:
		s.port.ScrollDown(lines)
	}
	s.old = true
}

// where says where in the text the window stands; empty when all of it shows.
func (s *scroll) where() string {
	total, height := s.port.TotalLineCount(), s.port.Height()
	if total <= height {
		return ""
	}
	switch {
	case s.port.AtTop():
		return tr.T("more below")
	case s.port.AtBottom():
		return tr.T("end")
	}
	return fmt.Sprintf("%d%%", int(s.port.ScrollPercent()*100))
}

// rows are exactly as wide and as many as the window.
func (s *scroll) rows() []string {
	if s.old {
		s.shown, s.old = strings.Split(s.port.View(), "\n"), false
	}
	return s.shown
}
