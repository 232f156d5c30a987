package backup

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
)

// gitTime bounds one call of git, in case it waits for something.
const gitTime = 10 * time.Second

// maxCommits is how far back the history of a stub is looked at.
const maxCommits = "--max-count=1000"

// described are the files of a course that only its authors write, as seen from the
// folder of an exercise.
var described = []string{"exercise.toml", "lesson.md", "../course.toml"}

// A commit is one that touched a stub.
type commit struct{ hash, author string }

// fromGit reads the files in dir as the authors of the course have committed them last,
// or else as they were committed first. attempt reports whether all Go files of the
// folder are known to be the learner's work.
func fromGit(ctx context.Context, dir string, names []string, attempt func(files map[string][]byte) bool) (files map[string][]byte, hash string, err error) {
	all, byAuthors, err := history(ctx, dir, names)
	if err != nil {
		return nil, "", err
	}
	slices.Reverse(all)
	return firstOf(ctx, dir, append(byAuthors, all...), names, attempt)
}

// committed reads the files in dir as the authors of the course have committed them
// last, or else as anybody has.
func committed(ctx context.Context, dir string, names []string) (map[string][]byte, error) {
	all, byAuthors, err := history(ctx, dir, names)
	if err != nil {
		return nil, err
	}
	files, _, err := firstOf(ctx, dir, append(byAuthors, all...), names, func(map[string][]byte) bool { return false })
	return files, err
}

// history lists the commits that touched the files, and those of them that the
// authors of the course have made, both the newest first.
func history(ctx context.Context, dir string, names []string) (all, byAuthors []commit, err error) {
	if all, err = commits(ctx, dir, names); err != nil {
		return nil, nil, err
	}
	isAuthors, err := authored(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range all {
		if isAuthors(c) {
			byAuthors = append(byAuthors, c)
		}
	}
	return all, byAuthors, nil
}

// firstOf reads the files from the first commit that has them all and is no attempt.
func firstOf(ctx context.Context, dir string, list []commit, names []string, attempt func(map[string][]byte) bool) (map[string][]byte, string, error) {
	err := tr.Errorf("it is in no commit")
	for _, c := range list {
		all, showErr := show(ctx, dir, c.hash)
		if showErr != nil {
			err = showErr
			continue
		}
		if files, ok := only(all, names); ok && !attempt(all) {
			return files, c.hash[:min(len(c.hash), shortHash)], nil
		}
	}
	return nil, "", err
}

// modified reports which of a course's files are not as they were committed, by the
// end of their paths. Without git it is none.
func modified(ctx context.Context, root string) func(name string) bool {
	out, _ := git(ctx, root, "status", "--porcelain", "-z", "--untracked-files=no", "--", "exercises")
	paths := strings.Split(string(out), "\x00")
	return func(name string) bool {
		return slices.ContainsFunc(paths, func(p string) bool { return strings.HasSuffix(p, name) })
	}
}

// shortHash is how much of a commit's hash people are shown.
const shortHash = 10

// authored tells commits of the course's authors: made by who has described the
// exercise, neither under the address that commits here bear, nor in this clone.
func authored(ctx context.Context, dir string) (func(commit) bool, error) {
	describing, err := commits(ctx, dir, described)
	if err != nil {
		return nil, err
	}
	authors := map[string]bool{}
	for _, c := range describing {
		authors[strings.ToLower(c.author)] = true
	}
	// It is no error when there is no address, or no log of what was done here.
	me, _ := git(ctx, dir, "config", "user.email")
	delete(authors, strings.ToLower(strings.TrimSpace(string(me))))
	done, _ := git(ctx, dir, "log", "--walk-reflogs", maxCommits, "--format=%H %gs")
	here := map[string]bool{}
	for line := range strings.Lines(string(done)) {
		if hash, what, _ := strings.Cut(line, " "); strings.HasPrefix(what, "commit") {
			here[hash] = true
		}
	}
	return func(c commit) bool { return authors[strings.ToLower(c.author)] && !here[c.hash] }, nil
}

// commits lists those that touched any of the files, the newest first.
func commits(ctx context.Context, dir string, names []string) ([]commit, error) {
	out, err := git(ctx, dir, append([]string{"log", maxCommits, "--format=%H %ae", "--"}, names...)...)
	if err != nil {
		return nil, err
	}
	var list []commit
	for line := range strings.Lines(string(out)) {
		hash, author, _ := strings.Cut(strings.TrimSpace(line), " ")
		list = append(list, commit{hash, author})
	}
	return list, nil
}

// only picks the named files. It reports whether they are all there.
func only(files map[string][]byte, names []string) (map[string][]byte, bool) {
	picked := make(map[string][]byte, len(names))
	for _, name := range names {
		data, ok := files[name]
		if !ok {
			return nil, false
		}
		picked[name] = data
	}
	return picked, true
}

// show reads the Go files of a folder as they were committed.
func show(ctx context.Context, dir, hash string) (map[string][]byte, error) {
	out, err := git(ctx, dir, "ls-tree", "-z", hash)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for line := range strings.SplitSeq(string(out), "\x00") {
		about, name, _ := strings.Cut(line, "\t") // "100644 blob 1a2b…"
		if filepath.Ext(name) != ".go" || !strings.HasPrefix(about, "100") {
			continue
		}
		if files[name], err = git(ctx, dir, "show", hash+":./"+name); err != nil {
			return nil, err
		}
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
			return nil, tr.Errorf("git %s: %s", args[0], first)
		}
		return nil, tr.Errorf("git %s: %w", args[0], err)
	}
	return stdout.Bytes(), nil
}
