package report

import "io"

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
