package verify

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"workbook/grader/course"
)

// A Snippet is one fenced block of Go in a lesson. It has one of three forms:
//
//   - a whole file, which starts with its package clause;
//   - declarations, which start with their imports;
//   - statements, whose first line says what they stand on, and is hidden by
//     those who render a lesson.
//
// That line reads, with either part left out where there is nothing to say:
//
//	// snippet: imports "io", "net"; given conn net.Conn, n int
type Snippet struct {
	Path string // of the lesson
	Line int    // of the block's first line of code
	Code string
}

// Snippets returns the Go blocks of a lesson.
func Snippets(path, lesson string) ([]Snippet, error) {
	var found []Snippet
	var code []string
	fence, start := "", 0 // fence is empty outside of a fenced block, else its info string
	for i, line := range strings.Split(lesson, "\n") {
		info, isFence := strings.CutPrefix(strings.TrimRight(line, " \r"), "```")
		switch {
		case !isFence:
			code = append(code, strings.TrimSuffix(line, "\r"))
		case start == 0:
			fence, start, code = strings.TrimSpace(info), i+1, nil
		default:
			if fence == "go" {
				found = append(found, Snippet{path, start + 1, strings.Join(code, "\n")})
			}
			fence, start = "", 0
		}
	}
	if start != 0 {
		return nil, fmt.Errorf("%s:%d: this block is never closed", path, start)
	}
	return found, nil
}

// snippetMark starts the first line of a block of statements.
const snippetMark = "// snippet:"

// packageClause finds the package clause of a block that is a whole file.
var packageClause = regexp.MustCompile(`(?m)^package \w+`)

// source returns the snippet as a file that the compiler takes, with its positions
// mapped back to the lesson.
func (s Snippet) source() (string, error) {
	first, rest, _ := strings.Cut(s.Code, "\n")
	spec, isSnippet := strings.CutPrefix(first, snippetMark)
	switch {
	case packageClause.MatchString(s.Code):
		return fmt.Sprintf("//line %s:%d:1\n%s\n", s.Path, s.Line, s.Code), nil
	case !isSnippet:
		return fmt.Sprintf("package lesson\n\n//line %s:%d:1\n%s\n", s.Path, s.Line, s.Code), nil
	}
	var imports, given string
	for part := range strings.SplitSeq(spec, ";") {
		part = strings.TrimSpace(part)
		if v, ok := strings.CutPrefix(part, "imports "); ok {
			imports = strings.ReplaceAll(v, ",", ";")
		} else if v, ok := strings.CutPrefix(part, "given "); ok {
			given = v
		} else if part != "" {
			return "", fmt.Errorf("%s:%d: the snippet line has a part that is neither imports nor given: %s", s.Path, s.Line, part)
		}
	}
	return fmt.Sprintf("package lesson\n\n//line %s:%d:1\nimport (%s); func _(%s) {\n//line %s:%d:1\n%s\n}\n",
		s.Path, s.Line, imports, given, s.Path, s.Line+1, rest), nil
}

// CompileSnippets type-checks each snippet as a package of its own, with the
// packages that the module at root has, and returns what is wrong with them.
func CompileSnippets(ctx context.Context, root string, snippets []Snippet) []error {
	var errs []error
	fset := token.NewFileSet()
	var files []*ast.File
	wanted := map[string]bool{}
	for _, s := range snippets {
		src, err := s.source()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				wanted[path] = true
			}
		}
		files = append(files, file)
	}
	module, err := course.ReadModule(root)
	if err != nil {
		return append(errs, err)
	}
	imp, err := exports(ctx, root, fset, wanted)
	if err != nil {
		return append(errs, err)
	}
	for _, file := range files {
		conf := types.Config{
			GoVersion: module.Go,
			Importer:  imp,
			Error:     func(err error) { errs = append(errs, err) },
		}
		_, _ = conf.Check("lesson", fset, []*ast.File{file}, nil) // told to conf.Error
	}
	return errs
}

// exports imports the wanted packages from what the go command compiled, all of
// them in one call of it.
func exports(ctx context.Context, root string, fset *token.FileSet, wanted map[string]bool) (types.Importer, error) {
	args := []string{"list", "-e", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "--"}
	for path := range wanted {
		args = append(args, path)
	}
	compiled := map[string]string{}
	if len(wanted) > 0 {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = root
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("listing what the lessons import: %w: %s", err, &stderr)
		}
		for line := range strings.Lines(string(out)) {
			path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
			compiled[path] = file
		}
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if compiled[path] == "" {
			return nil, fmt.Errorf("package %s does not compile or does not exist", path)
		}
		return os.Open(compiled[path])
	}), nil
}
