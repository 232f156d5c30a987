package verify

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
)

const original = `package p

import "sync"

func Run(tasks []func() error) (err error) {
	var wg sync.WaitGroup
	errs := make(chan error, len(tasks))
	for _, t := range tasks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() {
				if p := recover(); p != nil {
					errs <- nil
				}
			}()
			errs <- t()
		}()
	}
	wg.Go(func() { errs <- nil })
	wg.Wait()
	for i := 0; i < len(tasks); i++ {
		if e := <-errs; e != nil && err == nil {
			err = e
			continue
		}
	}
	return err
}
`

func TestMutants(t *testing.T) {
	mutants, _ := referenceOf(t, original).mutants()
	for _, want := range []struct{ operator, before, after string }{
		{"drop go", "\t\tgo func() {", "\t\tfunc() {"},
		{"drop go", "\twg.Go(func() { errs <- nil })", "\tfunc() { errs <- nil }()"},
		{"drop defer", "\t\t\tdefer wg.Done()", "\t\t\twg.Done()"},
		{"drop statement", "\twg.Wait()", "\tif false {wg.Wait()}"},
		{"drop statement", "\t\t\tdefer wg.Done()", "\t\t\tif false {defer wg.Done()}"},
		{"move Add inside", "\t\twg.Add(1)", "\t\t"},
		{"drop recover", "\t\t\t\tif p := recover(); p != nil {", "\t\t\t\tif p := any(nil); p != nil {"},
		{"shrink buffer", "\terrs := make(chan error, len(tasks))", "\terrs := make(chan error, 0)"},
		{"negate condition", "\tfor i := 0; i < len(tasks); i++ {", "\tfor i := 0; !(i < len(tasks)); i++ {"},
		{"<= for <", "\tfor i := 0; i < len(tasks); i++ {", "\tfor i := 0; i <= len(tasks); i++ {"},
		{"|| for &&", "\t\tif e := <-errs; e != nil && err == nil {", "\t\tif e := <-errs; e != nil || err == nil {"},
		{"break for continue", "\t\t\tcontinue", "\t\t\tbreak"},
		{"return nil", "\treturn err", "\treturn nil"},
		{"return at once", "func Run(tasks []func() error) (err error) {", "func Run(tasks []func() error) (err error) {return;"},
		{"one more", "\tfor i := 0; i < len(tasks); i++ {", "\tfor i := 1; i < len(tasks); i++ {"},
		{"loop once", "\t}", "\tbreak"},
	} {
		require.True(t, has(mutants, want.operator, want.before, want.after), "no mutant %+v", want)
	}
	seen := map[string]bool{}
	for _, m := range mutants {
		require.NotEqual(t, original, string(m.source), "%+v changes nothing", m)
		require.False(t, seen[string(m.source)], "%s at line %d is made twice:\n%s", m.Operator, m.Line, m.Diff())
		seen[string(m.source)] = true
		require.NotEqual(t, m.Before, m.After)
		_, err := parser.ParseFile(token.NewFileSet(), "run.go", m.source, 0)
		require.NoError(t, err, "%s at line %d does not parse:\n%s", m.Operator, m.Line, m.Diff())
	}
}

// referenceOf parses one file and finds its types.
func referenceOf(t *testing.T, text string) *reference {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "run.go"), []byte(text), 0o600))
	r, err := readReference(t.Context(), filepath.Join("..", ".."), dir)
	require.NoError(t, err)
	return r
}

func has(mutants []Mutant, operator, before, after string) bool {
	for _, m := range mutants {
		b, _, _ := strings.Cut(m.Before, "\n")
		a, _, _ := strings.Cut(m.After, "\n")
		if m.Operator == operator && b == before && a == after {
			return true
		}
	}
	return false
}

func TestDiff(t *testing.T) {
	m := Mutant{Before: "\twg.Wait()", After: "\tif false {wg.Wait()}"}
	require.Equal(t, "-\twg.Wait()\n+\tif false {wg.Wait()}\n", m.Diff())
}

func TestNoMutantsOfWhatDoesNotParse(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "run.go"), []byte("package p\nfunc {"), 0o600))
	_, err := readReference(t.Context(), filepath.Join("..", ".."), dir)
	require.ErrorContains(t, err, "run.go:2")
}

// What does not compile is counted, and nobody grades it.
func TestStillborn(t *testing.T) {
	mutants, stillborn := referenceOf(t, "package p\n\nfunc one() string { return \"1\" }\n\nfunc f() string { return one() }\n").mutants()
	require.False(t, has(mutants, "return nil", "func f() string { return one() }", "func f() string { return nil }"))
	require.Positive(t, stillborn)
}

// A mutant takes out the imports that it does not use any more, and brings those that
// it needs.
func TestMutantsMendImports(t *testing.T) {
	mutants, _ := referenceOf(t, "package p\n\nimport (\n\t\"errors\"\n\t\"io\"\n)\n\nfunc f(err error) bool { return errors.Is(err, io.EOF) }\n").mutants()
	sources := map[string]string{}
	for _, m := range mutants {
		sources[m.Operator] = string(m.source)
	}
	require.Equal(t, "package p\n\nimport (\n\t\n\t\"io\"\n)\n\nfunc f(err error) bool { return err == io.EOF }\n", sources["== for errors.Is"])
	require.Contains(t, sources["text for errors.Is"], "package p; import \"fmt\"; import \"strings\"\n")
}

func TestMutantImportsAreAllowed(t *testing.T) {
	for _, pkg := range mutantImports {
		require.Contains(t, policy.DefaultImports(), pkg)
	}
}
