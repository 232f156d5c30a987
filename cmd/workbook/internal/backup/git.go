package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// gitTime bounds one call of git, in case it waits for something.
const gitTime = 10 * time.Second

// fromGit reads the files in dir as of the newest commit that touched any of them
// and that has them all, by somebody else than the repository's user when there
// is such a commit.
func fromGit(ctx context.Context, dir string, names []string) (files map[string][]byte, commit string, byOther bool, err error) {
	var me string
	if out, err := git(ctx, dir, "config", "user.email"); err == nil {
		me = strings.TrimSpace(string(out))
	}
	args := append([]string{"log", "--max-count=1000", "--format=%h %ae", "--"}, names...)
	out, err := git(ctx, dir, args...)
	if err != nil {
		return nil, "", false, err
	}
	err = errors.New("it is in no commit")
	var mine map[string][]byte
	var mineCommit string
	for line := range strings.Lines(string(out)) {
		hash, author, _ := strings.Cut(strings.TrimSpace(line), " ")
		isMine := me != "" && strings.EqualFold(author, me)
		if isMine && mine != nil {
			continue
		}
		files, showErr := show(ctx, dir, hash, names)
		if showErr != nil {
			err = showErr
			continue
		}
		if !isMine {
			return files, hash, true, nil
		}
		mine, mineCommit = files, hash
	}
	if mine != nil {
		return mine, mineCommit, false, nil
	}
	return nil, "", false, err
}

func show(ctx context.Context, dir, hash string, names []string) (map[string][]byte, error) {
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		data, err := git(ctx, dir, "show", hash+":./"+name)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat")
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); first != "" {
			return nil, fmt.Errorf("git %s: %s", args[0], first)
		}
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return stdout.Bytes(), nil
}
