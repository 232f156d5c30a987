package plain

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lanes"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/demo"
)

// A demonstrator runs the open exercise's demo, and says what it has measured. What it needs
// of the session is given to it.
type demonstrator struct {
	work  *study.Work
	say   func(sentences ...string)
	text  func(lines func(width int) string)
	do    func(study.Cmd)
	await func(done func() bool) // has the next command wait

	id     int                // of the run that was asked for last; what carries another is stale
	cancel context.CancelFunc // nil: no demo runs
}

// A demoMsg carries what a demo has measured, or why it has not.
type demoMsg struct {
	id        int
	demo      demo.Demo
	result    demo.Result
	disturbed string // what else went on
	err       error
}

// active reports whether a demo runs.
func (d *demonstrator) active() bool { return d.cancel != nil }

// command is the command that runs it.
func (d *demonstrator) command() command {
	return command{"demo", []string{"d"}, tr.T("[NAME=NUMBER...]"),
		tr.T("Runs a demo of what the exercise is about on this machine, for about two seconds, and says what was measured. demo ? says what can be set."),
		d.obey}
}

// obey runs the demo with the parameters that are named, or says which there are.
func (d *demonstrator) obey(_ context.Context, args []string) {
	if why := d.work.MayDemo(); why != "" {
		d.say(why)
		return
	}
	if len(args) == 1 && args[0] == "?" {
		d.start(nil, true)
		return
	}
	values := make(map[string]int)
	for _, arg := range args {
		name, number, _ := strings.Cut(arg, "=")
		n, err := strconv.Atoi(number)
		if err != nil || name == "" {
			d.say(tr.T("%q is no parameter of a demo.", arg), tr.T("Write it like n=8; demo ? says what can be set."))
			return
		}
		values[name] = n
	}
	d.start(values, false)
}

// start has the demo run, and the next command wait for it; or only looks what it is.
func (d *demonstrator) start(values map[string]int, look bool) {
	if d.active() {
		d.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.id, d.cancel = d.id+1, cancel
	id, ex, w, disturbed := d.id, d.work.Current, d.work, d.work.Disturbs()
	if !look {
		d.say(tr.T("The demo runs on this machine. Ctrl-C stops it."))
	}
	d.await(func() bool { return d.id != id || !d.active() })
	d.do(w.Jobs.Cmd(func(program context.Context) study.Msg {
		defer cancel()
		defer context.AfterFunc(program, cancel)()
		found, err := w.Config.Demonstrator.Demo(ctx, ex)
		msg := demoMsg{id: id, demo: found, disturbed: disturbed, err: err}
		if err == nil && !look {
			msg.result, msg.err = found.Run(ctx, values, nil)
		}
		return msg
	}))
}

// stop ends the demo.
func (d *demonstrator) stop() {
	d.cancel()
	d.id, d.cancel = d.id+1, nil
	d.say(tr.T("Stopped: nothing was measured."))
}

// take says what a demo has measured.
func (d *demonstrator) take(m demoMsg) {
	if m.id != d.id {
		return
	}
	d.cancel = nil
	wrong := (*demo.ParamError)(nil)
	switch {
	case errors.Is(m.err, context.Canceled):
	case errors.As(m.err, &wrong):
		d.say(tr.T("The demo was not run: %s; %s.", m.err.Error(), wrong.Fix))
	case m.err != nil:
		d.say(tr.T("The demo could not be run: %s.", strings.TrimSuffix(m.err.Error(), ".")),
			tr.T("It needs to open ports on this machine and to start processes; workbook doctor looks at what may be wrong."))
	case m.result.Demo == "":
		d.about(m.demo)
	default:
		if m.disturbed != "" {
			d.say(tr.T("This was disturbed by %s, so measure again before you compare.", m.disturbed))
		}
		d.text(func(width int) string { return lanes.Text(m.result, lanes.Look{Width: width, Spoken: true}) })
	}
}

// about says what a demo is, and what can be set.
func (d *demonstrator) about(of demo.Demo) {
	d.say(of.Title)
	for _, p := range of.Params {
		said := tr.T("%s: %s, %d to %d, and %d if you do not say", p.Name, p.Means, p.Least, p.Most, p.Default)
		if p.Unit != "" {
			said += ", " + tr.T("in %s", p.Unit)
		}
		d.say(said + ".")
	}
}
