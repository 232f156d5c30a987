package policy_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// check vets one file called a.go in package task.
func check(code string, imports ...string) (syntax, refusals []report.Problem) {
	src := &policy.Source{Prefix: "exercises/05_join/", Files: []policy.File{{Name: "a.go", Data: []byte(code)}}}
	return policy.Check(src, policy.Rules{Package: "task", Imports: imports, Module: "example.com/course"})
}

// refusedCases have the marker ¦ right before each place that is refused.
var refusedCases = []struct {
	name    string
	rule    string
	says    string // part of the first message
	code    string
	imports []string
}{
	{"NUL in a string", "control-characters", "NUL", "package task\nvar s = \"a¦\x00b\"\n", nil},
	{"bidi in a comment", "control-characters", "U+202E", "package task\n// ¦\u202e evil\n", nil},
	{"bidi in a string", "control-characters", "U+2066", "package task\nvar s = `¦\u2066`\n", nil},
	{"escape", "control-characters", "U+001B", "package task\n// ¦\x1b[2J\n", nil},
	{"C1 control", "control-characters", "U+009B", "package task\nvar s = `¦\u009b2J`\n", nil},
	{"line separator", "control-characters", "U+2028", "package task\n// a¦\u2028 return nil\n", nil},
	{"carriage return", "control-characters", "carriage return", "package task\n// hidden()¦\r// shown()\n", nil},

	{"filler for a name", "invisible-name", "U+3164", "package task\nfunc f() { ¦ㅤ := 1; _ = ㅤ }\n", nil},
	{"filler in a name", "invisible-name", "U+115F", "package task\nvar ¦okᅟ = 1\n", nil},
	{"half-width filler in a label", "invisible-name", "U+FFA0", "package task\ntype t struct{ ¦aﾠ, bc int }\n", nil},

	{"linkname", "directive", "//go:linkname", "package task\n\n¦//go:linkname f runtime.f\nfunc f() {}\n", nil},
	{"embed directive", "directive", "//go:embed", "package task\n\n¦//go:embed x\nvar s string\n", nil},
	{"indented directive", "directive", "//go:noinline", "package task\nfunc f() {\n\t¦//go:noinline\n}\n", nil},
	{"directive in a group", "directive", "//go:nosplit", "package task\n\n// f does.\n¦//go:nosplit\nfunc f() {}\n", nil},
	{"late build line", "directive", "//go:build", "package task\n\n¦//go:build linux\n", nil},
	{"line directive", "directive", "line directive", "package task\n¦//line other.go:1\nfunc f() {}\n", nil},
	{"line directive in a block", "directive", "line directive", "package task\nfunc f() { ¦/*line other.go:1:1*/ }\n", nil},
	{"export", "directive", "//export", "package task\n¦//export f\nfunc f() {}\n", nil},

	{"long string", "string-size", "64 KiB", "package task\nvar s = ¦`" + strings.Repeat("x", 65<<10) + "`\n", nil},
	{"long strings added", "string-size", "256 KiB", "package task\nvar s = ¦" + strings.Repeat("`"+strings.Repeat("x", 60<<10)+"` +\n", 5) + "``\n", nil},
	{"doubled string", "string-size", "256 KiB", "package task\nconst s0 = \"xxxxxxxx\"\n" + doubled("const s%d = s%d + s%[2]d\n", 12) + "const t = ¦s12 + s12 + s12 + s12 + s12 + s12 + s12 + s12\n", nil},
	{"doubled string by conversion", "string-size", "256 KiB", "package task\ntype s string\nconst s0 = \"xxxxxxxx\"\n" + doubled("const s%d = s(s%d) + s(string(s%[2]d))\n", 12) + "func f() { const t = ¦s12 + s12 + s12 + s12 + s12 + s12 + s12 + s12 }\n", nil},
	{"long line", "length", "96 KiB", "package task\n¦//" + strings.Repeat("x", 96<<10) + "\n", nil},
	{"long name", "length", "200 bytes", "package task\nvar ¦" + strings.Repeat("x", 201) + " int\n", nil},
	{"long number", "length", "500 digits", "package task\nvar x = ¦1" + strings.Repeat("0", 500) + ".\n", nil},
	{"many functions", "length", "4000 functions", "package task\n" + strings.Repeat("func _() {}\n", 4000) + "¦func _() {}\n", nil},
	{"brackets", "nesting", "nested", "package task\nvar x = " + strings.Repeat("(", 200) + "¦(1" + strings.Repeat(")", 201) + "\n", nil},
	{"prefix operators", "nesting", "nested", "package task\nvar x " + strings.Repeat("*", 200) + "¦*int\n", nil},

	{"wrong package", "package-name", "package main", "package ¦main\n", nil},

	{"unsafe", "import", `"unsafe"`, "package task\nimport ¦\"unsafe\"\nvar _ = unsafe.Pointer(nil)\n", nil},
	{"unsafe although listed", "import", `"unsafe"`, "package task\nimport ¦\"unsafe\"\n", []string{"unsafe"}},
	{"several at once", "import", `"os/exec"`, "package task\nimport (\n\t¦\"os/exec\"\n\t\"fmt\"\n\t¦\"reflect\"\n\tx ¦\"testing\"\n)\n", nil},
	{"cgo", "import", "another language", "package task\n\nimport ¦\"C\"\n", nil},
	{"other module", "import", "github.com/x/y", "package task\nimport ¦\"github.com/x/y\"\n", nil},
	{"the reference", "import", "packages of the course", "package task\nimport ¦\"workbook/solutions/05_join\"\n", nil},
	{"the reference in the course's module", "import", "packages of the course", "package task\nimport ¦\"example.com/course/solutions/05_join\"\n", nil},
	{"beside the course's module", "import", "other modules", "package task\nimport ¦\"example.com/course2/x\"\n", nil},
	{"another atomic", "import", "another package of that name", "package task\nimport ¦\"go.uber.org/atomic\"\n", nil},
	{"relative", "import", "./x", "package task\nimport ¦\"./x\"\n", nil},
	{"raw path", "import", "plugin", "package task\nimport ¦`plugin`\n", nil},
	{"dot import", "import", "dot import", "package task\nimport ¦. \"fmt\"\n", nil},
	{"blank import", "import", "blank import", "package task\nimport ¦_ \"fmt\"\n", nil},
	{"import as nil", "import", "predeclared nil", "package task\nimport ¦nil \"fmt\"\n", nil},
	{"runtime unasked", "import", `"runtime"`, "package task\nimport ¦\"runtime\"\n", nil},

	{"os.Exit", "member", "os.Exit", "package task\nimport \"os\"\nfunc f() { ¦os.Exit(0) }\n", nil},
	{"os renamed", "member", "of package os", "package task\nimport sys \"os\"\nfunc f() { ¦sys.Exit(0) }\n", nil},
	{"os as a value", "member", "os.Args", "package task\nimport \"os\"\nvar a = ¦os.Args\n", nil},
	{"os in parentheses", "member", "os.Args", "package task\nimport \"os\"\nvar a = (¦os.Args)[1:]\n", nil},
	{"os shadowed later", "member", "os.Exit", "package task\nimport \"os\"\nfunc f() { g := ¦os.Exit; os := 1; _, _ = g, os }\n", nil},
	{"os in a type", "member", "os.Process", "package task\nimport \"os\"\ntype p struct{ *¦os.Process }\n", nil},
	{"system call", "member", "syscall.Kill", "package task\nimport \"syscall\"\nfunc f() { ¦syscall.Kill(1, 9) }\n", nil},
	{"environment", "member", "syscall.Environ", "package task\nimport \"syscall\"\nfunc f() { ¦syscall.Environ() }\n", nil},
	{"standard input", "member", "fmt.Scan", "package task\nimport \"fmt\"\nfunc init() { var s string; ¦fmt.Scan(&s); ¦fmt.Scanln(&s); ¦fmt.Scanf(\"%s\", &s); fmt.Sscan(\"x\", &s) }\n", nil},
	{"scan as a value", "member", "f.Scanln", "package task\nimport f \"fmt\"\nvar read = ¦f.Scanln\n", nil},
	{"default number of processors", "member", "SetDefaultGOMAXPROCS", "package task\nimport \"runtime\"\nfunc f() { ¦runtime.SetDefaultGOMAXPROCS() }\n", []string{"runtime"}},
	{"Unix socket", "member", "net.ListenUnixgram", "package task\nimport \"net\"\nfunc f() { ¦net.ListenUnixgram(\"unixgram\", nil); ¦net.DialUnix(\"unix\", nil, nil) }\n", nil},
	{"debug settings", "member", "debug.SetGCPercent", "package task\nimport \"runtime/debug\"\nfunc f() { ¦debug.SetGCPercent(1) }\n", []string{"runtime/debug"}},
	{"net.FileListener", "member", "net.FileListener", "package task\nimport \"net\"\nvar f = ¦net.FileListener\n", nil},

	{"no body", "function-body", "Function f", "package task\n¦func f()\n", nil},
	{"main", "main-function", "main function", "package task\n¦func main() {}\n", nil},
	{"type string", "predeclared-name", "string", "package task\ntype ¦string int\n", nil},
	{"var nil", "predeclared-name", "nil", "package task\nvar a, ¦nil = 1, 2\n", nil},
	{"const true", "predeclared-name", "true", "package task\nconst (\n\t¦true = 1 > 2\n)\n", nil},
	{"func panic", "predeclared-name", "panic", "package task\nfunc ¦panic(v any) {}\n", nil},
	{"alias any", "predeclared-name", "any", "package task\ntype ¦any = int\n", nil},
	{"var len", "predeclared-name", "len", "package task\nvar ¦len = 3\n", nil},

	{"assign", "assignment", "net.ErrClosed belongs to package net", "package task\nimport \"net\"\nfunc f() { ¦net.ErrClosed = nil }\n", nil},
	{"assign second", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc f() { var x error; x, ¦io.EOF = nil, nil; _ = x }\n", nil},
	{"assign in parentheses", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc f() { (¦io.EOF) = nil }\n", nil},
	{"assign in init", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc init() { ¦io.EOF = nil }\n", nil},
	{"assign a field", "assignment", "net.DefaultResolver", "package task\nimport \"net\"\nfunc f() { ¦net.DefaultResolver.PreferGo = true }\n", nil},
	{"assign an element", "assignment", "net.IPv4zero", "package task\nimport \"net\"\nfunc f() { ¦net.IPv4zero[3]++ }\n", nil},
	{"assign through", "assignment", "os.Stdout", "package task\nimport \"os\"\nfunc f() { *¦os.Stdout = *os.Stderr }\n", nil},
	{"assign renamed", "assignment", "package io", "package task\nimport i \"io\"\nfunc f() { ¦i.EOF = nil }\n", nil},
	{"address", "assignment", "pointed to", "package task\nimport \"io\"\nvar p = &¦io.EOF\n", nil},
	{"address of an element", "assignment", "pointed to", "package task\nimport \"net\"\nvar p = &¦net.IPv4zero[0]\n", nil},
	{"range", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc f(e []error) { for _, ¦io.EOF = range e {} }\n", nil},
	{"receive", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc f(c chan error) { select { case ¦io.EOF = <-c: } }\n", nil},
	{"copy into", "assignment", "written to", "package task\nimport \"net\"\nfunc f() { copy(¦net.IPv4zero[:], []byte{1}) }\n", nil},
	{"assign with a shadow elsewhere", "assignment", "io.EOF", "package task\nimport \"io\"\nfunc g() { io := 1; _ = io }\nfunc f() { ¦io.EOF = nil }\n", nil},

	{"array", "array-size", "1048576", "package task\nvar a ¦[1<<20 + 1]byte\n", nil},
	{"array of arrays", "array-size", "1048576", "package task\nvar a ¦[1 << 11][1 << 11]int\n", nil},
	{"array of named arrays", "array-size", "1048576", "package task\ntype row [1 << 11]int\nvar a ¦[1 << 11]row\n", nil},
	{"array by constant", "array-size", "1048576", "package task\nconst n = k * k\nconst k = 1 << 11\nfunc f() { var a ¦[n]int; _ = a }\n", nil},
	{"array by local constant", "array-size", "1048576", "package task\nfunc f() { const n = 1 << 30; var a ¦[n]int; _ = a }\n", nil},
	{"array by iota", "array-size", "1048576", "package task\nconst (\n\ta = iota\n\tb = 1 << (29 + iota)\n)\nvar x ¦[b]int\n", nil},
	{"array by float", "array-size", "1048576", "package task\nvar x ¦[1e9]int\n", nil},
	{"array by conversion", "array-size", "1048576", "package task\nvar x ¦[int(1 << 30)]int\n", nil},
	{"array with overflow", "array-size", "1048576", "package task\nvar x ¦[1 << 600 * 1 << 600]int\n", nil},
	{"array in structs", "array-size", "1048576", "package task\ntype row struct{ cells [1 << 11]int }\nvar a ¦[1 << 11]row\n", nil},
	{"doubled struct", "type-size", "10000 fields", "package task\ntype t0 struct{}\n" + doubled("type t%d struct{ a, b t%d }\n", 13) + "type ¦t struct{ a, b t13 }\n", nil},
	{"doubled struct with arrays", "type-size", "10000 fields", "package task\ntype t0 struct{}\n" + doubled("type t%d struct{ a, b [1]t%d }\n", 13) + "type ¦t struct{ a, b t13 }\n", nil},
	{"doubled generic struct", "type-size", "10000 fields", "package task\ntype p[T any] struct{ a, b T }\nvar x ¦" + strings.Repeat("p[", 14) + "int" + strings.Repeat("]", 14) + "\n", nil},
	{"doubled generic struct of two", "type-size", "10000 fields", "package task\ntype p[S, T any] struct{ a S; b T }\n" + "type t0 = int\n" + doubled("type t%d p[t%d, t%[2]d]\n", 6) + "type t ¦p[t6, t6]\n", nil},
	{"chained types", "type-size", "200 deep", "package task\ntype t0 int\n" + doubled("type t%d t%d\n", 200) + "type ¦t struct{ a []t200 }\ntype u t\n", nil},
	{"doubled alias", "type-size", "2000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "type ¦t = func(t8) t8\n", nil},
	{"anonymous struct of aliases", "type-text", "2000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "var x ¦struct{ a, b, c t8 }\n", nil},
	{"parameters of aliases", "type-text", "2000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "¦func f(a, b, c t8) {}\nvar g = ¦func() (a, b, c t8) { panic(1) }\n", nil},
	{"type argument of aliases", "type-text", "2000 names", "package task\ntype p[A, B, C any] struct{}\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "var x = ¦p[t8, t8, t8]{}\n", nil},
	{"interface of aliases", "type-text", "2000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "var v ¦interface{ m(a, b, c t8) }\n", nil},
	{"conversion to aliases", "type-text", "2000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 8) + "func f(v any) { _ = v.(¦map[t8]chan struct{ a, b t8 }) }\n", nil},
	{"tags", "type-text", "2000 names", "package task\nvar x ¦struct{ a, b int `" + strings.Repeat("x", 20_000) + "` }\n", nil},
	{"many types of aliases", "type-text", "200000 names", "package task\ntype t0 = func(int) int\n" + doubled("type t%d = func(t%d) *t%[2]d\n", 7) + "func f() {\n" + strings.Repeat("_ = []t7{}\n", 311) + "_ = ¦[]t7{}\n}\n", nil},
	{"elements", "literal-size", "10000 elements", "package task\nvar x = ¦[]int{" + strings.Repeat("1,", 10_001) + "}\n", nil},
	{"large index", "literal-size", "index", "package task\nvar x = []int{¦1 << 30: 1}\n", nil},
	{"large index in a named type", "literal-size", "index", "package task\ntype s []int\nvar x = s{¦1 << 30: 1}\n", nil},
	{"large index, type left out", "literal-size", "index", "package task\nvar x = map[string][]int{\"a\": {¦1 << 30: 1}}\n", nil},
	{"large literals", "literal-size", "all of them", "package task\nfunc f() {\n" + strings.Repeat("_ = [1 << 20]int{1: 1}\n", 4) + "_ = ¦[1 << 20]int{1: 1}\n}\n", nil},
	{"large literals of slices", "literal-size", "all of them", "package task\nfunc f() {\n" + strings.Repeat("_ = []int{1 << 20 - 1: 1}\n", 4) + "_ = ¦[]int{1 << 20 - 1: 1}\n}\n", nil},
	{"large literals of open arrays", "literal-size", "all of them", "package task\nvar x = [...][1 << 18]int{" + strings.Repeat("{}, ", 16) + "}\nvar y = ¦[]int{1}\n", nil},
	{"large literals of structs", "literal-size", "all of them", "package task\ntype t struct { n int; a [1 << 20 - 1]int }\nfunc f() {\n" + strings.Repeat("_ = t{n: 1}\n", 4) + "_ = ¦t{n: 1}\n}\n", nil},
	{"large literals of generic structs", "literal-size", "all of them", "package task\ntype t[T any] struct { n int; a T }\nfunc f() {\n" + strings.Repeat("_ = t[[1 << 19]int]{n: 1}\n", 4) + "_ = ¦t[[1 << 19]int]{n: 1}\n}\n", nil},
	{"large literals of another package", "literal-size", "all of them", "package task\nimport \"net\"\nconst N = 1 << 20\nfunc f() {\n" + strings.Repeat("_ = net.IP{N: 1}\n", 3) + "_ = ¦net.IP{N: 1}\n}\n", nil},
	{"large literals without a type", "literal-size", "all of them", "package task\ntype s[T any] []T\nvar x = s[[1 << 20]int]{\n" + strings.Repeat("{1 << 20 - 1: 1},\n", 3) + "¦{1 << 20 - 1: 1},\n}\n", nil},
	{"long chain", "depth", "nested", "package task\nvar x = ¦1" + strings.Repeat(" + 1", 2100) + "\n", nil},
}

func TestRefused(t *testing.T) {
	for _, tt := range refusedCases {
		t.Run(tt.name, func(t *testing.T) {
			code, want := marks(tt.code)
			syntax, refusals := check(code, tt.imports...)
			require.Empty(t, syntax)
			var got []string
			for _, p := range refusals {
				require.Equal(t, tt.rule, p.Rule, p.Message)
				require.Equal(t, "exercises/05_join/a.go", p.File)
				requireSentence(t, p.Message)
				requireSentence(t, p.Hint)
				got = append(got, fmt.Sprintf("%d:%d", p.Line, p.Column))
			}
			if tt.rule == "depth" { // where the limit is met does not matter
				require.Len(t, got, 1)
			} else {
				require.Equal(t, want, got)
			}
			require.Contains(t, refusals[0].Message, tt.says)
		})
	}
}

// doubled writes a declaration n times, each about the one before.
func doubled(format string, n int) string {
	var code strings.Builder
	for i := range n {
		fmt.Fprintf(&code, format, i+1, i)
	}
	return code.String()
}

// requireSentence wants what a person can read: a capital letter first, and an
// end.
func requireSentence(t *testing.T, s string) {
	t.Helper()
	require.Regexp(t, `(?s)^\p{Lu}.*[.?)]$`, s)
}

// marks takes the markers out and gives their places as line:column.
func marks(code string) (clean string, places []string) {
	for {
		before, after, found := strings.Cut(code, "¦")
		if !found {
			return code, places
		}
		line := strings.Count(before, "\n") + 1
		column := len(before) - strings.LastIndexByte(before, '\n')
		places = append(places, fmt.Sprintf("%d:%d", line, column))
		code = before + after
	}
}

func TestEveryRuleIsShownToRefuse(t *testing.T) {
	shown := map[string]bool{}
	for _, tt := range refusedCases {
		shown[tt.rule] = true
	}
	for _, tt := range refusedTypes {
		shown[tt.rule] = true
	}
	for _, r := range policy.List() {
		require.True(t, shown[r.Name], "no case shows the rule %s", r.Name)
		require.NotEmpty(t, r.Why)
	}
}

// honest are sources in which much is unusual and nothing forbidden. They hold what
// answers consist of, so they are in the instructor's half.
const honest = "../../solutions/testdata/policy/*.txt"

func TestHonestProgramsPass(t *testing.T) {
	files, err := filepath.Glob(honest)
	require.NoError(t, err)
	if len(files) == 0 {
		if _, err := os.Stat(filepath.FromSlash("../../solutions")); errors.Is(err, os.ErrNotExist) {
			t.Skip("this copy of the course has no solutions, and the programs are among them")
		}
	}
	require.NotEmpty(t, files)
	imp := standard(t)
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			code, err := os.ReadFile(name)
			require.NoError(t, err)
			syntax, refusals := check(string(code), "runtime", "runtime/debug")
			require.Empty(t, syntax)
			require.Empty(t, refusals)
			require.Empty(t, checkTypes(t, imp, string(code), "runtime", "runtime/debug"))
		})
	}
}

func TestSyntaxErrorsAreNoRefusal(t *testing.T) {
	syntax, refusals := check("package task\n\nfunc f() {\n\tx := \n}\n")
	require.Empty(t, refusals)
	require.NotEmpty(t, syntax)
	require.Equal(t, 5, syntax[0].Line)
	require.Equal(t, "exercises/05_join/a.go", syntax[0].File)
	require.Empty(t, syntax[0].Rule)

	syntax, _ = check("package task\n" + strings.Repeat("}\nfunc\n", 500))
	require.LessOrEqual(t, len(syntax), 10)
}

func TestLineDirectivesMoveNoPosition(t *testing.T) {
	syntax, refusals := check("package task\n//line /etc/passwd:99\nfunc f( {\n")
	require.Empty(t, syntax, "refusals come first")
	require.Len(t, refusals, 1)
	require.Equal(t, 2, refusals[0].Line)
	require.Equal(t, "exercises/05_join/a.go", refusals[0].File)
}

func TestNamesOfOtherFilesAreKnown(t *testing.T) {
	src := &policy.Source{Files: []policy.File{
		{Name: "a.go", Data: []byte("package task\nvar x [n]row\n")},
		{Name: "b.go", Data: []byte("package task\nconst n = 1 << 11\ntype row [n]int\n")},
	}}
	_, refusals := policy.Check(src, policy.Rules{Package: "task"})
	require.Len(t, refusals, 1)
	require.Equal(t, "a.go", refusals[0].File)
}

func TestAllAtOnceInOrder(t *testing.T) {
	code := "package task\nimport \"os\"\nimport \"unsafe\"\n//go:noinline\nfunc f() { os.Exit(1) }\nfunc main() {}\n"
	_, refusals := check(code)
	var lines []int
	for _, p := range refusals {
		lines = append(lines, p.Line)
	}
	require.Equal(t, []int{3, 4, 5, 6}, lines)

	_, refusals = check("package task\nimport \"os\"\nfunc f() {\n" + strings.Repeat("os.Exit(1)\n", 80) + "}\n")
	require.Len(t, refusals, 50)
	require.Contains(t, refusals[49].Message, "30 more")
}

func TestAllowed(t *testing.T) {
	all := policy.Allowed([]string{"runtime", "io"})
	require.Contains(t, all, "runtime")
	require.Contains(t, all, "golang.org/x/sync/errgroup")
	require.NotContains(t, policy.DefaultImports(), "runtime")
	require.IsIncreasing(t, all, "sorted, each once")
}
