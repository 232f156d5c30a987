package report

import (
	"errors"
	"io"
)

// The form of https://exercism.org/docs/building/tooling/test-runners/interface.
type exercism struct {
	Version int            `json:"version"`
	Status  string         `json:"status"`
	Message *string        `json:"message,omitempty"`
	Tests   []exercismTest `json:"tests,omitempty"`
}

type exercismTest struct {
	Name    string  `json:"name"`
	Status  string  `json:"status"`
	Message *string `json:"message,omitempty"`
	Output  *string `json:"output,omitempty"`
	Code    string  `json:"test_code"`
	Task    int     `json:"task_id,omitempty"`
}

// Lengths that Exercism bounds by its interface, in characters, less the words with
// which [Clip] says what it has left out.
const (
	exercismMessage = 65535 - 100
	exercismOutput  = 500 - 100
)

// ErrOneExercise is why [WriteExercism] cannot write a report.
var ErrOneExercise = errors.New("this format is about one exercise, and the report is about several or none: name one exercise")

// WriteExercism writes r, which must be about one exercise, as the results.json of an
// Exercism test runner, version 3; else the error is [ErrOneExercise]. A check that was not run is an error there, since
// the form knows nothing between a pass and a failure.
func WriteExercism(w io.Writer, r *Report) error {
	r = r.orEmpty()
	if len(r.Exercises) != 1 {
		return ErrOneExercise
	}
	e := &r.Exercises[0]
	out := exercism{Version: 3, Status: "pass"}
	ran := false
	for _, c := range e.Checks {
		ran = ran || c.Verdict != NotRun
		t := exercismTest{Name: c.heading(), Status: "pass", Code: "// The test is hidden: " + line(c.Name)}
		if c.Verdict != Pass {
			t.Status = map[bool]string{true: "fail", false: "error"}[c.Verdict == Fail]
			m := Clip(e.checkText(c), exercismMessage)
			t.Message = &m
		}
		if c.Output != "" {
			o := Clip(text(c.Output), exercismOutput)
			t.Output = &o
		}
		out.Tests = append(out.Tests, t)
	}
	if !e.Verdict.Passed() {
		m := Clip(withPlace(e.message(english{}), e.File, e.Line)+problemText(e), exercismMessage)
		out.Status, out.Message = "fail", &m
		if !ran {
			out.Status, out.Tests = "error", nil
		}
	}
	return writeIndented(w, out, "for Exercism")
}
