package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A pane is a part of the screen with a title: the outline, the lesson, the
// verdict, or an overlay, which takes the place of all the others. It knows
// nothing of its neighbors; [panes] tells it how much room it has, and which keys
// and clicks are meant for it.
type pane interface {
	title() string
	where() string // how far in it the learner is; may be empty

	// layout gives it its room: before the pane is shown, and again when anything
	// about the room may have changed.
	layout(r room)
	rows() []string // as wide and as many as the room has

	key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd)
	wheel(b tea.MouseButton)
	click(row int) (answer, tea.Cmd) // on one of its rows; below 0: on its title
	keys(k keyMap) []key.Binding     // for the bottom line, the likeliest first
}

// A room is what a pane has of the screen. Its title is not part of that.
type room struct {
	width, height int // columns and rows
	theme         *theme
	focused       bool // the keys go to this pane
	alone         bool // no other pane than the outline is on the screen
}

// An answer says what a pane did with a key or a click.
type answer int

const (
	ignored answer = iota // it may mean something to the program
	obeyed
	closed // obeyed, and the overlay has done what it was opened for
)

// A listener is a pane that takes messages: what a job of its own found out, and
// [study.News].
type listener interface {
	update(msg tea.Msg) tea.Cmd
}

// An enterable pane is told when the focus comes to it.
type enterable interface {
	enter()
}

// A layered overlay has something of its own on top, which esc closes first.
type layered interface {
	back() bool // reports whether there was something
}

// An overlay with an end is told when it goes.
type leavable interface {
	leave()
}

// A modest pane does not want half of the height when it shares it.
type modest interface {
	wants() need
}

// A need is what a pane wants of a height that it shares.
type need struct {
	rows int  // 0: half
	idle bool // nothing, unless it has the focus
}

// A writable pane has the terminal's cursor.
type writable interface {
	cursor() (x, y int) // in its rows
}
