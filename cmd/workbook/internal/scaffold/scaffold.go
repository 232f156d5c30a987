// Package scaffold makes exercises and courses that are whole from the first second: what
// it writes is verified as it stands, and an instructor puts a thing of one's own in the
// place of one piece after the other.
//
//	made, err := scaffold.Exercise(c, "18_mine", scaffold.Options{Outside: true})
//
// The pieces are the files under template/, where those of an exercise have the names that
// they get, but for code.go, which is named after the package.
package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed template
var templates embed.FS

// extension ends the name of every file in template/: without it the go command would
// take some of them for its own.
const extension = ".tmpl"

// outsideFolders are those parts of a solution that only outside checks need.
var outsideFolders = []string{"outside/", "subject/"}

// A piece is one file that is to be written.
type piece struct {
	name string // slash-separated, relative to the course's root
	data []byte
}

// values are what the templates of an exercise can ask for.
type values struct {
	ID      string // "18_mine"
	Package string // "mine"
	Import  string // what hidden tests call the package
	File    string // "mine.go"
	Module  string // of the course
	Outside bool
	Points  map[string]int // by what a check looks at; 100 in all
}

// points are those of the template's checks.
func points(outside bool) map[string]int {
	if outside {
		return map[string]int{"calls": 20, "together": 20, "waits": 20, "independent": 20, "client": 20}
	}
	return map[string]int{"calls": 25, "together": 25, "waits": 25, "independent": 25}
}

// exercise gives the files of one exercise, of both halves.
func exercise(v values) ([]piece, error) {
	var all []piece
	for _, half := range []string{"exercises", "solutions"} {
		pieces, err := render(path.Join("template", half), path.Join(half, v.ID), v, func(name string) (string, bool) {
			if !v.Outside && half == "solutions" && isOutside(name) {
				return "", false
			}
			dir, base := path.Split(name)
			if rest, ok := strings.CutPrefix(base, "code"); ok {
				base = v.Package + rest
			}
			return dir + base, true
		})
		if err != nil {
			return nil, err
		}
		all = append(all, pieces...)
	}
	return all, nil
}

func isOutside(name string) bool {
	for _, dir := range outsideFolders {
		if strings.HasPrefix(name, dir) {
			return true
		}
	}
	return false
}

// render fills every template of a folder. rename says what a file is called, and whether
// it is wanted.
func render(folder, to string, data any, rename func(name string) (string, bool)) ([]piece, error) {
	var pieces []piece
	err := fs.WalkDir(templates, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative := strings.TrimSuffix(strings.TrimPrefix(name, folder+"/"), extension)
		target, wanted := rename(relative)
		if !wanted {
			return nil
		}
		text, err := fill(name, data)
		if err != nil {
			return err
		}
		pieces = append(pieces, piece{path.Join(to, target), text})
		return nil
	})
	return pieces, err
}

// fill fills one template; Go comes out as gofmt would have it.
func fill(name string, data any) ([]byte, error) {
	t, err := template.New(path.Base(name)).Option("missingkey=error").ParseFS(templates, name)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := t.Execute(&text, data); err != nil {
		return nil, err
	}
	if path.Ext(strings.TrimSuffix(name, extension)) != ".go" {
		return text.Bytes(), nil
	}
	source, err := format.Source(text.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return source, nil
}

func local(root, name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
