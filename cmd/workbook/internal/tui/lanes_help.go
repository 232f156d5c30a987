package tui

import (
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/wording"
)

// lanesHelp says what the keys and the signs of a page of lanes mean.
func lanesHelp(k chartKeys, width int, t *theme) []string {
	const column = 8
	s := newSheet(min(width-1, maxText))
	s.para(t.text, 1, tr.T("Each lane is a client, a listener, a call of the check, or a goroutine. From left to right stands the order in which things happened, not how long they took: on the check's clock only waiting takes time."))
	s.blank()
	for _, b := range k.all() {
		if b.Enabled() {
			s.hanging(t.text, " "+fit(t.accent.Render(b.Help().Key), column)+" ", b.Help().Desc)
		}
	}
	s.hanging(t.text, " "+fit(t.accent.Render(tr.T("wheel")), column)+" ", tr.T("one event on, one event back"))
	s.blank()
	look := t.look(0)
	for _, state := range drawing.States() {
		s.hanging(t.text, " "+fit(t.drawn(drawing.StyleOf(state)).Render(look.Glyph(state)), column)+" ", wording.State(state))
	}
	for _, sign := range []struct {
		sign string
		look drawing.Style
		says string
	}{
		{"▼ ▲", drawing.Arrow, tr.T("from the lane above or below, which starts or wakes this one: a wait ends there, or a lane begins; where the other ends, this one has awaited it")},
		{"┤", drawing.Plain, tr.T("ends")},
		{glyphFailing, drawing.Bad, tr.T("panics")},
		{"→", drawing.Bad, tr.T("never ends")},
		{"╱╱", drawing.Cut, tr.T("time passes; how long stands above it")},
	} {
		s.hanging(t.text, " "+fit(t.drawn(sign.look).Render(sign.sign), column)+" ", sign.says)
	}
	return s.lines
}
