// Package doctor looks at a machine and says what a learner would miss on it,
// and what to do about it.
//
// Each look is a function that returns a [Finding]; [Examine] makes them all.
// Nothing here changes the machine: what is written to try something is removed.
package doctor

import (
	"context"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/grader/jail"
)

// A Severity says how much a finding matters.
type Severity string

// The severities.
const (
	Fine    Severity = "ok"      // nothing to do
	Note    Severity = "note"    // the course works, with something less
	Problem Severity = "problem" // the course does not work until it is mended
)

// Word is what it is called in the language of whoever reads it.
func (s Severity) Word() string { return tr.Text(string(s)) }

// These are what is translated.
var _ = []string{tr.Mark("ok"), tr.Mark("note"), tr.Mark("problem")}

// A Finding is what one look has found.
type Finding struct {
	Name     string // what was looked at: "Go"
	Severity Severity
	Detail   string // what there is, or what is wrong
	Remedy   string // what to do; empty for Fine
}

// A Terminal is the terminal as the program sees it.
type Terminal struct {
	Is            bool // input and output are a terminal
	Lines         bool // it has the line mode, which needs no size
	Name          string
	Width, Height int
	Color         bool
	WhyPlain      string // why there is no color; empty when there is
}

// A Machine is what to look at.
type Machine struct {
	Root      string // of the course; empty when it was not found
	CourseErr error  // why the course was not found, or what is wrong with it
	Course    string // its title
	Solutions bool   // the hidden tests are there
	Go        string // the version of the language that the course is written in; empty when it is not known

	Terminal  Terminal
	Isolation string       // from the grader; empty when there is none
	Walls     []jail.Lack  // what keeps this machine from better isolation
	Race      func() error // why there is no race stage; nil when the grader does not know
	Poll      bool         // the learner has asked for polling

	Aside   []string                    // settings of Go's that the grader puts aside, as "NAME=value"
	Grader  error                       // why there is no grader; nil when there is one
	Grading func(context.Context) error // builds, walls in and starts one program; nil when there is no grader
}

// patience bounds what all looks together may take when something hangs. On a new
// machine the standard library is built meanwhile.
const patience = 5 * time.Minute

// Examine makes every look, in the order in which a newcomer would trip.
func Examine(ctx context.Context, m Machine) []Finding {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	env, goFinding := findGo(ctx, m.Go)
	findings := []Finding{goFinding}
	if goFinding.Severity != Problem {
		findings = append(findings, tools(env))
	}
	findings = append(findings, theCourse(m))
	if env.ok() {
		findings = append(findings, cCompiler(ctx, env, m.Race), writable(tr.T("build cache"), env.GOCACHE,
			tr.T("set GOCACHE to a folder that you may write to")))
	}
	if m.Root != "" {
		findings = append(findings, courseFolder(m.Root), watcher(ctx, m))
	}
	findings = append(findings, disk(env, m.Root), terminal(m.Terminal))
	if m.Isolation != "" {
		findings = append(findings, isolation(m))
	}
	if len(m.Aside) > 0 {
		findings = append(findings, aside(m.Aside))
	}
	if m.Grader != nil || m.Grading != nil {
		findings = append(findings, grading(ctx, m))
	}
	return findings
}

// aside is about settings that decide nothing here.
func aside(settings []string) Finding {
	return Finding{
		Name: tr.T("Go settings"), Severity: Note,
		Detail: tr.T("%s: the grader puts that aside, so that everybody gets the same verdict", strings.Join(settings, " ")),
		Remedy: tr.T("nothing has to be done; without it (`go env -changed` shows where it is set) the grader could use what `go run` has built, and start sooner"),
	}
}

// grading does what every verdict does, with a program that is known to be right.
func grading(ctx context.Context, m Machine) Finding {
	f := Finding{Name: tr.T("grading"), Severity: Problem, Remedy: tr.T("mend what it says; until then there are no verdicts")}
	if m.Grader != nil {
		f.Detail = m.Grader.Error()
		return f
	}
	began := time.Now()
	if err := m.Grading(ctx); err != nil {
		f.Detail = err.Error()
		return f
	}
	return Finding{Name: f.Name, Severity: Fine,
		Detail: tr.T("a program was built, walled in and started, in %s s", tr.Decimal(time.Since(began).Seconds()))}
}

// isolation is worth a note to those who grade other people's work.
func isolation(m Machine) Finding {
	f := Finding{Name: tr.T("isolation"), Severity: Fine, Detail: m.Isolation}
	if len(m.Walls) == 0 || !m.Solutions {
		return f
	}
	next := m.Walls[0]
	f.Severity = Note
	f.Detail += tr.T("; no %v: %s", next.Level, next.Why)
	f.Remedy = tr.T("to grade work that nobody vouches for: %s", next.Remedy)
	return f
}

// Healthy reports whether nothing essential is missing.
func Healthy(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Problem {
			return false
		}
	}
	return true
}
