package bench

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// A column of a table: the figure of an exercise, as seconds and ratio or as seconds alone.
type column struct{ head, figure string }

// waits are what somebody who waits notices.
var waits = []column{
	{"compile error", compileError}, {"first check", first}, {"all checks", allChecks}, {"race verdict", raceVerdict},
	{"last word at home", last}, {"first check without schedules", plainFirst}, {"all checks without", plainAll}, {"go test", test}, {"with outside", testOutside}, {"-race", testRace},
}

// costs are seconds of processors for one submission.
var costs = []column{
	{"without race", plainProcessor}, {"with race", raceProcessor}, {"at home", homeProcessor},
	{"command", commandProcessor}, {"command without race", plainCommandProcessor},
	{"go test", testProcessor}, {"with outside", testOutsideProcessor}, {"-race", testRaceProcessor},
}

// row gives the cells of a table's row.
func row(ex Exercise, columns []column) []string {
	id, _, _ := strings.Cut(ex.ID, "_")
	cells := []string{id}
	for _, c := range columns {
		f, ok := ex.Figures[c.figure]
		switch {
		case !ok:
			cells = append(cells, "")
		case f.Ratio == 0:
			cells = append(cells, fmt.Sprintf("%.3f", f.Median))
		default:
			cells = append(cells, fmt.Sprintf("%.3f = %.2f", f.Median, f.Ratio))
		}
	}
	return cells
}

func heads(columns []column) []string {
	cells := []string{"exercise"}
	for _, c := range columns {
		cells = append(cells, c.head)
	}
	return cells
}

// rows are those of all exercises, and below them the median of each column's ratios, or
// of its seconds where it has none, when there are several exercises.
func (r *Report) rows(columns []column) [][]string {
	var all [][]string
	for _, ex := range r.Exercises {
		all = append(all, row(ex, columns))
	}
	if len(r.Exercises) > 1 {
		middle := []string{"median"}
		for _, c := range columns {
			middle = append(middle, r.middle(c))
		}
		all = append(all, middle)
	}
	return all
}

func (r *Report) middle(c column) string {
	var medians, ratios, p95 []sample
	for _, ex := range r.Exercises {
		f, ok := ex.Figures[c.figure]
		if !ok {
			continue
		}
		medians = append(medians, sample(f.Median))
		if f.Ratio > 0 {
			ratios = append(ratios, sample(f.Ratio))
			p95 = append(p95, sample(f.RatioP95))
		}
	}
	switch {
	case len(medians) == 0:
		return ""
	case len(ratios) == 0:
		return fmt.Sprintf("%.3f", quantile(medians, 0.5))
	}
	return fmt.Sprintf("%.3f = %.2f (p95 %.2f)", quantile(medians, 0.5), quantile(ratios, 0.5), quantile(p95, 0.5))
}

// WriteText writes the report for people.
func (r *Report) WriteText(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s\n", r.about())
	for _, t := range []struct {
		title   string
		columns []column
	}{
		{"Seconds, and their ratio to those of go test in the same run", waits},
		{"Seconds of processors for one submission, with one Grader and from the command line", costs},
	} {
		fmt.Fprintf(tab, "\n%s\n", t.title)
		for _, cells := range slices.Concat([][]string{heads(t.columns)}, r.rows(t.columns)) {
			fmt.Fprintln(tab, strings.Join(cells, "\t"))
		}
	}
	if r.First > 0 {
		fmt.Fprintf(tab, "\nThe first verdict ever: %.2f s\n", r.First)
	}
	return tab.Flush()
}

// about says where and how it was measured.
func (r *Report) about() string {
	return fmt.Sprintf("Medians of %d, %s, %d processors, %s, isolation %s",
		r.Runs, r.Machine.System, r.Machine.Processors, r.Machine.Go, strings.SplitN(r.Machine.Isolation, ":", 2)[0])
}

// WriteMarkdown writes the tables as Markdown.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", r.about())
	for _, columns := range [][]column{waits, costs} {
		b.WriteString("\n| " + strings.Join(heads(columns), " | ") + " |\n" + strings.Repeat("| --- ", len(columns)+1) + "|\n")
		for _, cells := range r.rows(columns) {
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
	}
	if r.First > 0 {
		fmt.Fprintf(&b, "\nThe first verdict ever, once `go run` has built the program: %.1f s.\n", r.First)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
