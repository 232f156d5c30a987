package release

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// Apply makes the release, and commits it when it changes anything.
func (p *Plan) Apply(ctx context.Context) error {
	if !p.changes() {
		return nil
	}
	if err := p.begin(ctx); err != nil {
		return err
	}
	if err := p.writeAll(ctx); err != nil {
		if p.New {
			return tr.Errorf("%w; what there is of the release in %s is not whole, so remove it", err, p.Root)
		}
		return tr.Errorf("%w; `git reset --hard` in %s brings back what was there", err, p.Root)
	}
	return nil
}

// changes reports whether there is anything to write besides the memory of it.
func (p *Plan) changes() bool {
	for _, c := range p.Changes {
		if c.Path != manifestFile && c.writes() {
			return true
		}
	}
	return false
}

func (c Change) writes() bool { return c.Action == Added || c.Action == Updated || c.Action == Removed }

// begin makes the folder and the repository where they are missing.
func (p *Plan) begin(ctx context.Context) (err error) {
	if p.repo.root == nil {
		if err := os.MkdirAll(p.Root, 0o755); err != nil {
			return tr.Errorf("making the folder to release to: %w", err)
		}
		if p.repo.root, err = os.OpenRoot(p.Root); err != nil {
			return tr.Errorf("opening the folder to release to: %w", err)
		}
	}
	if p.repo.git {
		return nil
	}
	_, err = git(ctx, p.Root, nil, "init", "--quiet", "--template=", "--initial-branch=main")
	return err
}

func (p *Plan) writeAll(ctx context.Context) error {
	var paths bytes.Buffer
	for _, c := range p.Changes {
		if !c.writes() {
			continue
		}
		if err := p.put(c); err != nil {
			return tr.Errorf("releasing %s: %w", c.Path, err)
		}
		paths.WriteString(c.Path + "\x00")
	}
	// By name, and whatever is ignored here: nothing else goes into the commit.
	if _, err := git(ctx, p.Root, paths.Bytes(), "add", "--force", "--all", "--pathspec-from-file=-", "--pathspec-file-nul"); err != nil {
		return err
	}
	commit := append(slices.Clone(p.repo.author), "commit", "--quiet", "--no-verify", "--file=-")
	if _, err := git(ctx, p.Root, []byte(p.message()), commit...); err != nil {
		return err
	}
	out, err := git(ctx, p.Root, nil, "rev-parse", "--short=10", "HEAD")
	p.Commit = strings.TrimSpace(string(out))
	if _, loadErr := course.Load(p.Root); loadErr != nil {
		// The student's version of a file may not go with the rest.
		p.Notes = append(p.Notes, tr.T("the course in %s cannot be used as it is now:\n%v", p.Root, loadErr))
	}
	return err
}

// put writes or removes one file.
func (p *Plan) put(c Change) error {
	root := p.repo.root
	if c.Action == Removed {
		if err := root.Remove(c.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		for dir := path.Dir(c.Path); dir != "."; dir = path.Dir(dir) {
			if root.Remove(dir) != nil { // not empty
				break
			}
		}
		return nil
	}
	if err := root.MkdirAll(path.Dir(c.Path), 0o755); err != nil {
		return err
	}
	f := p.tree[c.Path]
	if err := root.WriteFile(c.Path, f.data, f.mode()); err != nil {
		return err
	}
	return root.Chmod(c.Path, f.mode()) // a file that was there keeps its mode
}

// message is that of the commit.
func (p *Plan) message() string {
	var b strings.Builder
	if p.New {
		fmt.Fprintf(&b, "Hand out %s\n", plural(len(p.Exercises), "exercise"))
	} else {
		fmt.Fprintf(&b, "Update to the newest release: %s\n", plural(len(p.Exercises), "exercise"))
	}
	if p.manifest.Course != "" {
		fmt.Fprintf(&b, "\nMade from commit %s of the course.\n", p.manifest.Course)
	}
	for _, c := range p.Changes {
		if c.Action == Conflict {
			fmt.Fprintf(&b, "\nNot updated, for it was edited here: %s\n", c.Path)
		}
	}
	return b.String()
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
