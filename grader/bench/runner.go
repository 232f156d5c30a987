package bench

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// A runner runs commands and measures them.
type runner struct{ stay time.Duration } // how long one may take

// spent is what a command took.
type spent struct{ wall, processor time.Duration }

// command runs a command to its end.
func (r runner) run(ctx context.Context, dir string, env []string, name string, args ...string) (spent, error) {
	ctx, stop := context.WithTimeout(ctx, r.stay)
	defer stop()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	began := time.Now()
	err := cmd.Run()
	got := spent{wall: time.Since(began)}
	if state := cmd.ProcessState; state != nil {
		got.processor = state.UserTime() + state.SystemTime()
	}
	if err != nil {
		return got, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(printed.Bytes()))
	}
	return got, nil
}
