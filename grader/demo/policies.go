package demo

import (
	"context"
	"fmt"
	"strings"

	"workbook/grader/report"
)

func policiesDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Three processes with the same tasks, of which one panics: the panic is logged, ignored, or propagated to who joins."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks, of which one panics"), Least: 2, Most: 8, Default: 4},
			{Name: "work_ms", Means: words.T("how long a task takes; the second twice as long, and so on"), Least: 5, Most: 80, Default: 70, Unit: "ms"},
		},
		run: runPolicies,
	}
}

func runPolicies(ctx context.Context, r *recorder, p map[string]int) error {
	right := 0
	for i := range p["tasks"] {
		right += cupsOf(i)
	}
	for _, way := range []struct {
		id     string // what the policy calls itself, in each language
		policy policy
	}{{"log", logPanic}, {"ignore", ignorePanic}, {"propagate", propagatePanic}} {
		o, err := runPolicy(ctx, r, way.id, p, way.policy)
		if err != nil {
			return err
		}
		sum := Figure{ID: way.id + ".sum", Name: r.words.T("%s: the sum of who joined", way.id), Value: float64(o.sum)}
		if !o.joined {
			sum = Figure{ID: sum.ID, Name: sum.Name, Missing: r.words.T("none: who joined panicked, too")}
		}
		r.figure(sum)
		r.figure(Figure{ID: way.id + ".printed", Name: r.words.T("%s: lines that were printed", way.id), Value: float64(o.lines)})
		first := Figure{ID: way.id + ".first", Name: r.words.T("%s: the first of them", way.id), Text: o.first}
		if o.lines == 0 {
			first.Missing = r.words.T("nothing was printed")
		}
		r.figure(first)
		r.figure(Figure{ID: way.id + ".status", Name: r.words.T("%s: exit status", way.id), Value: float64(o.status)})
		if o.joined {
			r.say(r.words.T("%s: who joined got the sum %d, where %d is right, and was told nothing. Lines printed: %d. Exit status %d.", way.id, o.sum, right, o.lines, o.status))
		} else {
			r.say(r.words.T("%s: who joined got the panic in place of a sum. Lines printed: %d. Exit status %d.", way.id, o.lines, o.status))
		}
	}
	return nil
}

// An outcome is what became of a process with a panic in it.
type outcome struct {
	joined bool // who joined got a sum
	sum    int
	lines  int    // that were printed
	first  string // of them
	status int
}

// runPolicy runs the child, and notes what it tells.
func runPolicy(ctx context.Context, r *recorder, group string, p map[string]int, how policy) (o outcome, err error) {
	r.begin(group)
	joiner := r.lane(r.words.T("who joins"))
	joiner.is(Waiting)
	c, err := startChild(ctx, "policy", int(how), p["tasks"], p["work_ms"])
	if err != nil {
		return o, err
	}
	if line, err := c.line(); err != nil {
		_, _ = c.end()
		return o, fmt.Errorf("the demo's child process said %q: %w (%s)", line, err, c.lastWords())
	}
	var tasks []*lane
	for i := range p["tasks"] {
		l := r.lane(r.words.T("task %d", i+1))
		l.is(Working)
		tasks = append(tasks, l)
	}
	over := map[int]bool{}
	for err == nil {
		var line string
		line, err = c.line()
		var n int
		if _, bad := fmt.Sscanf(line, taskOver, &n); bad == nil && n < len(tasks) {
			over[n] = true
			tasks[n].ends()
			if n == unlucky(len(tasks)) {
				tasks[n].lost(r.words.T("panics"))
			}
		} else if _, bad := fmt.Sscanf(line, joinedSum, &o.sum); bad == nil {
			o.joined = true
		}
	}
	o.status, err = c.wait()
	joiner.ends()
	for i, l := range tasks {
		if !over[i] {
			l.lost(r.words.T("ended with the process"))
		}
	}
	if printed := strings.TrimSpace(c.words.String()); printed != "" {
		o.lines = strings.Count(printed, "\n") + 1
		o.first = report.OneLine(report.Terminal(c.lastWords()))
	}
	if o.joined {
		joiner.note(r.words.T("the sum is %d", o.sum))
	} else {
		joiner.lost(r.words.T("panics, too: exit status %d", o.status))
	}
	return o, err
}
