package grader_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// tearing is how long to try. A second of it is a few runs of the program, each of
// thousands of tries:
//
//	go test ./grader -run TestNothingTears -tearing 1h -timeout 0 -v
var tearing = flag.Duration("tearing", 0, "how long to try to tear memory in steady runs")

// In a steady run goroutines that use the same memory at the same time see it whole,
// whatever the race detector knows of how it is written.
func TestNothingTears(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("testdata", "tear", "answer.go"))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), source, 0o600))
	var elsewhere *jail.Result // on all processors it may well tear
	g, _ := overloaded(t, func(r aRun) *jail.Result {
		if r.check == "TestAnswer" && !r.steady {
			return elsewhere
		}
		return nil
	})
	once := func(request grader.Request) report.Exercise {
		request.Submissions, request.Race = []grader.Submission{{Exercise: "01_answer", Dir: dir}}, grader.RaceOff
		rep, err := g.Grade(t.Context(), request, nil)
		require.NoError(t, err)
		return rep.Exercises[0]
	}
	elsewhere = ended(passRecord, 0)
	runs := 1
	for began := time.Now(); ; runs += 20 {
		ex := once(grader.Request{Runs: min(runs, 20)})
		require.Equal(t, report.Pass, check(t, ex, "TestAnswer").Verdict, explain(ex))
		if time.Since(began) > *tearing {
			break
		}
	}
	if *tearing == 0 {
		return
	}
	t.Logf("nothing tore in %d runs", runs)
	elsewhere = nil
	ex := once(grader.Request{Runs: 20, Processors: []int{0}})
	t.Logf("on all processors: %s", check(t, ex, "TestAnswer").Message)
	require.False(t, check(t, ex, "TestAnswer").Verdict.Passed(), "a program that cannot tear anything shows nothing")
}
