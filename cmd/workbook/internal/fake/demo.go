package fake

import (
	"context"

	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// A Demonstrator has one demo, which measures what the test says.
type Demonstrator struct {
	Started chan *Demonstration // every run, as it begins
	Err     error               // of Demo
}

// NewDemonstrator has run nothing.
func NewDemonstrator() *Demonstrator {
	return &Demonstrator{Started: make(chan *Demonstration, 100)}
}

// A Demonstration is one run of the demo.
type Demonstration struct {
	Ctx    context.Context
	Values map[string]int
	watch  func(demo.Frame)
	end    chan demonstrated
}

type demonstrated struct {
	result demo.Result
	err    error
}

// Show has the demo show a frame, if anybody wants to see it.
func (d *Demonstration) Show(f demo.Frame) {
	if d.watch != nil {
		d.watch(f)
	}
}

// End ends the run.
func (d *Demonstration) End(r demo.Result, err error) { d.end <- demonstrated{r, err} }

func (f *Demonstrator) Demo(context.Context, *course.Exercise) (demo.Demo, error) {
	if f.Err != nil {
		return demo.Demo{}, f.Err
	}
	return demo.New("limit", "Clients with the same work at a server that serves n at a time, and at one without a limit.", []demo.Param{
		{Name: "clients", Means: "clients that come at the same time", Least: 8, Most: 200, Default: 100},
		{Name: "n", Means: "how many are served at a time", Least: 1, Most: 64, Default: 4},
		{Name: "kib", Means: "memory that a client's work takes", Least: 64, Most: 1024, Default: 512, Unit: "KiB"},
	}, report.English, f.run), nil
}

func (f *Demonstrator) run(ctx context.Context, values map[string]int, watch func(demo.Frame)) (demo.Result, error) {
	d := &Demonstration{ctx, values, watch, make(chan demonstrated)}
	f.Started <- d
	select {
	case <-ctx.Done():
		return demo.Result{}, ctx.Err()
	case e := <-d.end:
		return e.result, e.err
	}
}

// Measured is a result of that demo: half are served after so many milliseconds, of two
// groups of so many clients.
func Measured(half int64, clients int, values map[string]int) demo.Result {
	r := demo.Result{Schema: demo.Schema, Demo: "limit", Params: values,
		Title: "Clients with the same work at a server that serves n at a time, and at one without a limit."}
	for g, group := range []string{"4 at a time", "without a limit"} {
		for i := range clients {
			at := half*2*1000*int64(i+1)/int64(clients) + int64(g)*300
			r.Lanes = append(r.Lanes, demo.Lane{Group: group, Name: "client " + string(rune('A'+i%26)), Spans: []demo.Span{
				{Kind: demo.Waiting, Begin: 0, End: at - 900}, {Kind: demo.Served, Begin: at - 900, End: at},
			}})
		}
	}
	last := &r.Lanes[len(r.Lanes)-1]
	last.Note, last.Lost = "no answer: the connection was closed", true
	r.Figures = []demo.Figure{
		{ID: "limited.half", Name: "4 at a time: half are served after", Value: float64(half), Unit: "ms"},
		{ID: "unlimited.half", Name: "without a limit: half are served after", Value: float64(2 * half), Unit: "ms"},
		{ID: "threads", Name: "threads of the server", Missing: "cannot be measured on this system"},
	}
	r.Sentences = []string{"With a limit half of the clients were served sooner.", "Nobody was told why."}
	return r
}

// Frame is the part of a result that is there after so many milliseconds.
func Frame(r demo.Result, ms int64) demo.Frame {
	f := demo.Frame{Result: r, Elapsed: ms * 1000}
	f.Lanes, f.Figures, f.Sentences = nil, nil, nil
	for _, l := range r.Lanes[:len(r.Lanes)/2] {
		l.Spans = append([]demo.Span(nil), l.Spans...)
		for i := range l.Spans {
			l.Spans[i].Begin, l.Spans[i].End = min(l.Spans[i].Begin, ms*1000), min(l.Spans[i].End, ms*1000)
		}
		f.Lanes = append(f.Lanes, l)
	}
	return f
}
