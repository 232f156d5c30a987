package doctor

import (
	"workbook/cmd/internal/tr"
)

// The least size at which the screens are made to be read.
const minWidth, minHeight = 60, 20

func terminal(t Terminal) Finding {
	f := Finding{Name: tr.T("terminal"), Severity: Fine}
	if !t.Is {
		f.Severity, f.Detail = Note, tr.T("this is not one; workbook prints plain text here")
		f.Remedy = tr.T("start workbook in a terminal window to see its screens")
		return f
	}
	f.Detail = tr.T("%s, %d columns, %d rows, ", t.Name, t.Width, t.Height)
	if t.Name == "" {
		f.Detail = tr.T("TERM is not set, %d columns, %d rows, ", t.Width, t.Height)
	}
	if t.Color {
		f.Detail += tr.T("with colors")
	} else {
		f.Detail += tr.T("without colors: %s", t.WhyPlain)
	}
	if t.Lines {
		f.Detail += tr.T("; workbook shows lines here in the place of screens")
		return f
	}
	if t.Width < minWidth || t.Height < minHeight {
		f.Severity = Note
		f.Remedy = tr.T("make the window at least %d by %d", minWidth, minHeight)
	}
	return f
}
