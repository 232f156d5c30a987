package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDecide(t *testing.T) {
	text := func(s string) here { return here{there: true, data: []byte(s)} }
	f := func(s string) *file { return &file{data: []byte(s)} }
	known := func(texts ...string) (list []string) {
		for _, s := range texts {
			list = append(list, hash([]byte(s)))
		}
		return list
	}
	for _, tt := range []struct {
		name  string
		now   here
		known []string
		next  *file
		want  Action
	}{
		{"a new file", here{}, nil, f("a"), Added},
		{"as it is released", text("a"), known("a"), f("a"), ""},
		{"as it is released, by chance", text("a"), nil, f("a"), ""},
		{"with other ends of lines", text("a\r\n"), known("a\n"), f("a\n"), ""},
		{"untouched", text("a"), known("a"), f("b"), Updated},
		{"an old version, untouched", text("a"), known("a", "b"), f("c"), Updated},
		{"an old version that was left", text("a"), known("a", "b"), f("b"), Updated},
		{"edited, and nothing new", text("mine"), known("a"), f("a"), Kept},
		{"edited, and something new", text("mine"), known("a"), f("b"), Conflict},
		{"edited, and an old version is back", text("mine"), known("a", "b"), f("a"), Conflict},
		{"of the student's own, of the same name", text("mine"), nil, f("a"), Conflict},
		{"deleted, and nothing new", here{}, known("a"), f("a"), Kept},
		{"deleted, and something new", here{}, known("a"), f("b"), Conflict},
		{"a link, and nothing new", here{there: true, odd: true}, known("a"), f("a"), Kept},
		{"a link, and something new", here{there: true, odd: true}, known("a"), f("b"), Conflict},
		{"released no more", text("a"), known("a"), nil, Removed},
		{"released no more, and edited", text("mine"), known("a"), nil, Kept},
		{"released no more, and deleted", here{}, known("a"), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, changed := decide(tt.now, tt.known, tt.next)
			require.Equal(t, tt.want != "", changed)
			if changed {
				require.Equal(t, tt.want, got)
			}
		})
	}
}

// TestPastNoLink has a student's repository whose folders are links out of it.
func TestPastNoLink(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "grader")); err != nil {
		t.Skip("no links on this machine: ", err)
	}
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	p := &Plan{Root: dir, tree: tree{"grader/grader.go": {data: []byte("package grader\n")}}}
	p.repo = repository{dir: dir, root: root, before: &manifest{}}
	changes, err := p.repo.compare(p.tree)
	require.NoError(t, err)
	require.Equal(t, Conflict, changes[0].Action)
	require.Error(t, p.put(Change{Path: "grader/grader.go", Action: Updated}), "even if it were tried")
	left, err := os.ReadDir(outside)
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestNoHookOfTheirs releases into a repository that would run a program of the student's.
func TestNoHookOfTheirs(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("hooks need a shell: ", err)
	}
	asInstructor(t)
	dir := t.TempDir()
	run := func(args ...string) { _, err := git(t.Context(), dir, nil, args...); require.NoError(t, err) }
	run("init", "--quiet")
	hook := "#!/bin/sh\ntouch " + filepath.Join(dir, "ran") + "\n"
	require.NoError(t, os.MkdirAll(filepath.Join(dir, ".git", "hooks"), 0o755))
	for _, name := range []string{"pre-commit", "post-commit", "commit-msg", "post-index-change"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "hooks", name), []byte(hook), 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".git", "monitor"), []byte(hook), 0o755))
	run("config", "core.fsmonitor", filepath.Join(dir, ".git", "monitor"))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	p := &Plan{Root: dir, New: true, manifest: &manifest{}, tree: tree{"a": {data: []byte("a\n")}}, Changes: []Change{{Path: "a", Action: Added}}}
	p.repo = repository{dir: dir, root: root, git: true}
	require.NoError(t, p.Apply(t.Context()))
	require.NotEmpty(t, p.Commit)
	require.NoFileExists(t, filepath.Join(dir, "ran"))
}
