package plain

import (
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
)

// mostLanes is how many lanes are said of a failure.
const mostLanes = 6

// lanes says in sentences what those did who tell most of how a failure came about.
func (s *session) lanes(fault int) {
	p := s.work.Sketch(fault)
	if p == nil {
		return
	}
	s.say(tr.T("In this run:"))
	s.out.part(drawing.Strip(p, p.Telling(mostLanes), drawing.Look{Width: s.out.room(), Spoken: true}))
}
