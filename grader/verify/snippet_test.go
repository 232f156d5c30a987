package verify_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/verify"
)

func TestSnippetsThatDoNotCompile(t *testing.T) {
	for _, tc := range []struct {
		name, code string
		want       string // part of the error; empty when the block is right
	}{
		{"a file", "package main\n\nfunc main() {}", ""},
		{"a file after a comment", "// Command x does nothing.\npackage main\n\nfunc main() {}", ""},
		{"declarations", "import \"net\"\n\nfunc f(c net.Conn) { c.Close() }", ""},
		{"declarations of the module", "import \"golang.org/x/sync/errgroup\"\n\nvar g errgroup.Group", ""},
		{"statements", "// snippet: imports \"net\"; given c net.Conn, n int\nc.Close()", ""},
		{"statements with a function type", "// snippet: imports \"net\"; given f func(net.Conn, int)\nf(nil, 1)", ""},
		{"statements on nothing", "// snippet:\nx := 1\n_ = x", ""},
		{"unknown name", "func f() { g() }", "lesson.md:4:12: undefined: g"},
		{"unknown name in statements", "// snippet: imports \"net\"; given c net.Conn\nc.Close()\nc.Shut()", "lesson.md:6:3: c.Shut undefined"},
		{"wrong type", "var n int = \"one\"", "lesson.md:4:13: cannot use"},
		{"unused variable", "// snippet:\nx := 1", "lesson.md:5:1: declared and not used: x"},
		{"unused import", "import \"net\"\n\nvar n int", "lesson.md:4:8: \"net\" imported and not used"},
		{"unused import of statements", "// snippet: imports \"net\"\nprintln()", "\"net\" imported and not used"},
		{"missing import", "func f(c net.Conn) {}", "undefined: net"},
		{"unknown package", "import \"no/such/things\"\n\nvar n things.T", "lesson.md:4"},
		{"a statement outside a function", "x := 1", "lesson.md:4:1: expected declaration"},
		{"a bad first line", "// snippet: import \"net\"\nprintln()", "lesson.md:4: the snippet line has a part that is neither"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lesson := "# A page\n\n```go\n" + tc.code + "\n```\n\n```rust\nfn main() {}\n```\n"
			snippets, err := verify.Snippets("lesson.md", lesson)
			require.NoError(t, err)
			require.Len(t, snippets, 1)
			errs := verify.CompileSnippets(t.Context(), filepath.Join("..", ".."), snippets)
			if tc.want == "" {
				require.Empty(t, errs)
				return
			}
			require.ErrorContains(t, errors.Join(errs...), tc.want)
		})
	}
}

func TestSnippetsRefusesAnOpenFence(t *testing.T) {
	_, err := verify.Snippets("lesson.md", "# A page\n\n```go\nfunc f() {}\n")
	require.ErrorContains(t, err, "lesson.md:3")
}
