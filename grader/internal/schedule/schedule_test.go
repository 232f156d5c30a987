package schedule

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

// parse reads checks as "A B<A C<AB": C needs A and B.
func parse(s string) []course.Check {
	var out []course.Check
	for _, f := range strings.Fields(s) {
		name, list, _ := strings.Cut(f, "<")
		c := course.Check{Name: name, Title: "title of " + name}
		for _, need := range list {
			c.Needs = append(c.Needs, string(need))
		}
		out = append(out, c)
	}
	return out
}

func TestNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		checks, fail, ran string
		missing           map[string]string // by check: the one that it lacks
	}{
		"nothing is needed":         {"A B C", "B", "ABC", nil},
		"all pass":                  {"A B<A C<AB", "", "ABC", nil},
		"a need fails":              {"A B<A C", "A", "AC", map[string]string{"B": "A"}},
		"what was not run is none":  {"A B<A C<B", "A", "A", map[string]string{"B": "A", "C": "B"}},
		"the first of two is named": {"A B C<BA", "AB", "AB", map[string]string{"C": "B"}},
		"the second fails":          {"A B C<AB", "B", "AB", map[string]string{"C": "B"}},
		"declared in any order":     {"C<B B<A A", "", "ABC", nil},
		"a need of another stage":   {"A<X B<AX", "", "AB", nil},
		"named twice":               {"A B<AA", "", "AB", nil},
		"no checks":                 {"", "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(20) {
				var mu sync.Mutex
				var ran []string
				told := map[string]report.Check{}
				err := Schedule{Checks: parse(c.checks), Seed: seed}.Run(t.Context(), func(_ context.Context, check course.Check) report.Check {
					mu.Lock()
					defer mu.Unlock()
					for _, need := range check.Needs {
						require.True(t, need == "X" || told[need].Verdict.Passed(), "%s runs, and needs %s", check.Name, need)
					}
					ran = append(ran, check.Name)
					out := check.Blank()
					if out.Verdict = report.Pass; strings.Contains(c.fail, check.Name) {
						out.Verdict = report.Fail
					}
					return out
				}, func(out report.Check) {
					mu.Lock()
					defer mu.Unlock()
					require.NotContains(t, told, out.Name, "each check is told once")
					told[out.Name] = out
				})
				require.NoError(t, err)
				slices.Sort(ran)
				require.Equal(t, c.ran, strings.Join(ran, ""))
				require.Len(t, told, len(parse(c.checks)))
				for check, lacks := range c.missing {
					require.Equal(t, report.NotRun, told[check].Verdict)
					require.Equal(t, `Not run: it makes sense only once "title of `+lacks+`" passes.`, told[check].Message)
				}
			}
		})
	}
}

// Who waits for a check that never ends goes when the context does.
func TestTheContextEndsWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var told []report.Check
	err := Schedule{Checks: parse("A B<A")}.Run(ctx, func(ctx context.Context, c course.Check) report.Check {
		require.Equal(t, "A", c.Name)
		cancel()
		<-ctx.Done()
		return c.Blank()
	}, func(c report.Check) { told = append(told, c) })
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, told, "what was cut short has no outcome")
}
