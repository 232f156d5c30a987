package policy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
)

// FuzzCheck gives Check whatever there is: it must not panic, must end, and must
// say something about each source that it does not let through.
func FuzzCheck(f *testing.F) {
	for _, tt := range refusedCases {
		if code, _ := marks(tt.code); len(code) < 2000 {
			f.Add(code, "package task\nconst n = 3\n")
		}
	}
	files, _ := filepath.Glob(honest)
	for _, name := range files {
		if code, err := os.ReadFile(name); err == nil {
			f.Add(string(code), "package task\n")
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > policy.MaxFileBytes {
			t.Skip()
		}
		src := &policy.Source{Files: []policy.File{{Name: "a.go", Data: []byte(a)}, {Name: "b.go", Data: []byte(b)}}}
		start := time.Now()
		syntax, refusals := policy.Check(src, policy.Rules{Package: "task"})
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v for %d bytes", took, len(a)+len(b))
		}
		if len(syntax) > 0 && len(refusals) > 0 {
			t.Fatal("syntax errors and refusals at once")
		}
		for _, p := range append(syntax, refusals...) {
			if p.Message == "" || p.Line < 1 || p.File != "a.go" && p.File != "b.go" {
				t.Fatalf("no place or no message: %+v", p)
			}
		}
	})
}

// Sources at the size limit that are built to keep a careless checker busy.
func TestCostlySourceEnds(t *testing.T) {
	fill := func(head, part, tail string) string {
		n := (policy.MaxFileBytes - len(head) - len(tail)) / len(part)
		return head + strings.Repeat(part, n) + tail
	}
	var doubling, aliases strings.Builder
	doubling.WriteString("package task\nconst a0 = 1\n")
	aliases.WriteString("package task\ntype t0 []int\n")
	for i := 1; doubling.Len() < policy.MaxFileBytes-100; i++ {
		n, before := strconv.Itoa(i), strconv.Itoa(i-1)
		doubling.WriteString("const a" + n + " = a" + before + " + a" + before + "\n")
		aliases.WriteString("type t" + n + " t" + before + "\nvar v" + n + " = t" + n + "{0: 1}\n")
	}
	doubling.WriteString("var x [a8000]int\n")
	for name, code := range map[string]string{
		"spaces":        fill("package task\n", " ", ""),
		"operators":     fill("package task\nvar x = ", "-", "1\n"),
		"arrows":        fill("package task\nvar x ", "<-", "chan int\n"),
		"parentheses":   fill("package task\nvar x = ", "(", "\n"),
		"functions":     fill("package task\n", "func(){", "\n"),
		"sum":           fill("package task\nvar x = 1", "+1", "\n"),
		"length":        fill("package task\nvar x [1", "+1", "]int\n"),
		"else if":       fill("package task\nfunc f() { if x {", "}else if x{", "}}\n"),
		"comments":      fill("package task\n", "/**/", "\n"),
		"quotes":        fill("package task\n", "\"\n", "\n"),
		"garbage":       fill("", "\x00\xff{", ""),
		"selectors":     fill("package task\nvar x = a", ".a", "\n"),
		"indices":       fill("package task\nvar x = []int{1:1", ",1:1", "}\n"),
		"type list":     fill("package task\ntype T[P interface{int", "|int", "}] int\n"),
		"index chain":   fill("package task\nvar x = a", "[1]", "\n"),
		"index lists":   fill("package task\nvar x = a", "[1,1]", "\n"),
		"strings":       fill("package task\nvar x = ``", "+``", "\n"),
		"names":         fill("package task\nvar x = a", "+a", "\n"),
		"dereferences":  fill("package task\nvar x = ", "(*", "\n"),
		"calls":         fill("package task\nvar x = f", "()", "\n"),
		"labels":        fill("package task\nfunc f(){", "a:", "}\n"),
		"doubling":      doubling.String(),
		"chained types": aliases.String()[:strings.LastIndex(aliases.String()[:min(aliases.Len(), policy.MaxFileBytes)], "\n")+1],
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			syntax, refusals := check(code)
			took := time.Since(start)
			// Generous: a minute is what exponential work would not be done in.
			require.Less(t, took, time.Minute)
			t.Logf("%v, %d syntax errors, %d refusals", took, len(syntax), len(refusals))
			if name == "doubling" {
				require.NotEmpty(t, refusals, "the length is far beyond the limit")
			}
		})
	}
}

// mayNot are things of other packages that no accepted source names, by the names
// that go/types gives them.
var mayNot = []string{
	"os.Exit", "os.Args", "os.NewFile", "os.Open", "os.Stdin", "(*os.File).Fd", "(*os.File).SyscallConn", "(*os.File).Close",
	"(*net.conn).File", "(*net.TCPListener).File", "(*net.UnixListener).File", "(*net.TCPConn).SyscallConn",
	"net.FileConn", "net.FileListener", "net.DefaultResolver", "runtime.Callers", "fmt.Scan", "net.ListenUnix", "(*net.UnixConn).WriteMsgUnix",
	"(reflect.Type).Method", "(reflect.Value).Call", "syscall.Kill", "unicode.Scripts",
}

// FuzzCheckTypes gives both checks source that uses other packages. What they let
// through is looked at once more, by a plain search.
func FuzzCheckTypes(f *testing.F) {
	for _, tt := range refusedTypes {
		code, _ := marks(tt.code)
		f.Add(code)
	}
	for _, code := range allowedTypes {
		f.Add(code)
	}
	imp := standard(f)
	f.Fuzz(func(t *testing.T, code string) {
		if len(code) > 4<<10 {
			t.Skip()
		}
		code = "package task; " + code
		src := &policy.Source{Files: []policy.File{{Name: "a.go", Data: []byte(code)}}}
		rules := policy.Rules{Package: "task", Imports: []string{"runtime", "runtime/debug"}}
		if syntax, refusals := policy.Check(src, rules); len(syntax)+len(refusals) > 0 {
			t.Skip()
		}
		start := time.Now()
		refusals, err := policy.CheckTypes(src, rules, imp)
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v for %d bytes", took, len(code))
		}
		if err != nil {
			if strings.Contains(err.Error(), "panic") {
				t.Fatal(err)
			}
			t.Skip() // it does not compile
		}
		for _, p := range refusals {
			if p.Message == "" || p.Hint == "" || p.Rule == "" || p.Line < 1 || p.File != "a.go" {
				t.Fatalf("no place, rule, hint or message: %+v", p)
			}
		}
		if len(refusals) > 0 {
			return
		}
		for _, name := range named(t, imp, code) {
			if slices.Contains(mayNot, name) {
				t.Fatalf("%s was let through", name)
			}
		}
	})
}

// named lists what the source names of other packages.
func named(t *testing.T, imp types.Importer, code string) []string {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, "a.go", code, parser.SkipObjectResolution)
	require.NoError(t, err)
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: imp}
	_, err = conf.Check("task", fset, []*ast.File{tree}, &info)
	require.NoError(t, err)
	var names []string
	for _, obj := range info.Uses {
		if fn, ok := obj.(*types.Func); ok {
			names = append(names, fn.FullName())
		} else if obj.Pkg() != nil {
			names = append(names, obj.Pkg().Path()+"."+obj.Name())
		}
	}
	return names
}

// Types that the compiler accepts in seconds and that are built to keep a careless
// checker busy for longer.
func TestCostlyTypesEnd(t *testing.T) {
	imp := standard(t)
	for name, code := range map[string]string{
		// The type of x16 has 65,536 names when it is written out.
		"inferred": "type p[A, B any] struct{ a *A; b *B }\nfunc mk[A, B any](a A, b B) p[A, B] { return p[A, B]{&a, &b} }\nfunc F() any {\nx0 := 1\n" +
			doubled("x%d := mk(x%d, x%[2]d)\n", 16) + "return x16\n}\n",
		// F makes 65,536 functions, none of which has a type of its own here.
		"instantiated": "type l[T any] struct{ v *T }\ntype r[T any] struct{ v []T }\nfunc f0[T any](v T) int { return 1 }\n" +
			doubled("func f%d[T any](v T) int { var x l[T]; var y r[T]; return f%d(x) + f%[2]d(y) }\n", 16) + "func F() int { return f16(1) }\n",
		"interfaces": "type i0 interface{ m0() }\n" +
			doubled("type i%d interface { i%d; m%[1]d() }\ntype j%[1]d interface { i%[2]d; i%[1]d }\n", 190),
		"fields":  "type t0 struct{}\n" + doubled("type t%d struct{ a, b t%d }\n", 13) + "func F(a, b t13) bool { return a == b }\n",
		"arrays":  "type t0 struct{}\n" + doubled("type t%d [2]t%d\n", 20) + "func F(a, b t20) bool { return a == b }\n",
		"named":   "type t0 []int\n" + doubled("type t%d t%d\nvar v%[1]d t%[1]d\n", 190),
		"methods": "type t0 struct{}\nfunc (t0) M() {}\n" + doubled("type t%d struct{ t%d; n%[1]d int }\n", 190) + "func F(v t190) { v.M() }\n",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			require.Empty(t, checkTypes(t, imp, "package task\n"+code))
			took := time.Since(start)
			require.Less(t, took, time.Minute) // generous, as above
			t.Log(took)
		})
	}
}
