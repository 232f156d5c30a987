package verify

import (
	"encoding/json"
	"fmt"
	"io"
)

// Schema names the form of a Result as JSON.
const Schema = "workbook.verify/v1"

// A Result is what was found out about several exercises.
type Result struct {
	Schema    string     `json:"schema"`
	Isolation string     `json:"isolation"`
	Share     *Share     `json:"share,omitempty"` // of the known solutions; without it, all
	Exercises []Exercise `json:"exercises"`
}

// Good reports whether every exercise is.
func (r *Result) Good() bool {
	for _, ex := range r.Exercises {
		if !ex.Good() {
			return false
		}
	}
	return true
}

// WriteJSON writes r as indented JSON.
func WriteJSON(w io.Writer, r *Result) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// An Exercise is what was found out about one.
type Exercise struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Right    int       `json:"right"`    // known-right solutions, the reference included
	Wrong    int       `json:"wrong"`    // known-wrong ones
	Hunted   []string  `json:"hunted"`   // names of known-wrong ones that pass by luck, and fail under a schedule
	Checks   int       `json:"checks"`   // declared
	Runs     int       `json:"runs"`     // of checks, with right solutions
	Repeated int       `json:"repeated"` // gradings done again, because the machine was too busy for a verdict
	Flakes   []Flake   `json:"flakes"`
	Contract Contract  `json:"contract"`
	Mutation Mutation  `json:"mutation"`
	Problems []Problem `json:"problems"`
	Notes    []Problem `json:"notes"` // such as of translations; nothing has to be done about them now
}

// Good reports whether there is nothing to mend.
func (e Exercise) Good() bool { return len(e.Problems) == 0 }

// Draft reports whether the exercise could not even be graded, for the course does not
// take it.
func (e Exercise) Draft() bool { return len(e.Problems) > 0 && e.Problems[0].Aspect == draftAspect }

// draftAspect is that of the problems of a draft, which has no others.
const draftAspect = "draft"

// A Problem is one thing to mend.
type Problem struct {
	Aspect  string `json:"aspect"`  // "draft", "stub", "right", "wrong", "checks", "mutants", "lesson", "contract", "hints", "points", "translation", "demo"
	Message string `json:"message"` // a sentence
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Hint    string `json:"hint,omitempty"` // what to do
}

// A Flake is a run in which a check failed with a right solution.
type Flake struct {
	Solution   string `json:"solution"` // "reference", or the name of a known-right one
	Check      string `json:"check"`
	Seed       uint64 `json:"seed"` // repeats the inputs of that run
	Run        int    `json:"run"`  // which one of how many failed, from 1
	Processors int    `json:"processors,omitempty"`
	Race       bool   `json:"race,omitempty"`
	Schedule   uint64 `json:"schedule,omitempty"` // under which it failed
	Message    string `json:"message"`
}

// Mutation is what became of the mutants of the reference.
type Mutation struct {
	Killed     int      `json:"killed"`
	Hunted     int      `json:"hunted"`     // of those, by schedules alone
	Survived   int      `json:"survived"`   // these are problems
	Equivalent int      `json:"equivalent"` // marked so, with a reason; they survived
	Stillborn  int      `json:"stillborn"`  // did not compile; they count for nothing
	Survivors  []Mutant `json:"survivors"`
}

// Score is the part of the mutants that were rejected, of those that a test can
// tell from the reference: from 0 to 1. It is 1 where there are none.
func (m Mutation) Score() float64 {
	if m.Killed+m.Survived == 0 {
		return 1
	}
	return float64(m.Killed) / float64(m.Killed+m.Survived)
}
