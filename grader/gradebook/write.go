package gradebook

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"workbook/grader/report"
)

// WriteCSV writes a line a student: for each exercise its points and how they came
// about, then the percentage. A cell that nobody can fill yet is empty.
func (g Grades) WriteCSV(w io.Writer) error {
	header := []string{"student"}
	for _, c := range g.Exercises {
		header = append(header, c.ID, c.ID+" note")
	}
	rows := [][]string{append(header, "percent", "pending")}
	for _, s := range g.Students {
		row := []string{report.Cell(s.Name)}
		for i, c := range s.Cells {
			row = append(row, c.points(), report.Cell(c.Note(g.Exercises[i])))
		}
		rows = append(rows, append(row, number(s.Percent), strconv.Itoa(s.Pending)))
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing the grades as CSV: %w", err)
	}
	return nil
}

// WriteJSON writes all of it.
func (g Grades) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(g); err != nil {
		return fmt.Errorf("writing the grades as JSON: %w", err)
	}
	return nil
}

func (c Cell) points() string {
	if c.Pending || c.Excused {
		return ""
	}
	return number(c.Points)
}

// Note says in words how a cell came about.
func (c Cell) Note(col Column) string {
	parts := []string{fmt.Sprintf("%s, %d of %d", c.Verdict.Word(), c.Graded, col.MaxPoints)}
	if c.Pending {
		parts = []string{"the grader failed: to be looked at"}
	}
	if c.Late > 0 {
		days := "days"
		if c.Late == 1 {
			days = "day"
		}
		parts = append(parts, fmt.Sprintf("%d %s late, %s off", c.Late, days, number(c.Off)))
	}
	if c.Manual != 0 {
		parts = append(parts, fmt.Sprintf("by hand %+d", c.Manual))
	}
	if c.Excused {
		parts = append(parts, "excused")
	}
	if c.Dropped {
		parts = append(parts, "dropped")
	}
	if c.Comment != "" {
		parts = append(parts, c.Comment)
	}
	return strings.Join(parts, "; ")
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
