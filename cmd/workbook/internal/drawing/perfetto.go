package drawing

import (
	"encoding/json"
	"io"

	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// A traceEvent is one of the trace-event format, which ui.perfetto.dev, chrome://tracing and
// speedscope open; a protobuf trace says no more of this, and nobody could read it by eye.
// See https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
type traceEvent struct {
	Name  string         `json:"name"`
	Phase string         `json:"ph"` // X: a slice; i: an instant; s, f: an arrow's ends; M: about a track
	TS    int64          `json:"ts"` // microseconds
	Dur   int64          `json:"dur,omitempty"`
	PID   int            `json:"pid"`
	TID   int            `json:"tid"`
	Cat   string         `json:"cat,omitempty"`
	ID    int            `json:"id,omitempty"`
	Bind  string         `json:"bp,omitempty"`
	Scope string         `json:"s,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

type traceFile struct {
	TraceEvents []traceEvent      `json:"traceEvents"`
	OtherData   map[string]string `json:"otherData"`
}

// perEvent is how many microseconds an event has at least in a viewer, where nothing took
// time on the check's own clock.
const perEvent = 10

// Perfetto writes a picture for viewers of traces: a track for each lane, a slice for each
// span and an arrow for each tie. Their time is the order of events, since a viewer cannot
// show what takes no time; each slice says when it was on the check's clock.
func Perfetto(w io.Writer, p *picture.Picture) error {
	f := traceFile{TraceEvents: []traceEvent{}, OtherData: map[string]string{"exercise": p.Exercise, "check": p.Check, "verdict": string(p.Verdict)}}
	add := func(e traceEvent) {
		e.PID = 1
		f.TraceEvents = append(f.TraceEvents, e)
	}
	add(traceEvent{Name: "process_name", Phase: "M", Args: map[string]any{"name": title(p)}})
	for i, l := range p.Lanes {
		add(traceEvent{Name: "thread_name", Phase: "M", TID: i + 1, Args: map[string]any{"name": wording.Name(p, i)}})
		add(traceEvent{Name: "thread_sort_index", Phase: "M", TID: i + 1, Args: map[string]any{"sort_index": i}})
		for _, s := range l.Spans {
			args := map[string]any{"check_clock_us": p.Events[s.From].AtUS}
			if s.File != "" {
				args["at"] = wording.Place(s.File, s.Line)
			}
			add(traceEvent{Name: wording.Does(s), Phase: "X", TS: perEvent * int64(s.From), Dur: perEvent * int64(s.To-s.From), TID: i + 1, Cat: string(s.State), Args: args})
		}
	}
	for i, e := range p.Events {
		if e.Kind != picture.GoesOn {
			add(traceEvent{Name: wording.Event(p, i), Phase: "i", TS: perEvent * int64(i), TID: e.Lane + 1, Cat: string(e.Kind), Scope: "t"})
		}
	}
	for n, i := range p.Ties() {
		e := p.Events[i]
		arrow := traceEvent{Name: string(e.Kind), Cat: "tie", ID: n + 1, TS: perEvent * int64(i)}
		from, to := arrow, arrow
		from.Phase, from.TID = "s", e.From+1
		to.Phase, to.TID, to.Bind = "f", e.Lane+1, "e"
		add(from)
		add(to)
	}
	return json.NewEncoder(w).Encode(f)
}
