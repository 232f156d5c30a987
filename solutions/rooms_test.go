package solutions_test

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Nothing that starts processes is linked with a submission: it is not needed there, it
// makes every program bigger, and a submission that has got out of its bounds would find
// it ready.
func TestInsideProgramsStartNoProcesses(t *testing.T) {
	deps := make(map[string][]string) // of every package that hidden tests reach
	for _, line := range list(t, "-deps", "-test", "-f", `{{.ImportPath}}: {{join .Imports " "}}`, "./...") {
		pkg, imports, _ := strings.Cut(line, ": ")
		// Of "x_test [x.test]: y [x.test]" the plain names.
		pkg, _, _ = strings.Cut(pkg, " ")
		deps[pkg] = slices.DeleteFunc(strings.Fields(imports), func(s string) bool { return strings.HasSuffix(s, ".test]") })
	}
	var inside []string
	for _, p := range list(t, "-f", "{{if .XTestGoFiles}}{{.ImportPath}}{{end}}", "./...") {
		if path.Dir(p) == "workbook/solutions" && path.Base(p) != "internal" {
			inside = append(inside, p+"_test")
		}
	}
	require.GreaterOrEqual(t, len(inside), 17, "an exercise has inside checks")
	for _, tests := range inside {
		for _, bad := range []string{"os/exec", "workbook/grader/jail", "workbook/grader/check/outside"} {
			if way := wayTo(deps, tests, bad); way != nil {
				t.Errorf("the inside program of %s links %s: %s", path.Base(tests), bad, strings.Join(way, " imports "))
			}
		}
	}
	require.NotNil(t, wayTo(deps, "workbook/solutions/01_sequential/outside_test", "os/exec"), "the test sees nothing")
}

func list(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	require.NoError(t, err)
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(line string) bool { return line == "" })
}

// wayTo is how one package comes to import another one, or nil.
func wayTo(deps map[string][]string, from, to string) []string {
	seen := map[string]bool{}
	var walk func(p string) []string
	walk = func(p string) []string {
		if p == to {
			return []string{p}
		}
		if seen[p] {
			return nil
		}
		seen[p] = true
		for _, next := range deps[p] {
			if way := walk(next); way != nil {
				return append([]string{p}, way...)
			}
		}
		return nil
	}
	return walk(from)
}
