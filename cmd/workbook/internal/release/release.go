// Package release makes and updates repositories for students: a course with the chosen
// exercises and the workbook, and without the instructor's half.
//
//	p, err := release.Prepare(ctx, c, release.Options{To: dir, Until: "05_join"})
//	…                          // p.Changes says what would be done
//	err = p.Apply(ctx)
//
// What is released is decided by the table in rules.go, file by file, and is read from
// git: what the course's repository does not track, and changes that were neither
// committed nor added, stay where they are. The repository has a history of its own, of
// which each release is one commit.
//
// A release knows itself by a file in it (manifest.go), which says what was handed out
// before. So a second release can tell what a student has edited, and never touches it;
// update.go has the table of that.
package release

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// Options say what is released, and where to.
type Options struct {
	To        string   // the folder of the student's repository
	Exercises []string // ids to release besides those that it has already
	Until     string   // id of the last one to release, in the order of the course
}

// A Plan is a release that was thought through and not made.
type Plan struct {
	Root      string   // of the student's repository
	New       bool     // there is no release in it yet
	Exercises []string // ids that the repository has in the end
	Left      []string // ids of the course that it has not
	Changes   []Change // by path; what does not change is not in it
	Notes     []string // what an instructor should know, in sentences
	Withheld  []Group  // files of the course that are not released
	Commit    string   // set by Apply; empty when there was nothing to do

	tree     tree // what the release is made of
	manifest *manifest
	repo     repository
}

// A Group counts files that are not released for one reason.
type Group struct {
	Why   string
	Files int
}

// Prepare decides what a release is made of and what it would change. It writes nothing
// to the student's repository.
func Prepare(ctx context.Context, c *course.Course, o Options) (*Plan, error) {
	repo, err := openRepository(ctx, c.Root, o.To)
	if err != nil {
		return nil, err
	}
	p := &Plan{Root: repo.dir, New: repo.before == nil, repo: repo}
	all, err := p.choose(c, o)
	if err != nil {
		return nil, err
	}
	src, err := readSource(ctx, c.Root)
	if err != nil {
		return nil, err
	}
	if p.tree, err = p.assemble(c, src); err != nil {
		return nil, err
	}
	if err := p.prove(c, src); err != nil {
		return nil, err
	}
	p.manifest = p.repo.before.next(src.commit, all, p.Exercises, p.tree)
	p.tree[manifestFile] = file{data: p.manifest.encode()}
	p.Notes = append(p.Notes, src.notes(p.tree)...)
	if p.Changes, err = p.repo.compare(p.tree); err != nil {
		return nil, err
	}
	return p, nil
}

// choose decides which exercises the repository has in the end: those that are asked
// for, and all that were released before. Asked for nothing, it has what it had, or at
// first the whole course.
func (p *Plan) choose(c *course.Course, o Options) (all bool, err error) {
	want := map[string]bool{}
	for _, id := range o.Exercises {
		want[id] = true
	}
	if o.Until != "" {
		for _, e := range c.Exercises {
			want[e.ID] = true
			if e.ID == o.Until {
				break
			}
		}
	}
	before := p.repo.before
	all = len(want) == 0 && (before == nil || before.All)
	for _, e := range c.Exercises {
		if all || want[e.ID] || before.has(e.ID) {
			p.Exercises = append(p.Exercises, e.ID)
		} else {
			p.Left = append(p.Left, e.ID)
		}
	}
	if len(p.Exercises) == 0 {
		return false, tr.Errorf("no exercise of this course would be released")
	}
	return all || len(p.Left) == 0, nil
}

// assemble gathers the released files.
func (p *Plan) assemble(c *course.Course, src *source) (tree, error) {
	chosen := func(id string) bool { return slices.Contains(p.Exercises, id) }
	t := tree{}
	var names []string
	left := map[string]int{}
	for _, name := range src.names() {
		if r := ruleFor(name, chosen); r.goes {
			names = append(names, name)
		} else {
			left[r.why]++
		}
	}
	for _, r := range append(slices.Clone(rules), unchosen, lastRule) {
		if n := left[r.why]; n > 0 {
			p.Withheld = append(p.Withheld, Group{r.why, n})
			delete(left, r.why)
		}
	}
	if err := src.read(names, t); err != nil {
		return nil, err
	}
	for _, id := range p.Exercises {
		if !src.tracks("exercises/" + id + "/") {
			return nil, &RefusedError{
				tr.T("git tracks nothing of exercises/%s, and only what it tracks is released", id),
				fmt.Sprintf("git add exercises solutions/%s; git commit", id),
			}
		}
	}
	module, err := c.Module()
	if err != nil {
		return nil, err
	}
	for _, id := range p.Exercises {
		if err := place(t, module.Path, id); err != nil {
			return nil, err
		}
	}
	outline, ok := t[outlineFile]
	if !ok {
		return nil, tr.Errorf("git does not track %s in %s; `git add` it first", outlineFile, c.Root)
	}
	text, err := keepExercises(string(outline.data), chosen)
	if err != nil {
		return nil, err
	}
	t[outlineFile] = file{data: []byte(text)}
	notes, err := homeless(t)
	if err != nil {
		return nil, err
	}
	p.Notes = append(p.Notes, notes...)
	return t, written(c, p.Exercises, t)
}

// prove makes sure that the released files are a course, and that none of them holds an
// answer.
func (p *Plan) prove(c *course.Course, src *source) error {
	if found, example := src.answers(p.tree); len(found) > 0 {
		next := tr.T("commit the stub in the solution's place, or leave the exercise out with --exercises")
		if example {
			next = tr.T("`workbook new` made these tests and solutions, and the program that students get has them for an example: put your own in their place, or leave the exercise out with --exercises")
		}
		return &RefusedError{tr.T("this would hand out answers:\n%s", strings.Join(found, "\n")), next}
	}
	dir, err := os.MkdirTemp("", "workbook-release-")
	if err != nil {
		return tr.Errorf("making a folder to try the release in: %w", err)
	}
	defer os.RemoveAll(dir)
	for name, f := range p.tree {
		if strings.HasPrefix(name, "exercises/") {
			if err := f.write(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				return tr.Errorf("trying the release: %w", err)
			}
		}
	}
	released, err := course.Load(dir)
	if err == nil {
		err = released.CheckStubs()
	}
	if err != nil {
		return tr.Errorf("what git has of the course in %s cannot be used by itself (a file may not have been added yet):\n%w", c.Root, err)
	}
	return nil
}
