package release

import (
	"path"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// outlineFile lists the exercises of a course.
const outlineFile = "exercises/course.toml"

// A rule says of some files of the course whether students get them, and why. Names are
// relative to the course's root, with slashes.
type rule struct {
	fits func(name string) bool
	goes bool
	why  string
}

// rules decide over each file that git tracks. The first that fits does, and a file that
// none fits stays: what nobody thought of is not handed out.
var rules = []rule{
	{visibleChecks, true, tr.Mark("the checks that exercise.toml marks as visible; they go to visible/")},
	{under("solutions"), false, tr.Mark("references, hidden tests, and known solutions")},
	{ending("_test.go"), false, tr.Mark("tests of the workbook and of the course, which show answers or know of them")},
	{inside("testdata"), false, tr.Mark("what those tests read: golden screens, courses made up for tests")},
	{under("grader/check/internal/broken"), false, tr.Mark("programs that only tests of the kit start; one is a solution")},
	{under("grader/check/internal/cases"), false, tr.Mark("a list that only tests of the kit read")},
	{ending(".svg"), false, tr.Mark("the picture in the instructor's README")},

	{is(outlineFile), true, tr.Mark("the outline, with the chosen exercises")},
	{under("exercises"), true, tr.Mark("lessons and stubs")},
	{under("cmd/workbook"), true, tr.Mark("the program")},
	{under("cmd/internal"), true, tr.Mark("what it has in common with the programs for a class")},
	{under("cmd/workbook-serve"), false, tr.Mark("the service of the class, which learners only talk to")},
	{under("cmd/workbook-farm"), false, tr.Mark("the queue of those who grade on many machines")},
	{under("grader"), true, tr.Mark("the engine, without which the program does not build; with the kit, for visible checks are built with it")},
	{is("go.mod", "go.sum"), true, tr.Mark("what the program is built with; what only tests require costs a student nothing")},
	{is("LICENSE"), true, tr.Mark("a copy needs it")},
}

// lastRule is for what no other rule fits.
var lastRule = rule{why: tr.Mark("what those who write the course need: its README, its checks")}

// unchosen is for exercises that are not released.
var unchosen = rule{why: tr.Mark("exercises that were not chosen")}

// ruleFor is the rule that decides over a file.
func ruleFor(name string, chosen func(id string) bool) rule {
	for _, r := range rules {
		if !r.fits(name) {
			continue
		}
		if id, ok := exerciseOf(name); ok && r.goes && !chosen(id) {
			return unchosen
		}
		return r
	}
	return lastRule
}

// exerciseOf is the exercise that a file of either half belongs to.
func exerciseOf(name string) (id string, ok bool) {
	parts := strings.SplitN(name, "/", 3)
	if len(parts) < 3 || parts[0] != "exercises" && parts[0] != "solutions" {
		return "", false
	}
	return parts[1], true
}

func under(dir string) func(string) bool {
	return func(name string) bool { return strings.HasPrefix(name, dir+"/") }
}

func ending(suffix string) func(string) bool {
	return func(name string) bool { return strings.HasSuffix(name, suffix) }
}

// inside fits what lies in a folder of that name, wherever it is.
func inside(dir string) func(string) bool {
	return func(name string) bool { return strings.Contains("/"+path.Dir(name)+"/", "/"+dir+"/") }
}

func is(names ...string) func(string) bool {
	return func(name string) bool {
		for _, n := range names {
			if n == name {
				return true
			}
		}
		return false
	}
}

// visibleChecks fits the tests that exercise.toml marks as visible; course.Load has seen
// to it that nothing else is in their file.
func visibleChecks(name string) bool {
	return under("solutions")(name) && path.Base(name) == course.VisibleFile && strings.Count(name, "/") == 2
}
