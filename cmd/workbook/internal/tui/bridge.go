package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/study"
)

// do makes a command of the work one of Bubble Tea.
func do(cmd study.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return cmd() }
}

// job is [study.Jobs.Cmd] for what only the screen has done.
func job(j *study.Jobs, f func(ctx context.Context) tea.Msg) tea.Cmd {
	return do(j.Cmd(func(ctx context.Context) study.Msg { return f(ctx) }))
}
