package stepping_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/grader/steps"
)

// told is everything that is said of a step.
func told(r *stepping.Record, i int) string {
	said := r.Turn(i) + " " + r.Then(i)
	for _, m := range r.In(i) {
		said += " " + m.Text + "."
	}
	return strings.TrimSpace(said)
}

func TestALostUpdateIsTold(t *testing.T) {
	r := stepping.New(fake.LostUpdate())
	var all []string
	for i := range r.Len() {
		all = append(all, fmt.Sprintf("%d. %s", i+1, told(r, i)))
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		"1. G1 (Echo) begins at echo.go:8. It comes to line 9.",
		"3. G1 (Echo) goes on at echo.go:10. It comes to line 11. A dials.",
		"5. G1 (Echo) goes on at echo.go:14. It starts G2. It comes to line 10.",
		"8. G1 could have gone on. G2 (goroutine from echo.go:14) begins at count.go:13.",
		"12. G3 (goroutine from echo.go:14) goes on at count.go:14. It has read, and not written yet.",
		"13. G3 could have gone on. G2 (goroutine from echo.go:14) goes on at count.go:14: it read, and now writes what it had read.",
		"printed: served 1.",
		"Then it waits in Read.",
		"G1 waits in Accept. G2 (goroutine from echo.go:14) goes on at count.go:16.",
		"A has its answer of 5 bytes.",
		"Then it ends.",
		"G2 has ended. G3 (goroutine from echo.go:14) goes on",
	} {
		require.Contains(t, text, want)
	}
	require.Contains(t, r.End(), "The run ends here: Three clients were served")
}

// Every step is reached as by going there from the first.
func TestEveryStepIsReachedAtOnce(t *testing.T) {
	run := fake.Waiting(150)
	r := stepping.New(run)
	require.Greater(t, r.Len(), 300)
	for i := range r.Len() {
		var want []int
		for _, p := range run.At(i) {
			want = append(want, p.Goroutine)
		}
		var have []int
		for _, s := range r.At(i) {
			have = append(have, s.Goroutine)
			require.Equal(t, s.State == stepping.Runs, s.Goroutine == run.Steps[i].Goroutine)
		}
		require.Equal(t, want, have, "step %d", i)
	}
}

func TestSwitches(t *testing.T) {
	r := stepping.New(fake.LostUpdate())
	last := r.Len() - 1
	var forth, back []int
	for i := 0; i < last; {
		i = r.SwitchAfter(i)
		forth = append(forth, i)
	}
	for i := last; i > 0; {
		i = r.SwitchBefore(i)
		back = append([]int{i}, back...)
	}
	require.Equal(t, 0, back[0])
	require.Equal(t, forth[:len(forth)-1], back[1:], "the same, but for the two ends")
	for _, i := range back {
		require.True(t, r.Switch(i))
	}
	require.Equal(t, last, r.SwitchAfter(last))
	require.Equal(t, 0, r.SwitchBefore(0))
}

func TestThousandsAreOneGroup(t *testing.T) {
	r := stepping.New(fake.Waiting(1998))
	all := r.At(r.Len() - 1)
	require.Len(t, all, 1999)
	groups := r.Groups(all)
	require.Len(t, groups, 2, "who runs, and who waits")
	require.Equal(t, "and 1,997 more like it", groups[1].Alike())
	require.Equal(t, "count.go:16", groups[1].Place())
	require.Len(t, r.Groups(r.At(4)), 3, "two do not make a group")
}

// goThrough asks for everything that there is to be asked for.
func goThrough(t *testing.T, run *steps.Run) {
	r := stepping.New(run)
	said := []string{r.Title(), r.End()}
	for i := range r.Len() {
		all := r.At(i)
		_, running := stepping.Of(all, r.Step(i).Goroutine)
		require.True(t, running, "whoever goes on is there")
		said = append(said, told(r, i))
		r.Time(i)
		require.LessOrEqual(t, r.SwitchBefore(i), i)
		require.GreaterOrEqual(t, r.SwitchAfter(i), i)
		for _, g := range r.Groups(all) {
			said = append(said, g.Does(), g.Place(), g.Alike(), r.Known(g.Goroutine), r.Maker(g.Goroutine))
		}
	}
	for _, text := range said {
		require.NotContains(t, text, "\x1b")
		require.NotContains(t, text, "\n")
	}
}

func TestDamagedRuns(t *testing.T) {
	goThrough(t, nil)
	for name, run := range fake.Damaged() {
		t.Run(name, func(t *testing.T) { goThrough(t, run) })
	}
}

func FuzzRecord(f *testing.F) {
	for _, run := range fake.Damaged() {
		text, err := json.Marshal(run)
		require.NoError(f, err)
		f.Add(text)
	}
	text, err := json.Marshal(fake.LostUpdate())
	require.NoError(f, err)
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		var run steps.Run
		if json.Unmarshal(text, &run) != nil || len(run.Steps) > 100 {
			return
		}
		goThrough(t, &run)
	})
}

// BenchmarkAt goes to steps of a record as large as they are kept.
func BenchmarkAt(b *testing.B) {
	r := stepping.New(largest())
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		r.At(i * 7919 % r.Len())
	}
}

func largest() *steps.Run {
	run := fake.Waiting(steps.MaxGoroutines - 1)
	for len(run.Steps) < steps.MaxSteps {
		g := len(run.Steps) % steps.MaxGoroutines
		run.Steps = append(run.Steps, steps.Step{Goroutine: g, File: "count.go", Line: 14,
			Changed: []steps.Place{{Goroutine: g, State: steps.Ready, File: "count.go", Line: 15}}})
	}
	return run
}
