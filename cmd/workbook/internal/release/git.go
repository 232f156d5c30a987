package release

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
)

// ErrNoGit says that there is no git on this machine.
var ErrNoGit = tr.Error("git is not installed, or not in PATH")

// git runs git in a folder and returns what it prints. Nothing that the repository
// configures is run: it may be one that a student has handed in.
func git(ctx context.Context, dir string, stdin []byte, args ...string) ([]byte, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, ErrNoGit
	}
	args = append([]string{"-C", dir, "-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "core.autocrlf=false",
		"-c", "core.quotePath=false", "-c", "advice.addEmbeddedRepo=false"}, args...)
	cmd := exec.CommandContext(ctx, "git", args...)
	// A hook that runs this program names its own repository in the environment.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
			"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_TEMPLATE_DIR"}, name)
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat")
	cmd.Stdin = bytes.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return stdout.Bytes(), tr.Errorf("git %s in %s: %w: %s", verb(args), dir, err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// verb is what git was told to do.
func verb(args []string) string {
	for i := 2; i < len(args); i++ {
		if args[i] == "-c" {
			i++
			continue
		}
		return args[i]
	}
	return ""
}
