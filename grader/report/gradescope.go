package report

import "io"

// The form that Gradescope reads from /autograder/results/results.json; see
// https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format.
type gradescope struct {
	Score            int              `json:"score"`
	ExecutionSeconds float64          `json:"execution_time"`
	Output           string           `json:"output"`
	OutputFormat     string           `json:"output_format"`
	Visibility       string           `json:"visibility"`
	Tests            []gradescopeTest `json:"tests"`
}

type gradescopeTest struct {
	Name     string `json:"name"`
	Number   string `json:"number"`
	Score    int    `json:"score"`
	MaxScore int    `json:"max_score"`
	Status   string `json:"status,omitempty"`
	Output   string `json:"output"`
	Format   string `json:"output_format"`
}

// WriteGradescope writes r as the results.json of a Gradescope autograder: a test for
// each check, and one of no points for an exercise that failed before its checks or by
// a race. The score is that of the report, whose rules on forfeited points Gradescope
// does not know; it takes the score and not the sum. A submission must be that of one
// student.
func WriteGradescope(w io.Writer, r *Report) error {
	r = r.orEmpty()
	count := r.Count()
	out := gradescope{Score: count.Points, Output: count.String() + ".", OutputFormat: "text", Visibility: "visible", Tests: []gradescopeTest{}}
	for i := range r.Exercises {
		e := &r.Exercises[i]
		out.ExecutionSeconds += float64(max(0, e.DurationMS)) / 1000
		if m := e.ownMessage(english{}); m != "" || len(e.Problems) > 0 {
			out.Tests = append(out.Tests, gradescopeTest{
				Name: line(e.ID + " " + e.Verdict.Word()), Number: number(i, 0), Status: passFail(e.Verdict.Passed()),
				Output: withPlace(m, e.File, e.Line) + problemText(e), Format: "text",
			})
		}
		for n, c := range e.Checks {
			t := gradescopeTest{
				Name: line(e.ID + ": " + c.heading()), Number: number(i, n+1), Score: c.Points, MaxScore: c.MaxPoints,
				Output: e.checkText(c), Format: "text",
			}
			if c.Verdict != NotRun {
				t.Status = passFail(c.Verdict.Passed())
			}
			out.Tests = append(out.Tests, t)
		}
	}
	return writeIndented(w, out, "for Gradescope")
}

func passFail(passed bool) string {
	if passed {
		return "passed"
	}
	return "failed"
}
