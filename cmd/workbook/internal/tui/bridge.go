package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// do makes a command of the work one of Bubble Tea.
func do(cmd Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return cmd() }
}

// job is [jobs.cmd] for what only the screen has done.
func job(j *jobs, f func(ctx context.Context) tea.Msg) tea.Cmd {
	return do(j.cmd(func(ctx context.Context) Msg { return f(ctx) }))
}
