package trace

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The runtime's own list of what a goroutine waits for, in the toolchain that builds
// submissions: each of its words is one that rests or one that goes on. A word that a
// new Go brings fails here, before it is met in somebody's verdict.
func TestTheRuntimesWordsAreKnown(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	path := filepath.Join(strings.TrimSpace(string(out)), "src", "runtime", "runtime2.go")
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	words := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "waitReasonStrings" {
			return true
		}
		for _, e := range spec.Values[0].(*ast.CompositeLit).Elts {
			word, err := strconv.Unquote(e.(*ast.KeyValueExpr).Value.(*ast.BasicLit).Value)
			require.NoError(t, err)
			words++
			state, _ := strings.CutSuffix(word, " (durable)")
			_, rests := blocked[state]
			require.True(t, rests != passing[state], "%q: in both tables, or in none", state)
			g, ok := Header("goroutine 7 [" + word + "]:")
			require.True(t, ok)
			require.Equal(t, rests || state != word, g.Blocked(), word)
		}
		return false
	})
	require.Greater(t, words, 30, "%s has no waitReasonStrings", path)
}
