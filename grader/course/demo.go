package course

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"workbook/grader/internal/demos"
)

// OwnDemo stands in exercise.toml in the place of a demo's name: the exercise has a demo of its
// own, a program in the folder of that name. See workbook/grader/demo/live.
const OwnDemo = "./demo"

// OwnDemoDir is the folder of an exercise's own demo.
func (c *Course) OwnDemoDir(id string) string {
	return filepath.Join(c.ExerciseDir(id), filepath.FromSlash(OwnDemo))
}

// demo reads which live demo an exercise of that folder has, and the page that offers it; it
// need not have one.
func (t *table) demo(folder string) (name, page string) {
	name, page = t.text("demo"), t.text("demo_page")
	if page != "" && name == "" {
		t.problem("demo_page", "demo_page names a page, and there is no demo", `add demo = "echo", or remove the line`)
	}
	all := strings.Join(demos.Names, ", ")
	switch {
	case name == "" || slices.Contains(demos.Names, name):
	case strings.ContainsAny(name, `./\`) && name != OwnDemo:
		t.problem("demo", fmt.Sprintf("there is no demo %q", name), fmt.Sprintf("write %q for the program in the exercise's folder demo, or one of %s", OwnDemo, all))
	case name != OwnDemo:
		t.problem("demo", fmt.Sprintf("there is no demo %q", name), "name one of "+all+", or remove the line")
	default:
		t.ownDemo(folder)
	}
	return name, page
}

// demoPage notes that the page that offers the demo is not in the lesson.
func (l *loader) demoPage(e *Exercise, lesson string) {
	if e.DemoAt == "" {
		return
	}
	if all := headings(lesson); !slices.Contains(all, e.DemoAt) {
		l.tables[e.ID].problem("demo_page", fmt.Sprintf("no page of lesson.md has the heading %q", e.DemoAt),
			suggestion(e.DemoAt, all, "write the first heading of a page, without the #"))
	}
}

// ownDemo looks whether the program of an exercise's own demo is there.
func (t *table) ownDemo(folder string) {
	dir := path.Join(path.Dir(t.file), OwnDemo)
	switch files, err := goFiles(filepath.Join(folder, filepath.FromSlash(OwnDemo))); {
	case err != nil:
		t.problem("demo", fmt.Sprintf("there is no folder %s", dir), "write the demo there, as `go doc workbook/grader/demo/live` says, or remove the line")
	case len(files) == 0:
		t.problem("demo", fmt.Sprintf("the folder %s has no Go file", dir), "write the demo there, as `go doc workbook/grader/demo/live` says, or remove the line")
	}
}
