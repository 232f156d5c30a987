package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"workbook/grader"
	"workbook/grader/course"
)

// submissions finds what is to be graded: the exercises that args name, or all,
// each with its folder. Everything that is missing is said at once.
func (d *desk) submissions(args []string, flags gradeFlags) ([]grader.Submission, error) {
	exercises := d.Exercises
	if !flags.all {
		var err error
		if exercises, err = d.named(args); err != nil {
			return nil, err
		}
	}
	if flags.from == "" {
		subs := make([]grader.Submission, len(exercises))
		for i, e := range exercises {
			subs[i] = grader.Submission{Exercise: e.ID}
		}
		return subs, nil
	}
	return elsewhere(exercises, flags.from)
}

// named finds the exercises that args name, each once.
func (d *desk) named(args []string) ([]*course.Exercise, error) {
	var exercises []*course.Exercise
	var errs []error
	seen := make(map[string]bool)
	for _, arg := range args {
		e, err := d.Exercise(arg)
		if err != nil {
			errs = append(errs, err)
		} else if !seen[e.ID] {
			seen[e.ID] = true
			exercises = append(exercises, e)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, errorWithHint(err, "`workbook list` shows the exercises")
	}
	return exercises, nil
}

// elsewhere finds the folders of a submission that lies outside the course:
// from/ID for each exercise, or from itself when there is one exercise only. The
// report names them as they are given here.
func elsewhere(exercises []*course.Exercise, from string) ([]grader.Submission, error) {
	info, err := os.Stat(from)
	switch {
	case err != nil:
		return nil, errorWithHint(fmt.Errorf("--from: %w", err), "name the folder that holds the submission")
	case !info.IsDir():
		return nil, errorWithHint(fmt.Errorf("--from: %s is not a folder", from), "name the folder that holds it")
	}
	var subs []grader.Submission
	var missing []string
	for _, e := range exercises {
		dir := filepath.Join(from, e.ID)
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			if len(exercises) > 1 || !hasGo(from) {
				missing = append(missing, e.ID)
				continue
			}
			dir = from
		}
		subs = append(subs, grader.Submission{Exercise: e.ID, Dir: dir})
	}
	if len(missing) == 0 {
		return subs, nil
	}
	hint := fmt.Sprintf("put each exercise's .go files in a folder of its own, such as %s", filepath.Join(from, missing[0]))
	if inner := filepath.Join(from, "exercises"); isDir(filepath.Join(inner, missing[0])) {
		hint = "did you mean --from " + inner + "?"
	} else if len(exercises) == 1 {
		hint = fmt.Sprintf("put the .go files in %s or in %s", from, filepath.Join(from, missing[0]))
	}
	return nil, errorWithHint(fmt.Errorf("%s has nothing for %s", from, strings.Join(missing, ", ")), hint)
}

func hasGo(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".go" {
			return true
		}
	}
	return false
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
