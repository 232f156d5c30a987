package bench

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"workbook/grader"
	"workbook/grader/jail"
)

// A Trace is one grading taken apart: its stages, and the processes that it started.
type Trace struct {
	ID        string
	Spans     []Span
	Processes []Process
	Took      time.Duration
	Processor time.Duration // of the grader and of all that it started
}

// A Process is one of the grading's. The phases between its moments are: start (the
// process, and the jail around it), runtime (until everything is initialised and it asks
// for its task; a tool has none, and works), work (until the last result), end.
type Process struct {
	Name                          string
	Began, Ran, Asked, Told, Over time.Duration // zero where it did not come to that
	User, System                  time.Duration
	PeakMiB                       int
	Faults                        int64 // pages of memory that it was given
}

// Trace grades an edit of an exercise's reference with a grader that is warm, and takes
// that apart.
func (b *Bench) Trace(ctx context.Context, id string, req grader.Request) (*Trace, error) {
	temp, err := os.MkdirTemp("", "workbook-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for submissions: %w", err)
	}
	defer os.RemoveAll(temp)
	s, err := newSaves(b.course, temp, id)
	if err != nil {
		return nil, err
	}
	t := &Trace{ID: id}
	r := &recorder{trace: t}
	g, err := grader.New(b.course, grader.Options{Ran: r.ran})
	if err != nil {
		return nil, err
	}
	defer g.Close()
	own := grading{grader: g, saves: s}
	if _, err := own.passing(ctx, req); err != nil { // makes the harness and warms what can be
		return nil, err
	}
	r.begin()
	line, err := own.passing(ctx, req)
	if err != nil {
		return nil, err
	}
	t.Took, t.Processor = line.end, line.processor
	t.spans(line)
	slices.SortFunc(t.Processes, func(a, b Process) int { return cmp.Compare(a.Began, b.Began) })
	return t, nil
}

// spans are what the grading has told of its stages.
func (t *Trace) spans(line timeline) {
	t.Spans = append(t.Spans, line.stages...)
	if line.first > 0 {
		t.Spans = append(t.Spans, Span{Name: "first check", End: line.first})
	}
	if line.all > 0 {
		t.Spans = append(t.Spans, Span{Name: "all checks", End: line.all})
	}
}

// A recorder collects processes.
type recorder struct {
	mu    sync.Mutex
	zero  time.Time
	trace *Trace
}

// begin forgets what was before.
func (r *recorder) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.zero, r.trace.Processes = time.Now(), nil
}

func (r *recorder) ran(cmd jail.Command, res jail.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	since := func(at time.Time) time.Duration {
		if at.IsZero() {
			return 0
		}
		return at.Sub(r.zero)
	}
	m := res.Moments
	r.trace.Processes = append(r.trace.Processes, Process{
		Name: nameOf(cmd), Began: since(m.Began), Ran: since(m.Ran), Asked: since(m.Asked), Told: since(m.Told), Over: since(m.Ended),
		User: res.User, System: res.System, PeakMiB: res.PeakMiB, Faults: res.Faults,
	})
}

// checkIn finds the check in a task.
var checkIn = regexp.MustCompile(`Test\w+`)

// nameOf says what a process is for.
func nameOf(cmd jail.Command) string {
	name := filepath.Base(cmd.Path)
	if !cmd.Access.Tools {
		if found := checkIn.FindAll(cmd.Task, 2); len(found) > 1 {
			return name + " checks"
		} else if len(found) == 1 {
			return name + " " + string(found[0])
		}
		return name
	}
	for i, arg := range cmd.Args[:max(len(cmd.Args)-1, 0)] {
		if arg == "-o" {
			return name + " " + filepath.Base(cmd.Args[i+1])
		}
	}
	return name
}

// WriteText writes the trace for people.
func (t *Trace) WriteText(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tab, "%s: %d ms, and %d ms of processors\n\n", t.ID, t.Took.Milliseconds(), t.Processor.Milliseconds())
	for _, s := range t.Spans {
		fmt.Fprintf(tab, "%s\t%s\t%s\t\n", ms(s.Begin), ms(s.End), s.Name)
	}
	fmt.Fprintf(tab, "\nbegan\tstart\truntime\twork\tend\tover\tuser\tsystem\tMiB\tfaults\t what, in ms\n")
	var user, system time.Duration
	var faults int64
	for _, p := range t.Processes {
		at := p.Began
		phase := func(until time.Duration) string {
			if until == 0 {
				return ""
			}
			took := until - at
			at = until
			return ms(took)
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t %s\n", ms(p.Began), phase(p.Ran), phase(p.Asked), phase(p.Told), phase(p.Over),
			ms(p.Over), ms(p.User), ms(p.System), p.PeakMiB, p.Faults, p.Name)
		user, system, faults = user+p.User, system+p.System, faults+p.Faults
	}
	fmt.Fprintf(tab, "\t\t\t\t\t\t%s\t%s\t\t%d\t of %d processes\n", ms(user), ms(system), faults, len(t.Processes))
	own := t.Processor - user - system
	fmt.Fprintf(tab, "\t\t\t\t\t\t%s\t\t\t\t of the grader itself\n", ms(own))
	return tab.Flush()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

// An event is one of Chrome's trace format, which https://ui.perfetto.dev and
// chrome://tracing show.
type event struct {
	Name     string  `json:"name"`
	Phase    string  `json:"ph"`
	At       float64 `json:"ts"` // in microseconds
	Duration float64 `json:"dur"`
	Process  int     `json:"pid"`
	Thread   int     `json:"tid"`
}

// WriteChrome writes the trace as a picture for https://ui.perfetto.dev: a line for the
// stages, and one for each process.
func (t *Trace) WriteChrome(w io.Writer) error {
	var all []event
	add := func(line int, name string, from, to time.Duration) {
		if to > from {
			all = append(all, event{name, "X", float64(from.Nanoseconds()) / 1000, float64((to - from).Nanoseconds()) / 1000, 1, line})
		}
	}
	for i, s := range t.Spans {
		add(i, s.Name, s.Begin, s.End)
	}
	for i, p := range t.Processes {
		line, at := 100+i, p.Began
		add(line, p.Name, p.Began, p.Over)
		for _, phase := range []struct {
			name string
			end  time.Duration
		}{{"start", p.Ran}, {"runtime", p.Asked}, {"work", p.Told}, {"end", p.Over}} {
			if phase.end > 0 {
				add(line, phase.name, at, phase.end)
				at = phase.end
			}
		}
	}
	return json.NewEncoder(w).Encode(map[string]any{"traceEvents": all, "displayTimeUnit": "ms"})
}
