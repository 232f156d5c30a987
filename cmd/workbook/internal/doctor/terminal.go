package doctor

import "fmt"

// The least size at which the screens are made to be read.
const minWidth, minHeight = 60, 20

func terminal(t Terminal) Finding {
	f := Finding{Name: "terminal", Severity: Fine}
	if !t.Is {
		f.Severity, f.Detail = Note, "this is not one; workbook prints plain text here"
		f.Remedy = "start workbook in a terminal window to see its screens"
		return f
	}
	f.Detail = fmt.Sprintf("%s, %d columns, %d rows, ", t.Name, t.Width, t.Height)
	if t.Name == "" {
		f.Detail = fmt.Sprintf("TERM is not set, %d columns, %d rows, ", t.Width, t.Height)
	}
	if t.Color {
		f.Detail += "with colors"
	} else {
		f.Detail += "without colors: " + t.WhyPlain
	}
	if t.Lines {
		f.Detail += "; workbook shows lines here in the place of screens"
		return f
	}
	if t.Width < minWidth || t.Height < minHeight {
		f.Severity = Note
		f.Remedy = fmt.Sprintf("make the window at least %d by %d", minWidth, minHeight)
	}
	return f
}
