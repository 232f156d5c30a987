package demo

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"workbook/grader/report"
)

func telemetryDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Processes that send a last report while they work, and wait for it in a deferred call, in the last line, or not at all; the work returns, or it panics."),
		Params: []Param{
			{Name: "work_ms", Means: words.T("how long the work takes"), Least: 0, Most: 300, Default: 100, Unit: "ms"},
			{Name: "report_ms", Means: words.T("how long the report takes to be sent"), Least: 20, Most: 500, Default: 300, Unit: "ms"},
		},
		run: runTelemetry,
	}
}

// How a process waits for its report.
const (
	waitDeferred = iota
	waitLastLine
	waitNot
)

// reporter is the child: its main function has a report sent, works, and waits or does not.
func reporter(way int, panics bool, work, report time.Duration) {
	fmt.Println("begun")
	over := make(chan struct{})
	go func() {
		defer close(over)
		time.Sleep(report)
		fmt.Println(reportText)
	}()
	if way == waitDeferred {
		defer func() { <-over }()
	}
	time.Sleep(work)
	fmt.Println(workText)
	if panics {
		panic("the work failed")
	}
	if way == waitLastLine {
		<-over
	}
}

// workText is what the child says when its work is over.
const workText = "the work is over"

func runTelemetry(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct {
		id, group string
		way       int
	}{
		{"deferred", r.words.T("waits in a deferred call"), waitDeferred},
		{"last_line", r.words.T("waits in the last line"), waitLastLine},
		{"not", r.words.T("does not wait"), waitNot},
	}
	for _, way := range ways {
		returns, panics, err := reports(ctx, r, way.group, p, way.way)
		if err != nil {
			return err
		}
		for _, of := range []struct {
			id, name string
			sent     sent
		}{
			{"returns", r.words.T("%s, the work returns: the report arrives after", way.group), returns},
			{"panics", r.words.T("%s, the work panics: the report arrives after", way.group), panics},
		} {
			f := Figure{ID: way.id + "." + of.id, Name: of.name, Value: ms(of.sent.report), Unit: "ms"}
			if of.sent.report == 0 {
				f = Figure{ID: f.ID, Name: f.Name, Missing: r.words.T("never: the process was over after %s ms", r.number(ms(of.sent.end)))}
			}
			r.figure(f)
		}
		r.say(r.words.T("%s: the report %s when the work returns, and %s when it panics; that process ends with status %d.",
			way.group, arrival(r.words, returns), arrival(r.words, panics), panics.status))
	}
	return nil
}

// arrival says whether a report arrives.
func arrival(words report.Words, s sent) string {
	if s.report > 0 {
		return words.T("arrives")
	}
	return words.T("is lost")
}

// Sent is how a process fared, in microseconds since its group began.
type sent struct {
	report int64 // when its report arrived; 0 is never
	end    int64
	status int
}

// reports runs a process whose work returns, and at the same time one whose work panics.
func reports(ctx context.Context, r *recorder, group string, p map[string]int, way int) (returns, panics sent, err error) {
	r.begin(group)
	var both errgroup.Group
	for i, of := range []struct {
		work string
		sent *sent
	}{{r.words.T("work that returns"), &returns}, {r.words.T("work that panics"), &panics}} {
		work, report := r.lane(of.work), r.lane(r.words.T("its report"))
		both.Go(func() (err error) {
			*of.sent, err = sendReport(ctx, r.words, work, report, way, i, p["work_ms"], p["report_ms"])
			return err
		})
	}
	err = both.Wait()
	return returns, panics, err
}

// sendReport runs a process, and looks when its report arrives.
func sendReport(ctx context.Context, words report.Words, work, report *lane, numbers ...int) (s sent, err error) {
	work.is(Waiting)
	c, err := startChild(ctx, "reporter", numbers...)
	if err != nil {
		return s, err
	}
	if line, err := c.line(); err != nil {
		_, _ = c.end()
		return s, fmt.Errorf("the demo's child process said %q: %w (%s)", line, err, c.lastWords())
	}
	work.is(Working)
	report.is(Working)
	for err == nil {
		var line string
		switch line, err = c.line(); line {
		case workText:
			work.is(Waiting)
		case reportText:
			s.report = report.ends()
			report.note(words.T("arrived"))
		}
	}
	s.status, err = c.wait()
	s.end = work.ends()
	work.note(words.T("exit status %d", s.status))
	if s.report == 0 {
		report.lost(words.T("lost"))
	}
	return s, err
}
