package grader_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

var (
	hunted    = flag.String("hunted", "", "folders of submissions, of the form …/EXERCISE/…, to hunt in")
	schedules = flag.Uint64("schedules", 32, "how many schedules a check of them runs under")
	from      = flag.Uint64("from", 1, "the first")
)

func TestHunted(t *testing.T) {
	if *hunted == "" {
		t.Skip("for experiments")
	}
	g := open(t, "..")
	dirs, err := filepath.Glob(*hunted)
	require.NoError(t, err)
	for _, dir := range dirs {
		id := ""
		for _, part := range strings.Split(dir, "/") {
			if len(part) > 3 && part[2] == '_' {
				id = part
			}
		}
		began := time.Now()
		ex, err := g.Hunt(t.Context(), grader.Submission{Exercise: id, Dir: dir}, *from, *schedules)
		require.NoError(t, err)
		failed := 0
		for _, c := range ex.Checks {
			if c.Kind == report.Inside && c.Verdict != report.Pass {
				failed++
				t.Logf("   %s %s under %d: %.300s", c.Name, c.Verdict, c.Schedule, c.Message)
			}
		}
		t.Logf("%s: %d failed, %v %s", dir, failed, time.Since(began).Round(time.Millisecond), ex.Message)
	}
}
