package compare_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/compare"
)

func pkg(text string) []compare.Source {
	return []compare.Source{{Name: "a.go", Text: "package a\n\n" + text}}
}

// show writes a comparison with a sign before each line: = in both, < mine, > theirs.
func show(parts []compare.Part) string {
	var sb strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&sb, "# %s", p.Title)
		if p.Renamed != "" {
			fmt.Fprintf(&sb, " -> %s", p.Renamed)
		}
		sb.WriteByte('\n')
		for _, r := range p.Rows {
			switch {
			case r.Same:
				sb.WriteString("= " + p.Mine[r.Mine] + "\n")
			case r.Theirs < 0:
				sb.WriteString("< " + p.Mine[r.Mine] + "\n")
			case r.Mine < 0:
				sb.WriteString("> " + p.Theirs[r.Theirs] + "\n")
			default:
				sb.WriteString("≠ " + p.Mine[r.Mine] + "\n  " + p.Theirs[r.Theirs] + "\n")
			}
		}
	}
	return sb.String()
}

func TestPackages(t *testing.T) {
	for _, test := range []struct{ name, mine, theirs, stub, want string }{
		{
			name:   "nothing differs, however it is written",
			mine:   "func F( ){\n  g ( )\n}\n",
			theirs: "func F() {\n\tg()\n}\n",
			want:   "# func F\n= func F() {\n= \tg()\n= }\n",
		},
		{
			name:   "a line that was changed stands beside the one that it was",
			mine:   "func F(ln net.Listener) error {\n\tconn, err := ln.Accept()\n\tserve(conn)\n\treturn err\n}\n",
			theirs: "func F(ln net.Listener) error {\n\tconn, err := ln.Accept()\n\tgo serve(conn)\n\treturn err\n}\n",
			want: "# func F\n= func F(ln net.Listener) error {\n= \tconn, err := ln.Accept()\n" +
				"≠ \tserve(conn)\n  \tgo serve(conn)\n= \treturn err\n= }\n",
		},
		{
			name:   "what was put into a block is still the same, and braces align nothing",
			mine:   "func F() {\n\ta()\n\tb()\n}\n",
			theirs: "func F() {\n\tif ok {\n\t\ta()\n\t}\n\tb()\n}\n",
			want:   "# func F\n= func F() {\n> \tif ok {\n= \ta()\n> \t}\n= \tb()\n= }\n",
		},
		{
			name:   "by name, in my order",
			mine:   "func B() { b() }\n\nfunc A() { a() }\n",
			theirs: "func A() { a() }\n\nfunc B() { b() }\n",
			want:   "# func B\n= func B() { b() }\n# func A\n= func A() { a() }\n",
		},
		{
			name:   "a renamed function",
			mine:   "func handle(conn net.Conn) {\n\tdefer conn.Close()\n\tio.Copy(conn, conn)\n}\n",
			theirs: "func serve(conn net.Conn) {\n\tdefer conn.Close()\n\t_, _ = io.Copy(conn, conn)\n}\n",
			want: "# func handle -> func serve\n≠ func handle(conn net.Conn) {\n  func serve(conn net.Conn) {\n" +
				"= \tdefer conn.Close()\n≠ \tio.Copy(conn, conn)\n  \t_, _ = io.Copy(conn, conn)\n= }\n",
		},
		{
			name:   "a method of a type with another name",
			mine:   "type set struct{ n int }\n\nfunc (s *set) add(n int) { s.n += n }\n",
			theirs: "type bag struct{ n int }\n\nfunc (b *bag) add(n int) {\n\tb.n += n\n}\n",
			want: "# type set -> type bag\n≠ type set struct{ n int }\n  type bag struct{ n int }\n" +
				"# func (set) add -> func (bag) add\n≠ func (s *set) add(n int) { s.n += n }\n  func (b *bag) add(n int) {\n> \tb.n += n\n> }\n",
		},
		{
			name:   "what only one side has; theirs behind what it follows there",
			mine:   "func F() {\n\tmain()\n}\n\nfunc mineAlone() { print(1) }\n",
			theirs: "func F() {\n\tmain()\n}\n\ntype theirs struct{}\n",
			want:   "# func F\n= func F() {\n= \tmain()\n= }\n# type theirs\n> type theirs struct{}\n# func mineAlone\n< func mineAlone() { print(1) }\n",
		},
		{
			name:   "declared together or one by one",
			mine:   "var (\n\tErrA = errors.New(\"a\") // first\n\n\t// ErrB is the other.\n\tErrB = errors.New(\"b\")\n)\n",
			theirs: "var ErrB = errors.New(\"b\")\n\nvar ErrA = errors.New(\"a\")\n",
			want: "# var ErrA\n≠ var ErrA = errors.New(\"a\") // first\n  var ErrA = errors.New(\"a\")\n" +
				"# var ErrB\n< // ErrB is the other.\n= var ErrB = errors.New(\"b\")\n",
		},
		{
			name:   "comments of the stub are folded on both sides, others are not",
			stub:   "// F does it.\n// All of it.\nfunc F() {}\n",
			mine:   "// F does it.\n// All of it.\nfunc F() {\n\t// my own\n\tf()\n}\n",
			theirs: "// F does it, in other words.\nfunc F() {\n\tf() // at once\n}\n\n// f is new.\nfunc f() {}\n",
			want: "# func F\n= // …\n= func F() {\n< \t// my own\n≠ \tf()\n  \tf() // at once\n= }\n" +
				"# func f\n> // f is new.\n> func f() {}\n",
		},
		{
			name:   "a comment of theirs that is folded is folded in mine, too",
			stub:   "// F does it.\nfunc F() {}\n",
			mine:   "// F does it, in other words.\n// My own.\nfunc F() { f() }\n",
			theirs: "// F does it, in other words.\nfunc F() { f() }\n",
			want:   "# func F\n= // …\n< // My own.\n= func F() { f() }\n",
		},
		{
			name:   "a folded comment that only one side has says nothing",
			stub:   "// F does it.\nfunc F() {}\n\n// G too.\nfunc G() {}\n",
			mine:   "func F() { f() }\n\n// G too.\nfunc G() { g() }\n",
			theirs: "// F does it.\nfunc F() { f() }\n\nfunc G() { g() }\n",
			want:   "# func F\n= func F() { f() }\n# func G\n= func G() { g() }\n",
		},
		{
			name:   "methods of generic types",
			mine:   "func (h *Handle[T]) Join() T { return h.v }\n",
			theirs: "func (h Handle[K]) Join() K { return h.v }\n",
			want:   "# func (Handle) Join\n≠ func (h *Handle[T]) Join() T { return h.v }\n  func (h Handle[K]) Join() K { return h.v }\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			parts := compare.Packages(pkg(test.mine), pkg(test.theirs), pkg(test.stub))
			require.Equal(t, test.want, show(parts))
		})
	}
}

// A learner may have several files, and a package has one list of imports.
func TestSeveralFiles(t *testing.T) {
	mine := []compare.Source{
		{Name: "a.go", Text: "package a\n\nimport \"io\"\n\nfunc A() {}\n"},
		{Name: "b.go", Text: "package a\n\nimport \"net\"\n\nfunc B() {}\n"},
	}
	parts := compare.Packages(mine, pkg("import (\n\t\"io\"\n)\n\nfunc B() {}\n\nfunc A() {}\n"), nil)
	var titles []string
	for _, p := range parts {
		titles = append(titles, p.Title)
	}
	require.Equal(t, []string{"imports", "func A", "func B"}, titles)
}

// What does not parse, and what would steer a terminal, is shown all the same.
func TestUnreadable(t *testing.T) {
	parts := compare.Packages([]compare.Source{{Name: "a.go", Text: "package a\n\nfunc F( {\x1b[2J\n"}}, pkg("func F() {}\n"), nil)
	require.Len(t, parts, 2)
	require.Contains(t, show(parts), "# file a.go\n< package a\n< \n< func F( {")
	require.NotContains(t, show(parts), "\x1b")
	require.Empty(t, compare.Packages(nil, nil, nil))
	require.Empty(t, compare.Packages(pkg(""), pkg(""), nil))
}

// Whatever is compared, each line of both is in one row, in order.
func TestEveryLineOnce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	pool := []string{"a()", "b(x)", "b(y)", "if a {", "}", "", "// why", "return err", "s := `raw", "text`", "func f() {", "x++"}
	write := func() string {
		var sb strings.Builder
		sb.WriteString("func F() {\n")
		for range r.IntN(30) {
			sb.WriteString("\t" + pool[r.IntN(len(pool))] + "\n")
		}
		sb.WriteString("}\n")
		return sb.String()
	}
	for range 300 {
		mine, theirs := write(), write()
		for _, p := range compare.Packages(pkg(mine), pkg(theirs), pkg("// why\n")) {
			left, right := 0, 0
			for _, row := range p.Rows {
				if row.Mine >= 0 {
					left = next(t, p.Mine, left, row.Mine)
				}
				if row.Theirs >= 0 {
					right = next(t, p.Theirs, right, row.Theirs)
				}
				if row.Same {
					require.Equal(t, strings.TrimSpace(p.Mine[row.Mine]), strings.TrimSpace(p.Theirs[row.Theirs]))
				}
			}
			next(t, p.Mine, left, len(p.Mine))
			next(t, p.Theirs, right, len(p.Theirs))
		}
	}
}

// next says which line comes after the one at. What is left out between is folded.
func next(t *testing.T, lines []string, from, at int) int {
	t.Helper()
	require.LessOrEqual(t, from, at)
	for _, skipped := range lines[from:at] {
		require.Equal(t, "// …", strings.TrimSpace(skipped))
	}
	return at + 1
}

// A file beyond all bounds is shown, and not aligned line by line.
func TestVeryLong(t *testing.T) {
	long := "func F() {\n" + strings.Repeat("\tx++\n\ty--\n", 20_000) + "}\n"
	parts := compare.Packages(pkg(long), pkg(strings.ReplaceAll(long, "x", "z")), nil)
	require.Len(t, parts, 1)
	require.Len(t, parts[0].Mine, 40_002)
}
