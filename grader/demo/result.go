package demo

// Schema names the JSON form of a [Result]. It changes when a field changes its meaning or
// goes away; new fields do not change it.
const Schema = "workbook.demo/v1"

// A Result is what one run of a demo has measured.
type Result struct {
	Schema    string         `json:"schema"`
	Demo      string         `json:"demo"`
	Title     string         `json:"title"`
	Params    map[string]int `json:"params"`
	Lanes     []Lane         `json:"lanes"`
	Marks     []Mark         `json:"marks,omitempty"`
	Series    []Series       `json:"series,omitempty"`
	Figures   []Figure       `json:"figures"`
	Sentences []string       `json:"sentences"` // what the figures say

	// Others is the share of the machine's processors, from 0 to 1, that other programs took
	// meanwhile. It is 0 where the system does not tell, and of a run of less than half a
	// second. Where it is much, times are longer than on a quiet machine.
	Others float64 `json:"others,omitempty"`
}

// A Frame is the result so far, while the demo runs.
type Frame struct {
	Result
	Elapsed int64 `json:"elapsed"` // microseconds since the demo began
}

// A Lane is what one client, task, goroutine or process did. Lanes of one group share a
// clock, which began with the group.
type Lane struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	Spans []Span `json:"spans"`
	Note  string `json:"note,omitempty"` // how it ended, when that is worth a word
	Lost  bool   `json:"lost,omitempty"` // it did not get what it was there for
}

// A Span is a time in a lane, in microseconds since its group began.
type Span struct {
	Kind  Kind  `json:"kind"`
	Begin int64 `json:"begin"`
	End   int64 `json:"end"`

	Label string `json:"label,omitempty"` // whose time it is, when that is not the lane's
}

// A Mark is a moment that matters to all lanes of a group.
type Mark struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	At    int64  `json:"at"` // microseconds since the group began
}

// A Series is a number over time, by the clock of a group.
type Series struct {
	Group  string  `json:"group"`
	Name   string  `json:"name"`
	Points []Point `json:"points"`
}

// A Point is what the number of a [Series] was from a moment on.
type Point struct {
	At    int64   `json:"at"` // microseconds since the group began
	Value float64 `json:"value"`
}

// A Kind says what somebody does in a span.
type Kind string

// The kinds of spans.
const (
	Waiting  Kind = "waiting" // for somebody else
	Silent   Kind = "silent"  // others may wait, and it does nothing
	Served   Kind = "served"
	Working  Kind = "working"
	Stopping Kind = "stopping" // it was asked to stop, and has not stopped yet
)

// A Figure is a number or a text that was measured, or the reason why there is none.
type Figure struct {
	ID      string  `json:"id"` // of the demo, the same in each language
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Text    string  `json:"text,omitempty"` // instead of a value
	Unit    string  `json:"unit,omitempty"`
	Missing string  `json:"missing,omitempty"` // why there is none: what cannot be measured here
}

// Figure is the figure of an id.
func (r Result) Figure(id string) (Figure, bool) {
	for _, f := range r.Figures {
		if f.ID == id {
			return f, true
		}
	}
	return Figure{}, false
}
