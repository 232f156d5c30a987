package trial

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestPlan(t *testing.T) {
	once := Plan{Seed: 5}
	require.Equal(t, []Try{{Seed: 5}}, once.Outside())
	require.Equal(t, []Try{{Seed: 5, Steady: true, Explain: true}}, once.Inside())
	require.Equal(t, []Try{{Seed: 5, Again: true}}, once.Again())
	require.Equal(t, once.Again(), once.Race())

	twice := Plan{Seed: 5, Runs: 2}
	require.Equal(t, []Try{{Seed: 5}, {Seed: 6}}, twice.Outside())
	require.Equal(t, []Try{{Seed: 5, Steady: true, Explain: true}, {Seed: 6, Steady: true, Explain: true}}, twice.Inside())
	require.Len(t, twice.Again(), 2)
	require.Len(t, twice.Race(), 1)

	numbers := Plan{Seed: 5, Runs: 2, Processors: []int{1, 4}}
	require.Equal(t, []Try{{Seed: 5, Processors: 1}, {Seed: 6, Processors: 1}, {Seed: 7, Processors: 4}, {Seed: 8, Processors: 4}}, numbers.Outside())
	require.Equal(t, append(numbers.Outside(), Try{Seed: 9, Steady: true}), numbers.Inside(), "no inside check passes without a steady run")
	require.Equal(t, []Try{{Seed: 5, Processors: 1, Again: true}, {Seed: 6, Processors: 4, Again: true}}, numbers.Race())
	require.Empty(t, numbers.Again())
}

// No pass comes from the run that explains.
func TestSteadily(t *testing.T) {
	for name, c := range map[string]struct {
		steady, explained, want report.Verdict
		message                 string
	}{
		"it ends":                        {report.Pass, report.Fail, report.Pass, ""},
		"it fails":                       {report.Fail, report.Pass, report.Fail, ""},
		"late, and the other says why":   {report.Timeout, report.Fail, report.Fail, ""},
		"late, and the other passes":     {report.Timeout, report.Pass, report.Timeout, "Block until there is something to do."},
		"memory, and the other passes":   {report.Memory, report.Pass, report.Memory, ""},
		"late, and nobody can tell":      {report.Timeout, report.GraderError, report.Timeout, "Block until"},
		"the grader itself is at a loss": {report.GraderError, report.Fail, report.GraderError, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out := Steadily(t.Context(), Try{Seed: 3, Steady: true, Explain: true}, func(ctx context.Context, try Try) report.Check {
				require.EqualValues(t, 3, try.Seed)
				if try.Steady {
					return report.Check{Verdict: c.steady}
				}
				if c.steady != report.Timeout && c.steady != report.Memory {
					<-ctx.Done() // it begins only on a slow machine, and is not waited for
				}
				return report.Check{Verdict: c.explained}
			})
			require.Equal(t, c.want, out.Verdict)
			require.Contains(t, out.Message, c.message)
		})
	}
	out := Steadily(t.Context(), Try{Steady: true}, func(_ context.Context, try Try) report.Check {
		require.True(t, try.Steady, "nothing runs beside it")
		return report.Check{Verdict: report.Timeout}
	})
	require.Equal(t, report.Check{Verdict: report.Timeout}, out)
}
