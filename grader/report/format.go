package report

import "io"

// A Format is a way to write a report.
type Format struct {
	Name  string
	About string // what it is for, in a few words
	// Write writes r. What is written for people heeds the options; a machine gets the
	// same each time.
	Write func(w io.Writer, r *Report, opt TextOptions) error
}

// Formats is the table of formats; the first is for people.
var Formats = []Format{
	{"text", "for people", WriteText},
	{"json", "for programs: all there is", plain(WriteJSON)},
	{"junit", "JUnit XML, for Jenkins, GitLab and others", plain(WriteJUnit)},
	{"github", "annotations of GitHub Actions", plain(WriteGitHub)},
	{"csv", "a line an exercise, for a spreadsheet", plain(WriteCSV)},
	{"markdown", "to hand back, or as a job's summary", plain(WriteMarkdown)},
	{"html", "one page to hand back or to print", plain(WriteHTML)},
	{"gradescope", "results.json of a Gradescope autograder", plain(WriteGradescope)},
	{"exercism", "results.json of an Exercism test runner, version 3", plain(WriteExercism)},
	{"moodle", "a line a student, for Moodle's gradebook", plain(WriteMoodle)},
	{"canvas", "a line a student, for Canvas' gradebook", plain(WriteCanvas)},
	{"sarif", "for code scanning and editors", plain(WriteSARIF)},
	{"tap", "Test Anything Protocol, version 14", plain(WriteTAP)},
}

func plain(write func(io.Writer, *Report) error) func(io.Writer, *Report, TextOptions) error {
	return func(w io.Writer, r *Report, _ TextOptions) error { return write(w, r) }
}
