package demo

import (
	"context"
	"runtime"
	"strconv"
	"time"

	"workbook/grader/report"
)

func schedulerDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("A scheduler in user space runs tasks turn by turn on processors with a queue each: tasks stay where they were dealt, or a processor without work steals."),
		Params: []Param{
			{Name: "processors", Means: words.T("processors of the scheduler"), Least: 2, Most: 8, Default: min(4, max(2, runtime.GOMAXPROCS(0)))},
			{Name: "tasks", Means: words.T("tasks; the first processor is dealt the long ones"), Least: 4, Most: 32, Default: 8},
			{Name: "turns", Means: words.T("turns that a long task needs; a short one needs one"), Least: 2, Most: 16, Default: 6},
		},
		run: runScheduler,
	}
}

// dealtFor is about how long the processor with the long tasks computes when nobody helps.
const dealtFor = 500 * time.Millisecond

func runScheduler(ctx context.Context, r *recorder, p map[string]int) error {
	lengths := make([]int, p["tasks"])
	longest := 0 // turns of the processor with the long tasks
	for i := range lengths {
		lengths[i] = 1
		if i%p["processors"] == 0 {
			lengths[i] = p["turns"]
			longest += p["turns"]
		}
	}
	turn := hashesIn(dealtFor / time.Duration(longest))
	ways := []struct {
		id, short, group string
		steal            bool
	}{
		{"dealt", r.words.T("dealt out"), r.words.T("dealt out, round robin"), false},
		{"stealing", r.words.T("stealing"), r.words.T("with stealing"), true},
	}
	for _, way := range ways {
		s, err := schedule(ctx, r, way.group, p["processors"], lengths, turn, way.steal)
		if err != nil {
			return err
		}
		r.figure(Figure{ID: way.id + ".makespan", Name: r.words.T("%s: all are over after", way.short), Value: ms(s.makespan), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".idle", Name: r.words.T("%s: idle time of the processors", way.short), Value: s.idle(), Unit: "%"})
		r.figure(Figure{ID: way.id + ".most", Name: r.words.T("%s: turns of the busiest", way.short), Value: float64(s.most())})
		r.figure(Figure{ID: way.id + ".stolen", Name: r.words.T("%s: stolen tasks", way.short), Value: float64(s.stolen)})
		if way.steal {
			r.say(r.words.T("With stealing they were over after %s ms. The busiest processor ran %d turns, and for %s %% of their time processors had nothing to run; %d times one of them stole a task.",
				r.number(ms(s.makespan)), s.most(), r.number(s.idle()), s.stolen))
		} else {
			r.say(r.words.T("Dealt out, the %d tasks were over after %s ms. The busiest processor ran %d of the %d turns, and for %s %% of their time processors had nothing to run.",
				len(lengths), r.number(ms(s.makespan)), s.most(), s.all(), r.number(s.idle())))
		}
	}
	if n := runtime.GOMAXPROCS(0); n < p["processors"] {
		r.say(r.words.T("Go runs %d goroutines at a time here, and %d processors share that: a turn takes longer than it would on processors of their own.", n, p["processors"]))
	}
	return nil
}

// schedule runs tasks of some lengths, and notes who runs whom when.
func schedule(ctx context.Context, r *recorder, group string, processors int, lengths []int, turn int, steal bool) (*turns, error) {
	r.begin(group)
	s := newTurns(processors, steal)
	for i, length := range lengths {
		s.deal(i, length, func() { computeUntil(ctx, turn) })
	}
	var lanes []*lane
	for i := range processors {
		l := r.lane(r.words.T("processor %d", i+1))
		lanes = append(lanes, l)
	}
	watch := func(processor int, t *turnTask) {
		if t == nil {
			lanes[processor].is(Waiting)
			return
		}
		lanes[processor].runs(Working, strconv.Itoa(t.number))
	}
	s.run(ctx, watch)
	for i, l := range lanes {
		s.makespan = max(s.makespan, l.ends())
		l.note(r.words.N(s.ran[i], "%d turn", "%d turns", s.ran[i]))
		s.busy += workedIn(l)
	}
	return s, ctx.Err()
}

// workedIn is how long a lane worked.
func workedIn(l *lane) (sum int64) {
	l.of.mu.Lock()
	defer l.of.mu.Unlock()
	for _, s := range l.Spans {
		if s.Kind == Working {
			sum += s.End - s.Begin
		}
	}
	return sum
}
