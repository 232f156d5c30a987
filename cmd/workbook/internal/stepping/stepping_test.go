package stepping_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/report"
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
	require.Contains(t, r.Ending(), "The run ends here: Three clients were served")
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
	require.Equal(t, r.End(), r.SwitchAfter(last), "behind the last of them is the end")
	require.Equal(t, r.End(), r.SwitchAfter(r.End()))
	require.Equal(t, r.SwitchBefore(last), r.SwitchBefore(r.End()))
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

// deadlock is a run in which two goroutines wait for each other, a third stands between a
// read and a write, and a fourth has panicked.
func deadlock() *steps.Run {
	at := func(g int, s steps.State, line int, on string) steps.Place {
		return steps.Place{Goroutine: g, State: s, File: "a.go", Line: line, On: on}
	}
	between := at(2, steps.Ready, 9, "")
	between.Between = true
	return &steps.Run{Verdict: report.Fail, Message: "Nobody can go on.",
		Goroutines: []steps.Goroutine{{Name: "Run", By: -1}, {Name: "goroutine from a.go:4", By: 0, File: "a.go", Line: 4}, {Name: "x", By: 0}, {Name: "y", By: 0}},
		Steps: []steps.Step{
			{Goroutine: 0, File: "a.go", Line: 4},
			{Goroutine: 1, File: "a.go", Line: 5, Changed: []steps.Place{at(1, steps.Ready, 5, ""), between, at(3, steps.Ready, 2, ""), at(0, steps.Waits, 6, "for a lock")}},
		},
		End: []steps.Place{at(1, steps.Waits, 5, "to receive from a channel"), at(3, steps.Ended, 2, ""), {Goroutine: 99}},
	}
}

func TestTheEnd(t *testing.T) {
	r := stepping.New(deadlock())
	require.Equal(t, 2, r.End())
	require.False(t, r.Ended(1))
	require.True(t, r.Ended(2))
	var all []string
	for _, s := range r.At(r.End()) {
		require.NotEqual(t, stepping.Runs, s.State, "nobody runs any more")
		all = append(all, r.Name(s.Goroutine)+" "+s.Does()+" at "+s.Place())
	}
	require.Equal(t, []string{"G1 waits for a lock at a.go:6", "G2 waits to receive from a channel at a.go:5",
		"G3 has read, and not written yet at a.go:9", "G4 has panicked at a.go:2"}, all)
	require.Equal(t, "Then it waits to receive from a channel.", r.Then(1), "the last step has an outcome, too")
	require.Empty(t, r.Turn(r.End())+r.Then(r.End()))
	file, line := r.Focus(r.End())
	require.Equal(t, "a.go:2", wording.Place(file, line), "who panicked is looked at first")
	r = stepping.New(fake.LostUpdate())
	require.Contains(t, r.Then(r.Len()-1), "Then it ends.")
	require.Empty(t, r.In(r.End()))
	require.Equal(t, r.World(r.Len()-1), r.World(r.End()))
	require.Zero(t, stepping.New(nil).End())
}

// goThrough asks for everything that there is to be asked for.
func goThrough(t *testing.T, run *steps.Run) {
	r := stepping.New(run)
	said := []string{r.Title(), r.Ending()}
	if r.Len() > 0 {
		r.At(r.End())
		r.Focus(r.End())
	}
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
