package release

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"workbook/cmd/internal/tr"
)

// A repository is a student's, which may not be there yet.
type repository struct {
	dir    string    // absolute
	root   *os.Root  // nil when there is no folder; what is written goes through it, past no link
	git    bool      // it is one already
	before *manifest // nil when nothing was released to it
	author []string  // arguments of git that make the instructor a commit's author
}

// A RefusedError says why nothing is released to a folder, and what to do.
type RefusedError struct {
	What string
	Next string
}

func (e *RefusedError) Error() string { return e.What }

// openRepository looks at the folder that a release goes to, and refuses one in which
// something could be lost.
func openRepository(ctx context.Context, courseRoot, to string) (repository, error) {
	dir, err := filepath.Abs(to)
	if err != nil {
		return repository{}, tr.Errorf("looking for %s: %w", to, err)
	}
	r := repository{dir: dir}
	if within(courseRoot, dir) {
		return r, &RefusedError{tr.T("a release cannot lie in the course itself: %s", dir), tr.T("name a folder outside of %s", courseRoot)}
	}
	ident, err := git(ctx, courseRoot, nil, "var", "GIT_AUTHOR_IDENT")
	if errors.Is(err, ErrNoGit) {
		return r, err
	}
	if err != nil {
		return r, &RefusedError{tr.T("git does not know who you are, and a release is a commit"),
			tr.T("git config --global user.name 'Your Name'; git config --global user.email you@example.com")}
	}
	r.author = authorOf(string(ident))
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, nil
	case err != nil:
		return r, tr.Errorf("looking at the folder to release to: %w", err)
	}
	if r.root, err = os.OpenRoot(dir); err != nil {
		return r, tr.Errorf("opening the folder to release to: %w", err)
	}
	if r.before, err = readManifest(r.root); err != nil {
		return r, err
	}
	_, err = os.Stat(filepath.Join(dir, ".git"))
	r.git = err == nil
	return r, r.usable(ctx, len(entries))
}

// usable refuses a folder that holds other things, or changes that are in no commit.
func (r repository) usable(ctx context.Context, entries int) error {
	switch {
	case entries == 0, r.before == nil && r.git && entries == 1:
		return nil
	case r.before == nil:
		return &RefusedError{tr.T("%s is not empty, and no release of a course", r.dir), tr.T("name a new folder, or one that `workbook release` has made")}
	case !r.git:
		return &RefusedError{tr.T("%s is a release without its repository", r.dir), tr.T("name a clone of it: without git nothing would bring back what a release replaces")}
	}
	out, err := git(ctx, r.dir, nil, "status", "--porcelain", "--untracked-files=normal")
	if err != nil {
		return err
	}
	if lines := strings.Split(strings.TrimSpace(string(out)), "\n"); lines[0] != "" {
		return &RefusedError{tr.T("%s has changes that are in no commit: %s", r.dir, listed(lines)),
			tr.T("commit them there, or put them aside with `git stash --include-untracked`, and release again")}
	}
	return nil
}

// authorOf reads "Ann Lee <ann@example.com> 1700000000 +0000". A clone of a student's may
// say that whoever commits there is the student, and `reset` tells stubs from attempts by
// who has committed them.
func authorOf(ident string) []string {
	name, rest, _ := strings.Cut(ident, " <")
	email, _, ok := strings.Cut(rest, ">")
	if !ok {
		return nil
	}
	return []string{"-c", "user.name=" + name, "-c", "user.email=" + email}
}

// within reports whether a folder is another or lies in it, also by way of links.
func within(parent, dir string) bool {
	real := func(p string) string {
		// What is not there yet has a parent that is.
		for rest := ""; ; {
			if q, err := filepath.EvalSymlinks(p); err == nil {
				return filepath.Join(q, rest)
			}
			if filepath.Dir(p) == p {
				return filepath.Join(p, rest)
			}
			p, rest = filepath.Dir(p), filepath.Join(filepath.Base(p), rest)
		}
	}
	rel, err := filepath.Rel(real(parent), real(dir))
	return err == nil && filepath.IsLocal(rel)
}
