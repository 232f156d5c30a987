// Package demo shows concurrency as it happens on this machine: a demo runs real servers,
// clients, goroutines and processes for about two seconds, and says what was measured.
//
//	d, ok := demo.Find("echo", report.English)
//	result, err := d.Run(ctx, map[string]int{"clients": 6}, func(f demo.Frame) { draw(f) })
//
// The [Result] has lanes (what each client, task or process did, and when), figures, and
// sentences that are made from the figures. Nothing in it is made up beforehand: what cannot
// be measured on this system is a figure that says so. Frames are the result so far.
//
// A demo is bounded in time, memory and processes. When its context ends it stops at once,
// and when Run returns nothing of it is left.
//
// Some demos start processes: this program itself, which becomes a child of a demo in
// [init] of this package before its main has begun. A program that runs demos needs nothing
// but the import.
package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"workbook/grader/internal/demos"
	"workbook/grader/report"
)

// patience is how long a demo may take on a machine that is very busy.
const patience = 30 * time.Second

// A Demo can be run any number of times, also at the same time; but then each measures the
// others as well.
type Demo struct {
	Name   string  `json:"name"`
	Title  string  `json:"title"` // one sentence: what it shows
	Params []Param `json:"params"`

	words report.Words
	run   func(ctx context.Context, r *recorder, p map[string]int) error
	whole Runner // instead of run
}

// A Param is a whole number that can be chosen.
type Param struct {
	Name    string `json:"name"`
	Means   string `json:"means"`
	Least   int    `json:"least"`
	Most    int    `json:"most"`
	Default int    `json:"default"`
	Unit    string `json:"unit,omitempty"`
}

// Names are those of all demos.
func Names() []string { return slices.Clone(demos.Names) }

// All are the demos, in the order in which a learner meets them. They speak with words.
func All(words report.Words) []Demo {
	all := make([]Demo, 0, len(demos.Names))
	for _, name := range demos.Names {
		d := makers[name](words)
		d.Name, d.words = name, words
		all = append(all, d)
	}
	return all
}

var makers = map[string]func(report.Words) Demo{
	"echo":      echoDemo,
	"doors":     doorsDemo,
	"capture":   captureDemo,
	"join":      joinDemo,
	"telemetry": telemetryDemo,
	"gather":    gatherDemo,
	"boundary":  boundaryDemo,
	"propagate": propagateDemo,
	"policies":  policiesDemo,
	"isolation": isolationDemo,
	"shutdown":  shutdownDemo,
	"limit":     limitDemo,
	"drain":     drainDemo,
	"threads":   threadsDemo,
	"scheduler": schedulerDemo,
	"service":   serviceDemo,
}

// Find is the demo of a name.
func Find(name string, words report.Words) (Demo, bool) {
	for _, d := range All(words) {
		if d.Name == name {
			return d, true
		}
	}
	return Demo{}, false
}

// A ParamError says that a parameter cannot be what it was set to.
type ParamError struct {
	message string
	Fix     string // what can be done about it
}

func (e *ParamError) Error() string { return e.message }

// Run runs the demo and returns what was measured. Parameters that are not named have their
// defaults; a [*ParamError] says what is wrong with one. watch may be nil; it is called by
// one goroutine at a time, and not any more when Run has returned. When ctx ends, Run returns
// its error with what was measured until then.
func (d Demo) Run(ctx context.Context, params map[string]int, watch func(Frame)) (Result, error) {
	values, err := d.values(params)
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("the demo took longer than %s: this machine is too busy for it", patience))
	defer cancel()
	return besideOthers(func() (Result, error) {
		result, err := d.measure(ctx, values, watch)
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return result, err
	})
}

func (d Demo) measure(ctx context.Context, values map[string]int, watch func(Frame)) (Result, error) {
	if d.whole != nil {
		return d.whole(ctx, values, watch)
	}
	r := newRecorder(d, values)
	stop := r.show(watch)
	err := d.run(ctx, r, values)
	stop()
	return r.result(), err
}

// Check says what is wrong with parameters, as Run would.
func (d Demo) Check(params map[string]int) error {
	_, err := d.values(params)
	return err
}

// values are the parameters with the defaults, within their bounds.
func (d Demo) values(params map[string]int) (map[string]int, error) {
	values := map[string]int{}
	var known []string
	for _, p := range d.Params {
		known = append(known, p.Name)
		value, given := params[p.Name]
		if !given {
			value = p.Default
		}
		if value < p.Least || value > p.Most {
			return nil, &ParamError{d.words.T("%s cannot be %d", p.Name, value), d.words.T("it can be %d to %d", p.Least, p.Most)}
		}
		values[p.Name] = value
	}
	for name := range params {
		if _, ok := values[name]; !ok {
			return nil, &ParamError{d.words.T("the demo %s has no parameter %q", d.Name, name), d.words.T("it has %s", strings.Join(known, ", "))}
		}
	}
	return values, nil
}
