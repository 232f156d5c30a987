// Package course loads a course from disk, says everything that is wrong with it
// at once, and answers questions about it.
//
// A course is a folder with two halves. exercises/ is the learner's: course.toml
// with the chapters, and one folder an exercise with lesson.md, exercise.toml
// and the stub. solutions/ is the instructor's: references, hidden tests,
// known-right and known-wrong solutions. A student release lacks solutions/, and
// still loads; see [Course.HasSolutions]. exercises/afterword.md, if there is one, looks
// back when all is done. Beside them is the go.mod of the module that
// the course is; see [Course.Module].
//
// [Guide] explains every file of an exercise and every key in it.
package course

import (
	"path/filepath"

	"golang.org/x/text/language"

	"workbook/grader/report"
)

// A Course is a loaded course, all of whose exercises are valid. It does not change after
// [Load] or [Open], and is safe for concurrent use.
type Course struct {
	Root      string // absolute path of the folder that holds exercises/
	Title     string
	Chapters  []Chapter
	Exercises []*Exercise // in the order of the chapters
	Drafts    []Draft     // exercises that cannot be used, by id; they are nowhere else

	Language  language.Tag   // that it was written in
	Languages []language.Tag // into which the titles of the outline are translated
}

// A Chapter groups exercises under a title.
type Chapter struct {
	Title     string   `toml:"title"`
	Exercises []string `toml:"exercises"` // ids, in order
}

// An Exercise is one folder under exercises/, as its exercise.toml describes it.
type Exercise struct {
	ID      string   // the folder's name: "02_spawned"
	Title   string   // a few words
	Summary string   // one or two sentences for the outline
	Package string   // the Go package name of the submission
	Task    string   // one sentence: what to do
	Files   []string // the files that the learner edits; each exists as a stub
	Hints   []string // three or more, from a question to a shape
	Checks  []Check  // in the order in which they are shown
	Imports []string // allowed beyond the default list
	Limits  Limits
	Demo    string   // the demo's name, or [OwnDemo]; may be empty
	DemoAt  string   // the heading of the lesson's page that offers it; empty: the first page does
	Replays []Replay // of the lesson's pages

	Languages []language.Tag // into which it is translated, or has begun to be

	reading []language.Tag // those of its texts, the best first; see [Course.In]
}

// A Replay is a run of a known-wrong solution that a page of the lesson shows step by
// step: a check fails under a schedule.
type Replay struct {
	Page     string // the heading of the page
	Wrong    string // the known-wrong solution's name
	Check    string // the hidden test, an inside check
	Schedule uint64
}

// A Check declares one hidden test.
type Check struct {
	Name     string           // the Go test function: "TestSilentClient"
	Title    string           // in words a learner understands
	Points   int              // 0 or more
	Required bool             // an exercise passes only when every required check passed
	Kind     report.StageName // the stage that runs it: [report.Inside] or [report.Outside]
	Visible  bool             // students get the test; see [VisibleFile]
	Needs    []string         // names of checks that must have passed before this one is worth running
}

// Blank is the check in a report, with nothing known of it yet.
func (c Check) Blank() report.Check {
	return report.Check{Name: c.Name, Title: c.Title, Kind: c.Kind, MaxPoints: c.Points, Required: c.Required}
}

// Limits bound one run of a submission. An exercise has those of package limits where it
// names none.
type Limits struct {
	WallSeconds int // of one check
	MemoryMiB   int // resident memory of one process
	OutputKiB   int // stdout and stderr together
}

// The folders of an exercise, as absolute paths.
func (c *Course) ExerciseDir(id string) string { return filepath.Join(c.Root, "exercises", id) }

// SolutionDir is the instructor's folder of the exercise.
func (c *Course) SolutionDir(id string) string { return filepath.Join(c.Root, "solutions", id) }

// VisibleDir is where a student release has the exercise's visible checks.
func (c *Course) VisibleDir(id string) string { return filepath.Join(c.Root, "visible", id) }

// SharedDir is the instructor's folder of packages that hidden tests share.
func (c *Course) SharedDir() string { return filepath.Join(c.Root, "solutions", "internal") }

// LessonPath is the lesson's Markdown file.
func (c *Course) LessonPath(id string) string { return filepath.Join(c.ExerciseDir(id), "lesson.md") }

// AfterwordPath is the Markdown file that is shown when the last exercise has passed. A
// course need not have one.
func (c *Course) AfterwordPath() string { return filepath.Join(c.Root, "exercises", "afterword.md") }

// Points is the sum of the points of all checks.
func (e *Exercise) Points() int {
	sum := 0
	for _, c := range e.Checks {
		sum += c.Points
	}
	return sum
}

// Check returns the declared check of that name.
func (e *Exercise) Check(name string) (Check, bool) {
	for _, c := range e.Checks {
		if c.Name == name {
			return c, true
		}
	}
	return Check{}, false
}
