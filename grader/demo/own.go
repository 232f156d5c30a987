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

// OwnDemo is a demo whose run is told by itself.
func OwnDemo(title string, params []Param, run func(ctx context.Context, r *Own) error) Demo {
	return Demo{Title: title, Params: params, words: report.English,
		run: func(ctx context.Context, r *recorder, values map[string]int) error {
			return run(ctx, &Own{r, values})
		}}
}

// Param is the value of a parameter.
func (o *Own) Param(name string) int { return o.values[name] }

// Begin begins a group of lanes, which share a clock.
func (o *Own) Begin(group string) { o.r.begin(group) }

// Lane adds a lane to the group.
func (o *Own) Lane(name string) *OwnLane { return &OwnLane{o.r.lane(name)} }

// Figure adds what was measured.
func (o *Own) Figure(f Figure) { o.r.figure(f) }

// Say adds a sentence that is made from the figures.
func (o *Own) Say(sentence string) { o.r.say(sentence) }

// An OwnLane is what one client, task, goroutine or process does; package live has it as Lane.
type OwnLane struct{ l *lane }

// Is ends what the lane did until now, and begins something else.
func (l *OwnLane) Is(kind Kind) { l.l.is(kind) }

// End ends the lane, and returns when, in microseconds since its group began.
func (l *OwnLane) End() int64 { return l.l.ends() }

// Note says in a few words how the lane ended.
func (l *OwnLane) Note(text string) { l.l.note(text) }

// Lost ends the lane, and says why it did not get what it was there for.
func (l *OwnLane) Lost(why string) { l.l.lost(why) }
