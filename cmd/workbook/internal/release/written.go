package release

import (
	"bytes"
	"embed"
	"path/filepath"
	"strings"
	"text/template"

	"golang.org/x/mod/modfile"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

//go:embed files
var templates embed.FS

// writtenFiles are those that a release has of its own, by the templates of them.
var writtenFiles = map[string]string{
	"README.md":                   "README.md.tmpl",
	".gitignore":                  "gitignore.tmpl",
	".github/workflows/grade.yml": "github.yml.tmpl",
	".gitlab-ci.yml":              "gitlab.yml.tmpl",
}

// about is what the templates know.
type about struct {
	Title     string
	Run       string // how the program is started: "go run ./cmd/workbook"
	Build     string // how it is built
	Go        string // the version of it that go.mod names: "1.26"
	Exercises []*course.Exercise
	Visible   bool // some of them have visible checks
}

// written adds the files that a release has of its own.
func written(c *course.Course, ids []string, t tree) error {
	a := about{Title: c.Title, Run: "go run ./cmd/workbook", Build: "go build -o workbook ./cmd/workbook"}
	module, err := c.Module()
	if err != nil {
		return err
	}
	a.Go = strings.TrimPrefix(module.Go, "go")
	if _, ok := t["cmd/workbook/main.go"]; !ok { // the workbook is a dependency of the course
		a.Run, a.Build = "go tool workbook", "go build -o workbook workbook/cmd/workbook"
	}
	for _, id := range ids {
		e, err := c.Exercise(id)
		if err != nil {
			return err
		}
		a.Exercises = append(a.Exercises, e)
		_, visible := t["visible/"+id+"/"+course.VisibleFile]
		a.Visible = a.Visible || visible
	}
	for name, from := range writtenFiles {
		data, err := a.write(name, from)
		if err != nil {
			return err
		}
		t[name] = file{data: data}
	}
	return nil
}

// write writes a file by its template.
func (a about) write(name, from string) ([]byte, error) {
	tmpl, err := template.New(from).Delims("<<", ">>").ParseFS(templates, "files/"+from)
	if err != nil {
		return nil, tr.Errorf("reading the template of %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := tmpl.Execute(&b, a); err != nil {
		return nil, tr.Errorf("writing %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// homeless says in sentences where the go.mod of the release leads to folders of the
// instructor's machine, which students do not have.
func homeless(t tree) (notes []string, err error) {
	f, ok := t["go.mod"]
	if !ok {
		return nil, &RefusedError{tr.T("git does not track the course's go.mod, without which nothing can be built"), "git add go.mod go.sum"}
	}
	mod, err := modfile.Parse("go.mod", f.data, nil) // not lax, which passes over replacements
	if err != nil {
		return nil, tr.Errorf("reading the course's go.mod: %w", err)
	}
	for _, r := range mod.Replace {
		if r.New.Version == "" && (filepath.IsAbs(r.New.Path) || strings.HasPrefix(r.New.Path, "..")) {
			notes = append(notes, tr.T("go.mod has %s in %s: students can build the release only with the same folder beside it", r.Old.Path, r.New.Path))
		}
	}
	return notes, nil
}
