package demo

import (
	"context"

	"workbook/grader/report"
)

// An Own is what a demo of a course's own tells of its run; package live has it as Run. It is
// safe for concurrent use.
type Own struct {
	r      *recorder
	values map[string]int
}

// OwnDemo is a demo whose run is told by itself, in words: they have its title and what its
// parameters mean, too.
func OwnDemo(title string, params []Param, run func(ctx context.Context, r *Own) error, words report.Words) Demo {
	said := make([]Param, len(params))
	for i, p := range params {
		p.Means, p.Unit = words.Text(p.Means), words.Text(p.Unit)
		said[i] = p
	}
	return Demo{Title: words.Text(title), Params: said, words: words,
		run: func(ctx context.Context, r *recorder, values map[string]int) error {
			return run(ctx, &Own{r, values})
		}}
}

// Param is the value of a parameter.
func (o *Own) Param(name string) int { return o.values[name] }

// T is a message in the language of whoever runs the demo, with its arguments: a format of
// package fmt in English, which a translation may have.
func (o *Own) T(message string, args ...any) string { return o.r.words.T(message, args...) }

// N is a message about n things: one of them, or many.
func (o *Own) N(n int, one, many string, args ...any) string {
	return o.r.words.N(n, one, many, args...)
}

// Number is a measured number as people read it, with three digits that count.
func (o *Own) Number(x float64) string { return o.r.number(x) }

// Begin begins a group of lanes, which share a clock.
func (o *Own) Begin(group string) { o.r.begin(group) }

// Lane adds a lane to the group.
func (o *Own) Lane(name string) *OwnLane { return &OwnLane{o.r.lane(name)} }

// Mark notes a moment that matters to all lanes of the group, and returns when it was, in
// microseconds since the group began.
func (o *Own) Mark(name string) int64 { return o.r.mark(name) }

// Series adds a number that changes over time to the group.
func (o *Own) Series(name string) *OwnSeries { return &OwnSeries{o.r.overTime(name)} }

// Figure adds what was measured.
func (o *Own) Figure(f Figure) { o.r.figure(f) }

// Say adds a sentence that is made from the figures.
func (o *Own) Say(sentence string) { o.r.say(sentence) }

// An OwnLane is what one client, task, goroutine or process does; package live has it as Lane.
type OwnLane struct{ l *lane }

// Is ends what the lane did until now, and begins something else.
func (l *OwnLane) Is(kind Kind) { l.l.is(kind) }

// Runs is like Is. The label says whose time it is: on the lane of a processor, the task that
// has its turn.
func (l *OwnLane) Runs(kind Kind, label string) { l.l.runs(kind, label) }

// End ends the lane, and returns when, in microseconds since its group began.
func (l *OwnLane) End() int64 { return l.l.ends() }

// Note says in a few words how the lane ended.
func (l *OwnLane) Note(text string) { l.l.note(text) }

// Lost ends the lane, and says why it did not get what it was there for.
func (l *OwnLane) Lost(why string) { l.l.lost(why) }

// An OwnSeries is a number over time; package live has it as Series.
type OwnSeries struct{ s *series }

// Is says what the number is from now on.
func (s *OwnSeries) Is(value float64) { s.s.is(value) }
