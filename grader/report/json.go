package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A document is the JSON form of a [Report]. Isolation and Seed are for those readers
// of the first version who do not look for them at the exercises.
type document struct {
	Schema    string     `json:"schema"`
	Isolation string     `json:"isolation"`
	Seed      uint64     `json:"seed"`
	Exercises []Exercise `json:"exercises"`
}

// WriteJSON writes r in the form that the package documentation describes,
// indented, with a newline at the end. Equal reports give equal bytes. Control
// characters and what cannot be seen ([Invisible]) are written as \u
// escapes: a decoder gets them back, a terminal that shows the file does not.
//
// One exercise is encoded at a time: a report of ten thousand has 60 MB of text, which
// needs never be in memory as a whole.
func WriteJSON(w io.Writer, r *Report) error {
	r = r.orEmpty()
	const none = "[]\n}"
	frame, err := indented(document{Schema: Schema, Isolation: r.isolation(), Seed: r.seed(), Exercises: []Exercise{}}, "")
	if err != nil {
		return fmt.Errorf("encoding the report as JSON: %w", err)
	}
	out := bufio.NewWriter(w) // whose error is the one of its Flush
	out.WriteString(strings.TrimSuffix(string(frame), none))
	between := "[\n    "
	for _, e := range r.Exercises {
		// An empty list is written as [], never as null.
		if e.Stages == nil {
			e.Stages = []Stage{}
		}
		if e.Checks == nil {
			e.Checks = []Check{}
		}
		b, err := indented(e, "    ")
		if err != nil {
			return fmt.Errorf("encoding the report as JSON: %w", err)
		}
		out.WriteString(between)
		out.Write(b)
		between = ",\n    "
	}
	if len(r.Exercises) == 0 {
		out.WriteString(none + "\n")
	} else {
		out.WriteString("\n  ]\n}\n")
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	return nil
}

// ReadJSON reads what [WriteJSON] wrote. It refuses another schema and a verdict
// that it does not know; it passes over fields that it does not know.
func ReadJSON(rd io.Reader) (*Report, error) {
	var in document
	if err := json.NewDecoder(rd).Decode(&in); err != nil {
		return nil, fmt.Errorf("reading a report: %w", err)
	}
	if in.Schema != Schema {
		return nil, fmt.Errorf("reading a report: its schema is %q, and only %q is understood", in.Schema, Schema)
	}
	for i := range in.Exercises {
		e := &in.Exercises[i]
		if err := e.checkVerdicts(); err != nil {
			return nil, fmt.Errorf("reading a report: exercise %q: %w", e.ID, err)
		}
		if e.Isolation == "" && e.Seed == 0 {
			// From before exercises had them: then one graded all.
			e.Isolation, e.Seed = in.Isolation, in.Seed
		}
	}
	return &Report{Schema: in.Schema, Exercises: in.Exercises}, nil
}

func (e *Exercise) checkVerdicts() error {
	if !e.Verdict.Known() {
		return fmt.Errorf("%q is no verdict", e.Verdict)
	}
	for _, s := range e.Stages {
		if !s.Verdict.Known() {
			return fmt.Errorf("stage %q: %q is no verdict", s.Name, s.Verdict)
		}
	}
	for _, c := range e.Checks {
		if !c.Verdict.Known() {
			return fmt.Errorf("check %q: %q is no verdict", c.Name, c.Verdict)
		}
	}
	return nil
}
