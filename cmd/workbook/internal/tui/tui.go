// Package tui is the terminal program: the outline of the course, the lesson,
// and the verdict on what the learner saves, on one screen.
//
// [Run] shows it and returns when the learner quits:
//
//	err := tui.Run(ctx, tui.Config{Course: c, Grader: g, Progress: store})
//
// The package follows the Elm architecture of Bubble Tea. One model, [root],
// gets every message and passes it on. It has two halves:
//
//   - [study.Work] is what the learner does: it watches the folders of all exercises, has
//     graded what is saved there, and keeps the verdicts. One exercise is open, and
//     comes first. It knows no screen and no styles.
//   - [panes] is the screen. Each [pane] is a component with its own rows and keys;
//     it reads the work, and hears of what has changed in it as [study.News].
//
// A key is the focused pane's, or else does the same everywhere: see [action].
//
// Update does no input or output: whatever takes time runs as a job (see [study.Jobs])
// and comes back as a message. What a run of the grader says carries the run's id, so
// that what is stale is dropped.
package tui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// framesPerSecond bounds how long a key waits for its frame. The renderer wakes so often
// also while nothing happens, which is most of what an idle screen costs: 0.58 % of a
// processor with 60, 0.43 % with 40, 0.40 % with 30.
const framesPerSecond = 40

// Run shows the program until the learner quits or ctx ends. Whatever it started
// is over when it returns: a run of the grader is canceled and waited for.
func Run(ctx context.Context, cfg Config) error {
	cfg = cfg.withDefaults()
	if cfg.Input == nil {
		// A terminal that is closed says so with this signal, which would end the
		// program before it has ended what it started.
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, syscall.SIGHUP)
		defer stop()
	}
	m := newRoot(ctx, cfg)
	defer m.jobs.Cancel()
	if cfg.Input == nil {
		defer m.shell.watch(func(msg tea.Msg) { m.jobs.Post(msg) })()
	}
	options := append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}, cfg.options...)
	if cfg.Input != nil {
		options = append(options, tea.WithInput(cfg.Input))
	}
	if cfg.Output != nil {
		options = append(options, tea.WithOutput(cfg.Output))
	}
	switch {
	case m.palette.mono:
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	case cfg.Getenv("NO_COLOR") != "": // a theme was asked for by its name all the same
		options = append(options, tea.WithEnvironment(slices.DeleteFunc(os.Environ(), func(v string) bool {
			return strings.HasPrefix(v, "NO_COLOR=")
		})))
	}
	m.shell.title = newTitle(m.terminal, cfg.output())
	m.shell.title.keep()
	_, err := tea.NewProgram(m, options...).Run()
	m.shell.title.restore()
	closed := m.work.Close()
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case errors.Is(err, tea.ErrInterrupted):
		err = nil
	}
	if cfg.Leave != nil {
		cfg.Leave(m.bookmark())
	}
	return errors.Join(err, m.unready, closed)
}
