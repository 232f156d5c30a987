package course

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"workbook/grader/report"
)

// replays reads which pages of the lesson show a run. checks are vague when not all are
// known by name.
func (t *table) replays(checks []Check, vague bool) []Replay {
	var replays []Replay
	pages := map[string]int{} // lines of the first for each
	for _, rt := range t.tables("replays") {
		r := rt.replay(checks, vague)
		if first, ok := pages[r.Page]; ok && r.Page != "" {
			rt.problem("page", fmt.Sprintf("page %q has a replay already (at line %d)", r.Page, first), "let each page show one")
		} else {
			pages[r.Page] = rt.line("page")
		}
		replays = append(replays, r)
	}
	return replays
}

// replay reads one [[replays]] table.
func (t *table) replay(checks []Check, vague bool) Replay {
	var r Replay
	r.Page, _ = t.required("page", "The schedule that you did not think of")
	var ok bool
	if r.Wrong, ok = t.required("wrong", "counts_by_hand"); ok && path.Base(r.Wrong) != r.Wrong {
		t.problem("wrong", fmt.Sprintf("%q is not the name of a folder in testdata/wrong", r.Wrong), "write the folder's name alone")
	}
	if r.Check, ok = t.required("check", "TestSilentClient"); ok && !vague {
		t.replayed(r.Check, checks)
	}
	if _, ok := t.values["schedule"]; !ok {
		t.lack("schedule", "schedule is missing", "add schedule = 17; "+findSchedule)
	}
	n := t.integer("schedule", 1)
	if n < 1 {
		t.problem("schedule", fmt.Sprintf("schedule is %d, and the first is 1", n), findSchedule)
	}
	r.Schedule = uint64(max(n, 0))
	t.finish()
	return r
}

const findSchedule = "`workbook grade ID --from solutions/ID/testdata/wrong/NAME --schedules 200` finds one"

// replayed validates that a check can run under a schedule.
func (t *table) replayed(name string, checks []Check) {
	inside := InsideNames(checks)
	switch {
	case slices.Contains(inside, name):
	case slices.ContainsFunc(checks, func(c Check) bool { return c.Name == name }):
		t.problem("check", fmt.Sprintf("%s is an outside check, and only inside checks run under a schedule", name), "name an inside check")
	default:
		t.problem("check", fmt.Sprintf("%q is not a check of this exercise", name),
			suggestion(name, inside, "name an inside check"))
	}
}

// headings are those of a lesson's pages.
func headings(lesson string) []string {
	var all []string
	for _, page := range Pages(lesson) {
		if h := heading(page); h != "" {
			all = append(all, h)
		}
	}
	return all
}

// replayedPages notes replays of pages that the lesson does not have.
func (l *loader) replayedPages(e *Exercise, lesson string) {
	headings := headings(lesson)
	for i, r := range e.Replays {
		if r.Page == "" || slices.Contains(headings, r.Page) {
			continue
		}
		t := l.tables[e.ID]
		t.add(t.file, t.replayLine(i, "page"), fmt.Sprintf("no page of lesson.md has the heading %q", r.Page),
			suggestion(r.Page, headings, "write the first heading of a page, without the #"))
	}
}

// replayedWrongs notes replays of known-wrong solutions that are not there, unless none
// are: a course that is for grading alone leaves all of them behind.
func (l *loader) replayedWrongs(e *Exercise, variants []Variant) {
	var wrong []string
	for _, v := range variants {
		if !v.Right {
			wrong = append(wrong, v.Name)
		}
	}
	for i, r := range e.Replays {
		if len(wrong) == 0 || r.Wrong == "" || path.Base(r.Wrong) != r.Wrong || slices.Contains(wrong, r.Wrong) {
			continue
		}
		t := l.tables[e.ID]
		t.add(t.file, t.replayLine(i, "wrong"), fmt.Sprintf("there is no known-wrong solution %q", r.Wrong),
			suggestion(r.Wrong, wrong, "write solutions/"+e.ID+"/testdata/wrong/"+r.Wrong))
	}
}

// replayLine is where a key of the i-th replay stands.
func (t *table) replayLine(i int, key string) int {
	return t.at[keyPath(itemPath(keyPath("", "replays"), i), key)]
}

var headingMark = regexp.MustCompile(`^#{1,6}\s+`)

// heading is the text of the heading that a page begins with; empty when it begins
// otherwise.
func heading(page string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(page), "\n")
	mark := headingMark.FindString(line)
	if mark == "" {
		return ""
	}
	return strings.TrimSpace(line[len(mark):])
}

// InsideNames are the names of the inside checks among some: those that can run again
// under a schedule, or under the race detector.
func InsideNames(checks []Check) (names []string) {
	for _, c := range checks {
		if c.Kind == report.Inside {
			names = append(names, c.Name)
		}
	}
	return names
}
