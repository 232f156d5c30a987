package demo

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"workbook/grader/report"
)

func joinDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Tasks that are joined early or late, and a report that nobody awaits."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks"), Least: 2, Most: 12, Default: 5},
			{Name: "work_ms", Means: words.T("how long each task waits, as for a disk"), Least: 5, Most: 120, Default: 110, Unit: "ms"},
		},
		run: runJoin,
	}
}

func runJoin(ctx context.Context, r *recorder, p map[string]int) error {
	early := joined(ctx, r, r.words.T("joined early: each before the next is started"), p, false)
	late := joined(ctx, r, r.words.T("joined late: when all are started"), p, true)
	r.figure(Figure{ID: "early.total", Name: r.words.T("joined early: all done after"), Value: ms(early.total), Unit: "ms"})
	r.figure(Figure{ID: "late.total", Name: r.words.T("joined late: all done after"), Value: ms(late.total), Unit: "ms"})
	r.figure(Figure{ID: "early.sum", Name: r.words.T("joined early: sum of the results"), Value: float64(early.sum)})
	r.figure(Figure{ID: "late.sum", Name: r.words.T("joined late: sum of the results"), Value: float64(late.sum)})
	if err := ctx.Err(); err != nil {
		return err
	}
	awaited, err := background(ctx, r, "awaited", r.words.T("a report that is awaited"))
	if err != nil {
		return err
	}
	unawaited, err := background(ctx, r, "unawaited", r.words.T("a report that is not awaited"))
	if err != nil {
		return err
	}
	r.figure(Figure{ID: "awaited.reports", Name: r.words.T("awaited: reports that arrived"), Value: float64(awaited)})
	r.figure(Figure{ID: "unawaited.reports", Name: r.words.T("not awaited: reports that arrived"), Value: float64(unawaited)})

	r.say(r.words.T("%d tasks of %d ms took %s ms when each was joined before the next, and %s ms when they were joined in the end.",
		p["tasks"], p["work_ms"], r.number(ms(early.total)), r.number(ms(late.total))))
	r.say(r.words.T("Main waited for its report in one process, and did not in the other: %d report arrived from the first, and %d from the second, for a process ends with its main function.",
		awaited, unawaited))
	return nil
}

type totals struct {
	total int64
	sum   int
}

// joined starts tasks and joins them.
func joined(ctx context.Context, r *recorder, group string, p map[string]int, late bool) (t totals) {
	r.begin(group)
	main := r.lane("main")
	work := time.Duration(p["work_ms"]) * time.Millisecond
	start := func(i int) *handle {
		main.is(Working)
		l := r.lane(r.words.T("task %d", i+1))
		l.is(Working)
		return spawn(func() int {
			_ = pause(ctx, work)
			l.ends()
			return i + 1
		})
	}
	join := func(h *handle) {
		main.is(Waiting)
		t.sum += h.join()
	}
	var handles []*handle
	for i := range p["tasks"] {
		h := start(i)
		if late {
			handles = append(handles, h)
		} else {
			join(h)
		}
	}
	for _, h := range handles {
		join(h)
	}
	t.total = main.ends()
	return t
}

// reportText is what the child's task has to say, after a while.
const reportText = "report: 42 visits"

// reportInBackground is the child: its main function starts a report, and waits or does not.
func reportInBackground(wait bool) {
	done := make(chan struct{})
	fmt.Println("started")
	go func() {
		defer close(done)
		time.Sleep(150 * time.Millisecond)
		fmt.Fprintln(os.Stdout, reportText)
	}()
	if wait {
		<-done
	}
}

// background runs the child, and returns how many reports arrived.
func background(ctx context.Context, r *recorder, part, group string) (reports int, err error) {
	r.begin(group)
	main := r.lane("main")
	main.is(Working)
	c, err := startChild(ctx, part)
	if err != nil {
		return 0, err
	}
	if line, err := c.line(); err != nil {
		_, _ = c.end()
		return 0, fmt.Errorf("the demo's child process said %q: %w (%s)", line, err, c.lastWords())
	}
	task := r.lane(r.words.T("report"))
	task.is(Working)
	for {
		line, err := c.line()
		if strings.TrimSpace(line) == reportText {
			reports++
			task.ends()
			task.note(r.words.T("arrived"))
		}
		if err != nil {
			break // the process has ended
		}
	}
	if reports == 0 {
		task.lost(r.words.T("lost"))
	}
	status, err := c.wait()
	main.ends()
	main.note(r.words.T("exit status %d", status))
	return reports, err
}
