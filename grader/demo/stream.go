package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"time"

	"workbook/grader/report"
)

// How the program of a course's own demo is asked, and where it answers.
const (
	OwnEnv   = "WORKBOOK_DEMO_FD" // the descriptor of the pipe that it writes lines to
	OwnAbout = "-about"           // the argument that asks what it is; others are "name=number"
	OwnIn    = "-in="             // before the languages to speak in, the best first: "de-AT,fr"
)

// A Line is what such a program writes in one line of JSON: one of these.
type Line struct {
	About  *About  `json:"about,omitempty"`
	Frame  *Frame  `json:"frame,omitempty"`
	Result *Result `json:"result,omitempty"`
	Error  string  `json:"error,omitempty"` // why there is no result
}

// An About says what a demo is.
type About struct {
	Title  string  `json:"title"`
	Params []Param `json:"params"`
}

// What a program may write. A demo that people can look at is far below.
const (
	maxLine  = 1 << 20 // bytes
	maxLines = 64 << 20

	maxLanes     = 500
	maxSpans     = 20_000 // of all lanes
	maxFigures   = 200
	maxMarks     = 100
	maxPoints    = 20_000 // of all series
	maxSentences = 50
	maxParams    = 8
	maxText      = 400           // bytes of a name, a note or a sentence
	maxMicros    = 3_600_000_000 // an hour
	maxNumber    = 1_000_000_000 // of a parameter
)

// A Stream reads what the program of a demo writes, which may be anybody's: it takes so much
// and no more, and what it hands on steers no terminal. Write is called by one goroutine, and
// its other methods when that is over.
type Stream struct {
	watch func(Frame) // may be nil
	shown time.Time   // when a frame was handed on last
	rest  []byte      // a line that has not ended
	bytes int
	err   error // the first thing that was wrong; nothing is read after it

	about  *About
	result *Result
	failed string // why there is no result, in the program's words
}

// NewStream hands frames on as they come, and no more of them than people see; watch may be
// nil.
func NewStream(watch func(Frame)) *Stream { return &Stream{watch: watch} }

// Write takes what has come. It never fails: what is wrong is told at the end.
func (s *Stream) Write(p []byte) (int, error) {
	n := len(p)
	for s.err == nil && len(p) > 0 {
		line, rest, ended := bytes.Cut(p, []byte("\n"))
		s.bytes += len(line)
		switch {
		case len(s.rest)+len(line) > maxLine:
			s.err = fmt.Errorf("a line of what it tells has more than %d bytes", maxLine)
		case s.bytes > maxLines:
			s.err = fmt.Errorf("it tells more than %d bytes", maxLines)
		case ended:
			s.err = s.line(append(s.rest, line...))
			s.rest = s.rest[:0]
		default:
			s.rest = append(s.rest, line...)
		}
		p = rest
	}
	return n, nil
}

func (s *Stream) line(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var l Line
	if err := json.Unmarshal(data, &l); err != nil {
		return fmt.Errorf("a line of what it tells cannot be read: %s", text(err.Error()))
	}
	switch {
	case l.About != nil:
		s.about = l.About
		return s.about.tidy()
	case l.Frame != nil:
		l.Frame.Elapsed = min(max(l.Frame.Elapsed, 0), maxMicros)
		if err := l.Frame.tidy(); err != nil {
			return err
		}
		if s.watch != nil && time.Since(s.shown) >= frameEvery {
			s.shown = time.Now()
			s.watch(*l.Frame)
		}
	case l.Result != nil:
		s.result = l.Result
		return s.result.tidy()
	case l.Error != "":
		s.failed = text(l.Error)
	}
	return nil
}

// About is what the program says it is.
func (s *Stream) About() (About, error) {
	switch {
	case s.err != nil:
		return About{}, s.err
	case s.about == nil:
		return About{}, fmt.Errorf("it does not say what it is: its main has to call live.Main")
	}
	return *s.about, nil
}

// Result is what the program has measured.
func (s *Stream) Result() (Result, error) {
	switch {
	case s.err != nil:
		return Result{}, s.err
	case s.failed != "":
		return Result{}, fmt.Errorf("it says: %s", s.failed)
	case s.result == nil:
		return Result{}, fmt.Errorf("it ended without a result")
	}
	return *s.result, nil
}

// text makes a text of the program's fit to be shown.
func text(s string) string { return report.Cut(report.OneLine(s), maxText) }

var paramName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)

// tidy makes what a program says of itself fit to be shown, or says what is wrong with it.
func (a *About) tidy() error {
	if a.Title = text(a.Title); a.Title == "" {
		return fmt.Errorf("it has no title")
	}
	if len(a.Params) > maxParams {
		return fmt.Errorf("it has %d parameters, and %d are the most", len(a.Params), maxParams)
	}
	seen := map[string]bool{}
	for i := range a.Params {
		p := &a.Params[i]
		p.Means, p.Unit = text(p.Means), text(p.Unit)
		switch {
		case !paramName.MatchString(p.Name):
			return fmt.Errorf("%s cannot be the name of a parameter: it has small letters, digits and _", report.OneLine(fmt.Sprintf("%q", report.Cut(p.Name, maxText))))
		case seen[p.Name]:
			return fmt.Errorf("the parameter %s is there twice", p.Name)
		case p.Least < -maxNumber || p.Most > maxNumber || p.Default < p.Least || p.Default > p.Most:
			return fmt.Errorf("the parameter %s is %d, of %d to %d: the least, the default and the most do not fit together", p.Name, p.Default, p.Least, p.Most)
		}
		seen[p.Name] = true
	}
	return nil
}

// tidy is the same for a result. Who ran it sets what is known of it without the program.
func (r *Result) tidy() error {
	r.Schema, r.Demo, r.Params, r.Title = Schema, "", nil, text(r.Title)
	spans := 0
	for i := range r.Lanes {
		l := &r.Lanes[i]
		l.Group, l.Name, l.Note = text(l.Group), text(l.Name), text(l.Note)
		before := int64(0)
		for j, s := range l.Spans {
			l.Spans[j].Kind = Kind(text(string(s.Kind))) // one that nobody knows is not drawn
			l.Spans[j].Label = text(s.Label)
			if s.Begin < before || s.End < s.Begin || s.End > maxMicros {
				return fmt.Errorf("a part of the lane %s reaches from %d to %d microseconds, and the one before it to %d", l.Name, s.Begin, s.End, before)
			}
			before = s.End
		}
		spans += len(l.Spans)
	}
	points, err := r.tidyMoments()
	if err != nil {
		return err
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		f.ID, f.Name, f.Text, f.Unit, f.Missing = text(f.ID), text(f.Name), text(f.Text), text(f.Unit), text(f.Missing)
		if math.Abs(f.Value) > 1e15 {
			return fmt.Errorf("the figure %s is %g", f.Name, f.Value)
		}
	}
	for i, s := range r.Sentences {
		r.Sentences[i] = text(s)
	}
	for _, much := range []struct {
		what    string
		is, may int
	}{{"lanes", len(r.Lanes), maxLanes}, {"parts of lanes", spans, maxSpans}, {"figures", len(r.Figures), maxFigures}, {"marks", len(r.Marks), maxMarks}, {"points of series", points, maxPoints}, {"sentences", len(r.Sentences), maxSentences}} {
		if much.is > much.may {
			return fmt.Errorf("it tells of %d %s, and %d are the most", much.is, much.what, much.may)
		}
	}
	return nil
}

// tidyMoments makes marks and series fit to be shown. It returns how many points they have.
func (r *Result) tidyMoments() (points int, err error) {
	for i := range r.Marks {
		m := &r.Marks[i]
		m.Group, m.Name = text(m.Group), text(m.Name)
		if m.At < 0 || m.At > maxMicros {
			return 0, fmt.Errorf("the mark %s is at %d microseconds", m.Name, m.At)
		}
	}
	for i := range r.Series {
		s := &r.Series[i]
		s.Group, s.Name = text(s.Group), text(s.Name)
		for _, p := range s.Points {
			if p.At < 0 || p.At > maxMicros || math.Abs(p.Value) > 1e15 {
				return 0, fmt.Errorf("the series %s has %g at %d microseconds", s.Name, p.Value, p.At)
			}
		}
		points += len(s.Points) + 1 // one without points takes room, too
	}
	return points, nil
}
