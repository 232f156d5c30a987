package demo

import (
	"maps"
	"slices"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"workbook/grader/report"
)

// frameEvery is the time between two frames.
const frameEvery = time.Second / 30

// A recorder notes what happens in a demo, at the time when it is told. It is safe for
// concurrent use.
type recorder struct {
	words report.Words
	began time.Time

	mu     sync.Mutex
	lanes  []*lane
	series []*series
	so     Result // without lanes and series
	group  string
	origin time.Time // of the group
}

func newRecorder(d Demo, params map[string]int) *recorder {
	now := time.Now()
	return &recorder{words: d.words, began: now, origin: now, so: Result{
		Schema: Schema, Demo: d.Name, Title: d.Title, Params: maps.Clone(params),
		Figures: []Figure{}, Sentences: []string{},
	}}
}

// show gives frames to watch until stop is called, which waits for the last of them.
func (r *recorder) show(watch func(Frame)) (stop func()) {
	if watch == nil {
		return func() {}
	}
	frame := func() { watch(Frame{r.result(), time.Since(r.began).Microseconds()}) }
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(frameEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				frame()
			case <-over:
				frame()
				return
			}
		}
	}()
	return func() { close(over); <-gone }
}

// result is a copy of what is known now. Spans that have not ended reach until now.
func (r *recorder) result() Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.so
	out.Figures, out.Sentences = slices.Clone(out.Figures), slices.Clone(out.Sentences)
	out.Marks = slices.Clone(out.Marks)
	for _, s := range r.series {
		out.Series = append(out.Series, s.Series)
		out.Series[len(out.Series)-1].Points = slices.Clone(s.Points)
	}
	out.Lanes = make([]Lane, len(r.lanes))
	for i, l := range r.lanes {
		out.Lanes[i] = l.Lane
		out.Lanes[i].Spans = slices.Clone(l.Spans)
		if l.open {
			out.Lanes[i].Spans[len(l.Spans)-1].End = l.now()
		}
	}
	return out
}

// begin begins a group of lanes, with a clock of its own.
func (r *recorder) begin(group string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.group, r.origin = group, time.Now()
}

// lane adds a lane to the group.
func (r *recorder) lane(name string) *lane {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := &lane{of: r, origin: r.origin, Lane: Lane{Group: r.group, Name: name, Spans: []Span{}}}
	r.lanes = append(r.lanes, l)
	return l
}

// mark notes a moment that matters to all lanes of the group, and returns when it was.
func (r *recorder) mark(name string) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := time.Since(r.origin).Microseconds()
	r.so.Marks = append(r.so.Marks, Mark{Group: r.group, Name: name, At: at})
	return at
}

// overTime adds a number that changes to the group.
func (r *recorder) overTime(name string) *series {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &series{of: r, origin: r.origin, Series: Series{Group: r.group, Name: name, Points: []Point{}}}
	r.series = append(r.series, s)
	return s
}

func (r *recorder) figure(f Figure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.so.Figures = append(r.so.Figures, f)
}

// say adds a sentence. Some begin with the name of a group.
func (r *recorder) say(sentence string) {
	first, size := utf8.DecodeRuneInString(sentence)
	sentence = string(unicode.ToUpper(first)) + sentence[size:]
	r.mu.Lock()
	defer r.mu.Unlock()
	r.so.Sentences = append(r.so.Sentences, sentence)
}

// A lane is one that is being recorded.
type lane struct {
	Lane   // guarded by of.mu
	of     *recorder
	origin time.Time
	open   bool // the last span has not ended
}

func (l *lane) now() int64 { return time.Since(l.origin).Microseconds() }

// is ends what the lane did until now, and begins something else.
func (l *lane) is(kind Kind) { l.runs(kind, "") }

// runs is like is. The label says whose time it is.
func (l *lane) runs(kind Kind, label string) {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	now := l.close()
	l.Spans = append(l.Spans, Span{Kind: kind, Begin: now, End: now, Label: label})
	l.open = true
}

// ends ends the lane, and returns when, in microseconds since its group began.
func (l *lane) ends() int64 {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	return l.close()
}

// close ends the span at hand. The recorder's lock is held.
func (l *lane) close() int64 {
	now := l.now()
	if l.open {
		l.Spans[len(l.Spans)-1].End = now
		l.open = false
	}
	return now
}

// note says how the lane ended.
func (l *lane) note(text string) {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	l.Note = report.OneLine(text)
}

// lost says why the lane did not get what it was there for.
func (l *lane) lost(why string) {
	l.ends()
	l.note(why)
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	l.Lost = true
}

// A series is one that is being recorded.
type series struct {
	Series // guarded by of.mu
	of     *recorder
	origin time.Time
}

// is notes what the number is from now on.
func (s *series) is(value float64) {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.Points = append(s.Points, Point{time.Since(s.origin).Microseconds(), value})
}
