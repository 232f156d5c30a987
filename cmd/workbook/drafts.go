package main

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// check looks into the instructor's half of exercises. One with something wrong there is
// a draft from now on.
func (d *desk) check(ids ...string) error {
	checked, err := d.CheckSolutions(ids...)
	if err != nil {
		return unusable(d.Root, err)
	}
	d.Course = checked
	return nil
}

// insist refuses a course with drafts, for a command that answers for all of it.
func (d *desk) insist() error {
	if len(d.Drafts) == 0 {
		return nil
	}
	var all course.Problems
	for _, draft := range d.Drafts {
		all = append(all, draft.Problems...)
	}
	return errorWithHint(tr.Errorf("the course has a draft, so not all of it can be graded: %s\n%w", draftIDs(d.Drafts), all),
		tr.T("name the exercises that are to be graded, or %s", mending()))
}

// notice says that there are drafts, and which; it is empty when there are none.
func (d *desk) notice() string {
	switch len(d.Drafts) {
	case 0:
		return ""
	case 1:
		id := d.Drafts[0].ID
		return tr.T("%s is a draft and cannot be graded; `%s grade %s` says what is to be mended.", id, self(), id)
	}
	return tr.T("%s are drafts and cannot be graded; `%s grade ID` says of each what is to be mended.", draftIDs(d.Drafts), self())
}

// toGrade are the exercises that args name, or all, when nothing keeps them from being
// graded.
func (d *desk) toGrade(args []string, all bool) ([]*course.Exercise, error) {
	exercises, err := d.asked(args, all)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(exercises))
	for i, e := range exercises {
		ids[i] = e.ID
	}
	if err := d.check(ids...); err != nil {
		return nil, err
	}
	if all {
		if err := d.insist(); err != nil {
			return nil, err
		}
	}
	return d.asked(args, all)
}

// draftIDs lists drafts by their ids.
func draftIDs(drafts []course.Draft) string {
	ids := make([]string, len(drafts))
	for i, d := range drafts {
		ids[i] = d.ID
	}
	return strings.Join(ids, ", ")
}
