package tui

import (
	"slices"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// plainest are the states that a legend leaves out first where it has no room for all: what
// they are is the easiest to guess.
var plainest = []picture.State{picture.Runs, picture.Works, picture.Opens, picture.Ready, picture.Idle}

// An entry is a glyph of a legend, with what it means.
type entry struct {
	of   picture.State // empty for how a lane ends
	text string
}

// legend says what the glyphs of the lanes mean, in so many rows at most. The last row is
// narrower by so many columns.
func (c *chart) legend(width, rows, narrower int) []string {
	all := c.entries()
	for {
		lines, fits := wrapped(all, width, rows, narrower)
		if fits || len(all) == 0 {
			return lines
		}
		i := -1
		for _, s := range plainest {
			if i = slices.IndexFunc(all, func(e entry) bool { return e.of == s }); i >= 0 {
				break
			}
		}
		if i < 0 {
			i = len(all) - 1
		}
		all = slices.Delete(all, i, i+1)
	}
}

// entries are those of the whole picture: first the states, then how lanes end.
func (c *chart) entries() []entry {
	t := c.room.theme
	used, ends := map[picture.State]bool{}, map[picture.Fate]bool{}
	for _, l := range c.p.Lanes {
		for _, s := range l.Spans {
			used[s.State] = true
		}
		ends[l.Fate] = ends[l.Fate] || len(l.Spans) > 0 || l.Fate == picture.Panicked
	}
	var all []entry
	for _, s := range drawing.States() {
		if used[s] {
			all = append(all, entry{s, " " + t.drawn(drawing.StyleOf(s)).Render(t.look(0).Glyph(s)) + " " + t.dim.Render(wording.State(s)) + " "})
		}
	}
	for _, f := range drawing.Fates() {
		if glyph, style := t.look(0).End(f); ends[f] && f != picture.Over {
			all = append(all, entry{text: " " + t.drawn(style).Render(glyph) + " " + t.dim.Render(wording.Ends(f)) + " "})
		}
	}
	return all
}

// wrapped puts entries into rows, and reports whether all fit.
func wrapped(all []entry, width, rows, narrower int) (lines []string, fits bool) {
	lines = make([]string, 1, rows)
	for _, e := range all {
		room := width
		if len(lines) == rows {
			room -= narrower
		}
		last := &lines[len(lines)-1]
		switch {
		case lipgloss.Width(*last+e.text) <= room:
			*last += e.text
		case len(lines) < rows:
			lines = append(lines, e.text)
		default:
			return lines, false
		}
	}
	return lines, true
}
