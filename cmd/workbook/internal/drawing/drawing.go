// Package drawing draws a picture of a run: a lane for each client, goroutine and task, in
// the order in which things happened.
//
//	text := drawing.Text(p, drawing.Look{Width: 80})
//	few := drawing.Strip(p, p.Telling(8), drawing.Look{Width: 60})
//
// A screen that draws for itself asks an [Axis], and that for cells.
package drawing

import (
	"workbook/grader/picture"
)

// A Style is what a part of a drawing is.
type Style int

// The styles. Plain is the first.
const (
	Plain   Style = iota
	Heading       // of the whole
	Name          // of a lane
	Aside         // what goes by
	Bad           // a panic, and what never ends
	Arrow         // who made or woke whom
	Cut           // a pause, drawn shorter than it was
	Runs
	Ready
	Waits
	Queues
	Idle
	Asks
	Works
	Opens
)

// A Look says how a drawing is made.
type Look struct {
	Width  int  // columns
	Rows   int  // lanes of a Text at most; 0: as many as are good to read
	ASCII  bool // nothing but ASCII in the lanes
	Spoken bool // it is read aloud: sentences stand for the lanes
	// Paint puts text into a style; nil leaves it as it is. Colors repeat what glyphs say.
	Paint func(Style, string) string
}

// Bounds of what is drawn.
const (
	leastWidth = 30 // columns
	leastBar   = 10 // columns of a lane, however long names are
	rows       = 24 // lanes of a text, as a rule
	sentences  = 16 // chief events of a text
)

func (l Look) paint(style Style, s string) string {
	if l.Paint == nil || s == "" || style == Plain {
		return s
	}
	return l.Paint(style, s)
}

// in gives the function that paints in a style.
func (l Look) in(style Style) func(string) string {
	return func(s string) string { return l.paint(style, s) }
}

// A look of a state: its style, and its glyphs.
type stateLook struct {
	style        Style
	glyph, ascii string
}

// states are drawn so. They differ by glyph, for whoever does not see colors.
var states = map[picture.State]stateLook{
	picture.Runs:   {Runs, "━", "#"},
	picture.Ready:  {Ready, "╌", "-"},
	picture.Waits:  {Waits, "·", "."},
	picture.Queues: {Queues, "░", ":"},
	picture.Idle:   {Idle, "─", "_"},
	picture.Asks:   {Asks, "┅", "?"},
	picture.Works:  {Works, "═", "="},
	picture.Opens:  {Opens, "─", "_"},
}

// order is that of states in a legend.
var order = []picture.State{picture.Queues, picture.Idle, picture.Asks, picture.Works, picture.Runs, picture.Ready, picture.Waits, picture.Opens}

// marks are the glyphs of what happens at one event.
type marks struct {
	end, panic, sever, edge, cut string
	down, up, rise, cross, start string // arrow heads; its line through blanks and through lanes; where it begins
}

var (
	drawn = marks{"┤", "✗", "╢", "→", "╱", "▼", "▲", "│", "┿", "┯"}
	typed = marks{"|", "X", "%", ">", "/", "v", "^", "|", "+", "+"}
)

func (l Look) marks() marks {
	if l.ASCII {
		return typed
	}
	return drawn
}

func (l Look) glyph(s picture.State) string {
	if l.ASCII {
		return states[s].ascii
	}
	return states[s].glyph
}
