package grader_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// racy is right but for a race between its goroutines.
const racy = `package answer

func Answer() int { return 42 }

func Twice(f func()) {
	if f == nil {
		return
	}
	n := 0
	done := make(chan bool)
	for range 2 {
		go func() { f(); n++; done <- true }()
	}
	<-done
	<-done
}
`

// A witness keeps what the programs of the race stage wrote.
type witness struct {
	jail.Jail

	mu     sync.Mutex
	output strings.Builder
}

func (w *witness) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	res, err := w.Jail.Run(ctx, cmd)
	if strings.Contains(strings.Join(cmd.Env, " "), "GORACE=") {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.output.Write(res.Output)
	}
	return res, err
}

// The detector reads its options from a file, and behind the walls it has to find
// it: else it goes on after a race, and sleeps a second at the end of each process.
func TestTheRaceDetectorHearsItsOptions(t *testing.T) {
	longtest.Skip(t, "it grades at every level")
	dir := t.TempDir()
	talks := strings.Replace(racy, "\t<-done\n}", "\t<-done\n\tfmt.Println(\"it goes on\")\n}", 1)
	talks = strings.Replace(talks, "package answer\n", "package answer\n\nimport \"fmt\"\n", 1)
	require.Contains(t, talks, "fmt.Println(\"it goes on\")")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(talks), 0o600))
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		t.Run(level.String(), func(t *testing.T) {
			g := fixtureAt(t, level)
			if err := g.RaceUnavailable(); err != nil {
				t.Skip(err)
			}
			w := &witness{}
			g.WrapJail(func(j jail.Jail) jail.Jail { w.Jail = j; return w })
			rep, err := g.Grade(t.Context(), grader.Request{
				Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOn,
			}, nil)
			require.NoError(t, err)
			require.Equal(t, report.Fail, stage(t, rep.Exercises[0], report.Race).Verdict)
			require.Contains(t, w.output.String(), "WARNING: DATA RACE")
			require.NotContains(t, w.output.String(), "it goes on")
		})
	}
}
