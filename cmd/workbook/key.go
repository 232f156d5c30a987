package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/sealed"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/tempdir"
)

// A key is the course whose hidden tests grade: the learner's own copy, or with --key an
// instructor's.
type key struct {
	*course.Course
	sealed bool         // it came in a sealed file
	temp   *tempdir.Dir // to remove afterwards; nil for none
}

// keyVar declares the flag that names the key.
func keyVar(f *pflag.FlagSet, name *string) {
	f.StringVar(name, "key", "", tr.T("in a student release: grade with the hidden tests of a checkout of the\ninstructor's repository, or of a sealed `file` whose key is in $%s\nor $%s", sealed.IdentityEnv, sealed.PassphraseEnv))
}

// key finds what --key names: a checkout of the instructor's repository, or a file that
// `release --seal` has made. close must be called.
func (s *session) key(d *desk, name string) (_ *key, err error) {
	if name == "" {
		return &key{Course: d.Course}, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, errorWithHint(fmt.Errorf("--key: %w", err), tr.T("name a checkout of the instructor's repository, or the file that `workbook release --seal` has made"))
	}
	k := &key{sealed: !info.IsDir()}
	defer func() {
		if err != nil {
			k.close()
		}
	}()
	dir := name
	if k.sealed {
		if dir, err = k.unseal(name); err != nil {
			return nil, err
		}
	}
	root, err := course.Find(dir)
	if err != nil {
		return nil, errorWithHint(fmt.Errorf("--key: %w", err))
	}
	if k.Course, err = course.Load(root); err != nil {
		return nil, errorWithHint(tr.Errorf("--key: the course in %s cannot be used:\n%w", name, err))
	}
	if !k.HasSolutions() {
		return nil, errorWithHint(tr.Errorf("--key: the course in %s has no hidden tests either", name), tr.T("name a checkout of the instructor's repository"))
	}
	return k, nil
}

// unseal opens a sealed course into a temporary folder. Should this process be killed, the
// next one that grades removes it.
func (k *key) unseal(name string) (dir string, err error) {
	keys, err := sealed.TakeKeys()
	if errors.Is(err, sealed.ErrNoKey) {
		return "", errorWithHint(tr.Errorf("--key: %s is sealed: %w", name, err), tr.T("set one of the two; the course's instructor has it"))
	}
	if err != nil {
		return "", errorWithHint(fmt.Errorf("--key: %w", err))
	}
	if k.temp, err = tempdir.Make(); err == nil {
		dir = filepath.Join(k.temp.Path, "course")
		err = os.Mkdir(dir, 0o700)
	}
	if err != nil {
		return "", failed(tr.Errorf("making a folder to open the sealed course in: %w", err))
	}
	if err := sealed.Open(name, dir, keys); err != nil {
		return "", errorWithHint(fmt.Errorf("--key: %w", err))
	}
	return dir, nil
}

// options insists on walls around submissions while a sealed course lies open: without
// them a submission could read it, and the environment in which its key came.
func (k *key) options(o grader.Options) grader.Options {
	if k.sealed {
		o.Least = max(o.Least, jail.L2)
	}
	return o
}

// take has submissions of the learner's exercises be graded by this course.
func (k *key) take(d *desk, subs []grader.Submission) error {
	if k.Course == d.Course {
		return nil
	}
	for i, sub := range subs {
		if _, err := k.Exercise(sub.Exercise); err != nil {
			return errorWithHint(tr.Errorf("--key: the course in %s is another one: %w", k.Root, err))
		}
		if sub.Dir == "" && sub.Missing == "" {
			subs[i].Dir = d.ExerciseDir(sub.Exercise)
		}
	}
	return nil
}

// close removes what was opened.
func (k *key) close() {
	if k.temp != nil {
		_ = k.temp.Remove() // what cannot be removed now is swept later
	}
}
