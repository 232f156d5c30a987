package report

import "time"

// Schema names the JSON form of a [Report]. It changes when a field changes its
// meaning or goes away; new fields do not change it.
const Schema = "workbook.report/v1"

// A Report is the result of grading one or more submissions.
type Report struct {
	Schema    string     `json:"schema"`    // always [Schema]
	Exercises []Exercise `json:"exercises"` // in the order asked for
}

// An Exercise is the verdict on one submission to one exercise.
type Exercise struct {
	ID        string  `json:"id"`    // "02_spawned"
	Title     string  `json:"title"` // from exercise.toml
	Verdict   Verdict `json:"verdict"`
	Points    int     `json:"points"`
	MaxPoints int     `json:"max_points"`

	Isolation string `json:"isolation"` // what separated the submission from the machine, in words
	Seed      uint64 `json:"seed"`      // of the random inputs; the same seed gives the same inputs

	// Whose work it is, and what it was graded by, so that reports of a class can be put
	// together and looked into later. Each may be empty.
	Student  string    `json:"student,omitempty"`  // as whoever had it graded names them
	GradedAt time.Time `json:"graded_at,omitzero"` // when the verdict was reached, to the second, in UTC
	Course   string    `json:"course,omitempty"`   // the commit of the course, with a + when hidden files differ from it
	Go       string    `json:"go,omitempty"`       // that built it: "go1.26.8"

	// Message is the sentence that explains a verdict other than Pass: the first
	// thing that went wrong. File and Line say where, when there is such a place.
	Message string `json:"message,omitempty"`
	File    string `json:"file,omitempty"` // the learner's own file, slash-separated, relative to the course where it lies inside
	Line    int    `json:"line,omitempty"` // counts from 1; 0 is unknown

	Stages   []Stage   `json:"stages"`             // those of [Stages], in order, NotRun included
	Problems []Problem `json:"problems,omitempty"` // all refusals, or all compile errors
	Checks   []Check   `json:"checks"`             // every declared check, in declared order, NotRun included

	DurationMS int64 `json:"duration_ms"`
}

// A Stage is how one stage ended.
type Stage struct {
	Name       StageName `json:"name"`
	Verdict    Verdict   `json:"verdict"`
	Message    string    `json:"message,omitempty"` // a sentence: why it failed or was not run
	File       string    `json:"file,omitempty"`
	Line       int       `json:"line,omitempty"`
	Output     string    `json:"output,omitempty"` // raw: compiler output, race report; not sanitised
	DurationMS int64     `json:"duration_ms"`
}

// A Problem is one refusal or one compile error.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`        // what is wrong
	Rule    string `json:"rule,omitempty"` // the policy rule that refused, empty for a compile error
	Hint    string `json:"hint,omitempty"` // what to do instead
}

// A Check is how one hidden test ended.
type Check struct {
	Name      string    `json:"name"`  // the hidden test function: "TestSilentClient"
	Title     string    `json:"title"` // in words a learner understands
	Kind      StageName `json:"kind"`  // the stage that runs it: Inside or Outside
	Verdict   Verdict   `json:"verdict"`
	Points    int       `json:"points"`
	MaxPoints int       `json:"max_points"`
	Required  bool      `json:"required"`
	Withheld  bool      `json:"withheld,omitempty"` // not run, for it is not where this was graded

	Message string `json:"message,omitempty"` // a sentence to the learner: what happened, why it matters
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`

	Sent     string `json:"sent,omitempty"` // what the check gave, quoted for reading
	Got      string `json:"got,omitempty"`
	Expected string `json:"expected,omitempty"`

	Output string   `json:"output,omitempty"` // what the process printed, raw, capped; not sanitised
	Events []Moment `json:"events,omitempty"` // what the code did, in order
	Run    int      `json:"run,omitempty"`    // where a check runs several times: which one this is the outcome of, from 1
	// Schedule is the number of the schedule under which the check failed, having passed
	// under others; zero when it failed without.
	Schedule   uint64 `json:"schedule,omitempty"`
	DurationMS int64  `json:"duration_ms"`
}
