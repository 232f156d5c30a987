package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// csvHeader names the columns of [WriteCSV]. New ones come at the end.
var csvHeader = []string{
	"id", "title", "verdict", "points", "max_points", "message", "file", "line",
	"checks_passed", "checks", "isolation", "seed", "duration_ms",
	"student", "graded_at", "course", "go",
}

// WriteCSV writes r as a gradebook: a line that names the columns, as the package
// documentation lists them, and a line an exercise, in the form of RFC 4180 but for
// its line ends, which are single newlines.
//
// A spreadsheet takes a cell that begins with =, +, - or @ for a formula, and a
// formula reads other cells and starts programs. A submission has a say in messages
// and names of files, so such a cell gets an apostrophe in front, which says that it
// is text. Each cell is on one line, without control characters.
func WriteCSV(w io.Writer, r *Report) error {
	r = r.orEmpty()
	rows := [][]string{csvHeader}
	for i := range r.Exercises {
		rows = append(rows, csvRow(&r.Exercises[i]))
	}
	return writeRows(w, rows, "as CSV")
}

// writeRows writes a table; how ends the sentence of an error.
func writeRows(w io.Writer, rows [][]string, how string) error {
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing the report %s: %w", how, err)
	}
	return nil
}

func csvRow(e *Exercise) []string {
	message, file, ln, at := e.message(english{}), e.File, e.Line, ""
	if e.Message == "" && len(e.Problems) > 0 {
		message, file, ln = e.Problems[0].Message, e.Problems[0].File, e.Problems[0].Line
	}
	if ln > 0 {
		at = strconv.Itoa(ln)
	}
	return []string{
		Cell(e.ID), Cell(e.Title), Cell(string(e.Verdict)),
		strconv.Itoa(e.Points), strconv.Itoa(e.MaxPoints),
		Cell(message), Cell(file), at,
		strconv.Itoa(e.ChecksWith(Pass)), strconv.Itoa(len(e.Checks)),
		Cell(e.Isolation), strconv.FormatUint(e.Seed, 10), strconv.FormatInt(e.DurationMS, 10),
		Cell(e.Student), e.when(), Cell(e.Course), Cell(e.Go),
	}
}

// Cell makes s safe as a cell of a spreadsheet, on one line. Where people write decimal commas,
// a spreadsheet splits lines at semicolons, quoted or not: what follows one is
// looked at as a cell, too.
func Cell(s string) string {
	var b strings.Builder
	for part := range strings.SplitAfterSeq(logCommands.Replace(line(s)), ";") {
		if isFormula(part) {
			b.WriteByte('\'')
		}
		b.WriteString(part)
	}
	return b.String()
}

// isFormula reports whether a spreadsheet may take s for a formula: it passes over
// quotes, blanks and what cannot be seen, and some also know the wide forms of the
// signs. A tab or a carriage return would count too; [OneLine] leaves none.
func isFormula(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return r == '"' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@＝＋－＠", r)
}
