// Package live is for demos of a course's own: programs that do something concurrent, for
// real and for about two seconds, and tell what happens as it happens. Such a program is
// the folder demo beside an exercise's lesson, which says demo = "./demo" in its
// exercise.toml:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"time"
//
//		"workbook/grader/demo/live"
//	)
//
//	func main() {
//		live.Main("Workers that take jobs from one channel.", []live.Param{
//			{Name: "workers", Means: "workers at the same time", Least: 1, Most: 16, Default: 4},
//		}, run)
//	}
//
//	func run(ctx context.Context, r *live.Run) error {
//		r.Begin("from one channel")
//		lane := r.Lane("worker 1")
//		lane.Is(live.Waiting)
//		// … receive a job …
//		lane.Is(live.Working)
//		// … do it …
//		took := lane.End()
//		r.Figure(live.Figure{ID: "took", Name: "the job is done after", Value: float64(took) / 1000, Unit: "ms"})
//		r.Say(fmt.Sprintf("With %d workers the job was done after %d ms.", r.Param("workers"), took/1000))
//		return nil
//	}
//
// A run has all that the demos have which come with workbook: [Run.Mark] is a moment that
// matters to all lanes of a group, [Run.Series] a number that changes over time, and
// [Lane.Runs] says on a lane whose time it is. The example has them all.
//
// # In other languages
//
// [Main] takes translations: what the demo says in English, and what that is in another
// language. Its title and what its parameters mean are looked up there; all else is what
// [Run.T] and [Run.N] are asked for. What lacks is said in English.
//
// When ctx ends, run returns its error at once. Figures have ids, so that two runs can be
// compared; what cannot be measured is a figure with Missing.
//
// The program is compiled and run as a submission is: with the course's Go, in the jail at the
// level of the course. There it has no files, no network and no other processes; it talks
// over channels and net.Pipe. It imports the standard library and this package. On a
// terminal, `go run ./exercises/ID/demo workers=8` shows the lines that it tells.
package live

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"workbook/grader/demo"
)

// What a run tells of: see package demo, which draws it.
type (
	Run    = demo.Own       // a run of the demo
	Lane   = demo.OwnLane   // what one client, task, goroutine or process does
	Series = demo.OwnSeries // a number over time
	Param  = demo.Param     // a whole number that can be chosen
	Figure = demo.Figure    // what was measured
	Kind   = demo.Kind      // what somebody does in a part of a lane
)

// The kinds of what is done.
const (
	Waiting  = demo.Waiting // for somebody else
	Silent   = demo.Silent  // others may wait, and it does nothing
	Served   = demo.Served
	Working  = demo.Working
	Stopping = demo.Stopping // it was asked to stop, and has not stopped yet
)

// frameEvery is the time between two frames.
const frameEvery = 50 * time.Millisecond

// A program is what a demo is made of.
type program struct {
	title        string
	params       []Param
	run          func(ctx context.Context, r *Run) error
	translations []Translation
}

// Main is the main function of a demo. title is one sentence that says what it shows.
func Main(title string, params []Param, run func(ctx context.Context, r *Run) error, translations ...Translation) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := os.Stdout
	if fd, err := strconv.Atoi(os.Getenv(demo.OwnEnv)); err == nil {
		out = os.NewFile(uintptr(fd), "the pipe of the demo")
	}
	if err := (program{title, params, run, translations}).tell(ctx, out, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tell writes what the demo is, or runs it and writes what happens.
func (p program) tell(ctx context.Context, out io.Writer, args []string) error {
	var wanted []string
	if len(args) > 0 && strings.HasPrefix(args[0], demo.OwnIn) {
		wanted, args = strings.Split(strings.TrimPrefix(args[0], demo.OwnIn), ","), args[1:]
	}
	d := demo.OwnDemo(p.title, p.params, p.run, choose(p.translations, wanted))
	w := bufio.NewWriter(out)
	write := func(l demo.Line) error {
		data, err := json.Marshal(l)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(data, '\n')); err != nil {
			return err
		}
		return w.Flush()
	}
	if len(args) == 1 && args[0] == demo.OwnAbout {
		return write(demo.Line{About: &demo.About{Title: d.Title, Params: d.Params}})
	}
	values := make(map[string]int)
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("%q is no parameter: write it like %s=8", arg, name)
		}
		values[name] = n
	}
	var shown time.Time
	result, err := d.Run(ctx, values, func(f demo.Frame) {
		if time.Since(shown) >= frameEvery {
			shown = time.Now()
			_ = write(demo.Line{Frame: &f}) // what cannot be written is missed, and the result says so
		}
	})
	if err != nil {
		return write(demo.Line{Error: err.Error()})
	}
	return write(demo.Line{Result: &result})
}
