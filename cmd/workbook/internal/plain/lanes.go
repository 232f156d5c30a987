package plain

import (
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/grader/picture"
)

// mostLanes is how many lanes are said of a failure.
const mostLanes = 6

// lanes says in sentences what those did who tell most of how a failure came about.
func (p *printer) lanes(run *picture.Picture) {
	p.say(tr.T("In this run:"))
	p.part(drawing.Strip(run, run.Telling(mostLanes), drawing.Look{Width: p.room(), Spoken: true}))
}
