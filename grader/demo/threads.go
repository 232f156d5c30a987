package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"workbook/grader/report"
)

func threadsDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Goroutines against threads of the operating system: how fast they are made, what each takes, and how long a switch is."),
		Params: []Param{
			{Name: "goroutines", Means: words.T("goroutines to make"), Least: 100, Most: 100000, Default: 10000},
			{Name: "threads", Means: words.T("threads to make"), Least: 10, Most: 500, Default: 200},
		},
		run: runThreads,
	}
}

func runThreads(ctx context.Context, r *recorder, p map[string]int) error {
	goroutines, err := measured(ctx, r, "goroutines", r.words.T("goroutines"), p["goroutines"])
	if err != nil {
		return err
	}
	threads, err := measured(ctx, r, "threads", r.words.T("threads"), p["threads"])
	if err != nil {
		return err
	}
	if goroutines.Count == 0 || threads.Count == 0 {
		r.say(r.words.T("This system did not let a process make so many: %s", goroutines.WhyNot+threads.WhyNot))
		return nil
	}
	r.say(r.words.T("In a second %s goroutines can be made, or %s threads: %s times as many.",
		r.number(goroutines.PerSecond), r.number(threads.PerSecond), r.number(goroutines.PerSecond/threads.PerSecond)))
	r.say(r.words.T("For a goroutine that waits %s bytes of stack are set aside, and for a thread %s bytes.",
		r.number(goroutines.Stacks), r.number(threads.Stacks)))
	r.say(r.words.T("To switch from one goroutine to another takes %s ns, and from one thread to another %s ns.",
		r.number(goroutines.SwitchNs), r.number(threads.SwitchNs)))
	return nil
}

// measured runs the child, and notes what it has measured. A child that the system does not
// let make so many is no error.
func measured(ctx context.Context, r *recorder, part, group string, count int) (m measures, err error) {
	r.begin(group)
	made := r.lane(r.words.T("make %d", count))
	made.is(Working)
	c, err := startChild(ctx, part, count)
	if err != nil {
		return m, err
	}
	over := sync.OnceValues(c.end)
	defer over()
	if _, err := c.line(); err != nil {
		return m, cannotMake(ctx, r, c, part, group, &m, made)
	}
	made.ends()
	switches := r.lane(r.words.T("switch"))
	switches.is(Working)
	line, err := c.line()
	if err != nil {
		return m, cannotMake(ctx, r, c, part, group, &m, switches)
	}
	switches.ends()
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		return m, fmt.Errorf("reading what the demo's child measured: %w", err)
	}
	r.figure(Figure{ID: part + ".rate", Name: r.words.T("%s: made in a second", group), Value: m.PerSecond})
	r.figure(Figure{ID: part + ".stacks", Name: r.words.T("%s: stack set aside for each while it waits", group), Value: m.Stacks, Unit: r.words.T("bytes")})
	resident := Figure{ID: part + ".resident", Name: r.words.T("%s: by how much each makes the process grow in memory", group), Unit: r.words.T("bytes")}
	if m.Resident != nil {
		resident.Value = *m.Resident
	} else {
		resident.Missing = whyMissing(r.words, m.WhyNot)
	}
	r.figure(resident)
	r.figure(Figure{ID: part + ".switch", Name: r.words.T("%s: a switch from one to another", group), Value: m.SwitchNs, Unit: "ns"})
	system := Figure{ID: part + ".threads", Name: r.words.T("%s: threads that the system made for %d of them", group, count)}
	if m.Threads != nil {
		system.Value = float64(*m.Threads)
	} else {
		system.Missing = whyMissing(r.words, whyNoProc)
	}
	r.figure(system)
	return m, nil
}

// cannotMake notes figures that a child which died has not measured.
func cannotMake(ctx context.Context, r *recorder, c *child, part, group string, m *measures, l *lane) error {
	_, _ = c.wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	*m = measures{WhyNot: report.OneLine(report.Terminal(c.lastWords()))}
	l.lost(m.WhyNot)
	r.figure(Figure{ID: part + ".rate", Name: r.words.T("%s: made in a second", group), Missing: m.WhyNot})
	return nil
}

// whyMissing is a child's reason in the language in use.
func whyMissing(words report.Words, why string) string {
	switch why {
	case whyNoProc:
		return words.T("cannot be measured here: this system has no /proc/self/status")
	case whyNotGrown:
		return words.T("cannot be measured here: the memory of the process did not grow")
	}
	return why
}
