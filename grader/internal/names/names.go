// Package names knows how the parts of a course are called: the package that a
// submission stands in for, the functions and files of a stack trace that are its own,
// and the names under which its author knows them. Whoever needs one of these asks here.
//
// Four names are in use for a submission's folder, and each has its place:
//
//	solutions/02_spawned    where the reference is, whose package the submission becomes
//	visible/02_spawned      the same in a student release, with the stub and visible checks
//	exercises/02_spawned    what compiler and runtime are told, see [Virtual]
//	submissions/ann/02      what people are told, see package grader
//
// The module of a course may have any name; it is never written out in the code. A
// process that runs hidden tests has it from the task that it is given, see [Of].
package names

import (
	"path"
	"reflect"
	"strings"

	"workbook/grader/internal/trace"
)

// The two halves of a course, and what a student release has of the second.
const (
	Exercises = "exercises" // the learner's
	Solutions = "solutions" // the instructor's
	Visible   = "visible"   // visible checks, each beside a copy of the stub
)

// isHalf reports whether a folder has a package for each exercise.
func isHalf(dir string) bool { return dir == Exercises || dir == Solutions || dir == Visible }

// Names are those of one submission.
type Names struct {
	Module string // of the course, from its go.mod; the exercise's package lies in Module/Half/ID
	Half   string // the folder whose package the submission stands in for
	ID     string // of the exercise
}

// Of gives the names in the import path of a submission. They are the zero value when
// it is not the path of an exercise.
func Of(pkg string) Names {
	dir, id := path.Split(pkg)
	module, half := path.Split(strings.TrimSuffix(dir, "/"))
	if !isHalf(half) || module == "" {
		return Names{}
	}
	return Names{Module: strings.TrimSuffix(module, "/"), Half: half, ID: id}
}

// Package is the import path of the submission.
func (n Names) Package() string { return path.Join(n.Module, n.Half, n.ID) }

// Virtual is how stack traces and compiler messages name the submission's folder,
// wherever it really was.
func (n Names) Virtual() string { return path.Join(Exercises, n.ID) }

// Learner reports whether the frame is the submission's own code, which is neither
// a hidden test, nor what hidden tests share, nor a subject program.
//
// It goes by the file, exercises/ID/x.go or solutions/ID/x.go, where that is known:
// when the compiler inlines the learner's function into a test, the goroutines that
// it starts get names of the test's package.
func (n Names) Learner(f trace.Frame) bool {
	if strings.HasSuffix(f.File, ".go") {
		// What lies deeper is a subject program, outside checks, or what hidden tests share.
		parts := strings.Split(f.Path(), "/")
		return len(parts) == 3 && isHalf(parts[0]) && parts[1] == n.ID &&
			!strings.HasSuffix(f.File, "_test.go")
	}
	return n.ID != "" && f.Package() == n.Package()
}

// Hidden reports whether the frame is a hidden test's, or of what hidden tests share.
func (n Names) Hidden(f trace.Frame) bool {
	if n.Learner(f) {
		return false
	}
	// A function of the kit that is inlined into a test bears a name of the test's.
	return strings.HasSuffix(f.File, "_test.go") || n.Ours(f.Package()) && !Kit(f)
}

// Around reports whether the frame is of what the learner's code has around it: a
// hidden test, or a subject program.
func (n Names) Around(f trace.Frame) bool {
	return !n.Learner(f) && (f.Package() == "main" || n.Hidden(f))
}

// Ours reports whether a package is the course's or the kit's, and no library.
func (n Names) Ours(pkg string) bool { return within(pkg, n.Module) || within(pkg, kitModule) }

// kitModule is the module that the kit is in, which may be the course's own.
var kitModule = strings.TrimSuffix(reflect.TypeFor[Names]().PkgPath(), "/grader/internal/names")

// kitFolder is the kit's folder in its module.
const kitFolder = "grader/check"

// KitPackage is the import path of the kit; of what lies in a folder of it, where elem is given.
func KitPackage(elem ...string) string {
	return path.Join(kitModule, kitFolder, path.Join(elem...))
}

// Kit reports whether the frame is the kit's own.
func Kit(f trace.Frame) bool {
	return within(f.Package(), KitPackage()) ||
		strings.Contains(f.File, "/"+kitFolder+"/") && !strings.HasSuffix(f.File, "_test.go")
}

// within reports whether a package is the one of that path, or below it.
func within(pkg, dir string) bool {
	rest, ok := strings.CutPrefix(pkg, dir)
	return ok && dir != "" && (rest == "" || rest[0] == '/')
}
