package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/report"
)

// A live shows what the grader does at the moment, on one line of a terminal that
// the next state replaces. A nil live shows nothing.
type live struct {
	screen *screen
	total  int // submissions
	done   int // of them

	exercise string
	stages   []string // that have ended, with how
	running  string
	waits    string // for its turn, in a service's queue
	checks   int    // that have ended in the running stage
	shown    bool
}

// newLive returns nil when nobody would see it.
func newLive(s *screen, subs []grader.Submission) *live {
	if !s.terminal || s.still {
		return nil
	}
	return &live{screen: s, total: len(subs)}
}

// warm builds what takes long on a fresh machine, and shows how far it is. Errors
// come again, with a verdict, when the exercise is graded.
func (l *live) warm(ctx context.Context, g *grader.Grader, req grader.Request) {
	for _, race := range []bool{false, true} {
		if race && req.Race == grader.RaceOff {
			return
		}
		for _, sub := range req.Submissions {
			if sub.Missing != "" {
				continue
			}
			_ = g.Warm(ctx, sub.Exercise, race, func(w grader.Warming) {
				if w.Done < w.Total {
					l.show(tr.T("building what grading needs, once: %d of %d packages (%s)", w.Done, w.Total, w.Package))
				}
			})
		}
	}
}

func (l *live) on(e grader.Event) {
	if l == nil {
		return
	}
	switch e := e.(type) {
	case grader.Queued:
		l.exercise, l.stages, l.running, l.waits = e.Exercise, nil, "", inQueue(e.Ahead)
	case grader.StageStarted:
		l.waits = ""
		if l.exercise != e.Exercise {
			l.exercise, l.stages = e.Exercise, nil
		}
		l.running, l.checks = string(e.Stage), 0
	case grader.CheckFinished:
		l.checks++
	case grader.StageFinished:
		l.running = ""
		switch v := e.Stage.Verdict; v {
		case report.NotRun:
		case report.Pass:
			l.stages = append(l.stages, string(e.Stage.Name)+" ok")
		default:
			l.stages = append(l.stages, string(e.Stage.Name)+" "+tr.Verdict(v))
		}
	case grader.Finished:
		l.done++
		return
	}
	l.show(l.text())
}

func (l *live) text() string {
	var sb strings.Builder
	if l.total > 1 {
		fmt.Fprintf(&sb, "[%d/%d] ", min(l.done+1, l.total), l.total)
	}
	sb.WriteString(l.exercise + ": ")
	steps := l.stages
	if l.waits != "" {
		steps = []string{l.waits}
	}
	if l.running != "" {
		now := l.running + "..."
		if l.checks > 0 {
			now += " " + tr.T("%d done", l.checks)
		}
		steps = append(slices.Clip(steps), now)
	}
	sb.WriteString(strings.Join(steps, ", "))
	return sb.String()
}

// inQueue says how many have their turn before.
func inQueue(ahead int) string {
	if ahead == 0 {
		return tr.T("waits, and is next")
	}
	return tr.T("waits, with %d before it", ahead)
}

func (l *live) show(text string) {
	text = ansi.Truncate(report.OneLine(text), max(l.screen.width()-1, 1), "...")
	l.screen.printf("\r\x1b[K%s", text)
	l.shown = true
}

func (l *live) clear() {
	if l == nil || !l.shown {
		return
	}
	l.screen.printf("\r\x1b[K")
	l.shown = false
}
