package report

import (
	"io"
	"slices"
)

// A Format is a way to write a report.
type Format struct {
	Name string
	// Write writes r. What is written for people heeds the options; a machine gets the
	// same each time.
	Write func(w io.Writer, r *Report, opt TextOptions) error
}

// Formats is the table of formats; the first is for people.
var Formats = []Format{
	{Name: "text", Write: WriteText},
	{Name: "json", Write: plain(WriteJSON)},
	{Name: "junit", Write: plain(WriteJUnit)},
	{Name: "github", Write: plain(WriteGitHub)},
	{Name: "csv", Write: plain(WriteCSV)},
}

func plain(write func(io.Writer, *Report) error) func(io.Writer, *Report, TextOptions) error {
	return func(w io.Writer, r *Report, _ TextOptions) error { return write(w, r) }
}

// FormatNamed finds a format by its name.
func FormatNamed(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// FormatNames are the names of all formats, in the order of the table.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}
