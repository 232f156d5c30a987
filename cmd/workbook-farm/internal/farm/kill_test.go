package farm_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader/batch"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

var (
	submissions = flag.Int("submissions", 30, "how many submissions TestKilled grades; a kill for each ten")
	takes       = flag.Duration("takes", 20*time.Millisecond, "what a grading takes in TestKilled")
)

// Server and workers are killed at random while a class is graded, and one submission kills
// its worker each time: the verdicts are those of one machine, each is there once, and the
// one that kills is given up.
func TestKilled(t *testing.T) {
	longtest.Skip(t, "workers and servers are killed")
	address := freeAddress(t)
	folder := t.TempDir()
	server := begin(t, "serve "+address+" "+filepath.Join(folder, "store"))
	a := farm.Access{URL: "nats://" + address}
	var f *farm.Farm
	require.Eventually(t, func() bool {
		var err error
		f, err = farm.Open(t.Context(), a)
		return err == nil
	}, time.Minute, 20*time.Millisecond)
	defer f.Close()
	processes := []*process{server}
	for range 3 {
		processes = append(processes, begin(t, fmt.Sprintf("work %s %s %s", a.URL, folder, *takes)))
	}

	e := newEngine(t)
	c, err := f.Client(t.Context(), e, farm.ClientOptions{Look: 2 * time.Second})
	require.NoError(t, err)
	rows := class(t, append(many(*submissions), killer)...)
	j, err := batch.OpenJournal(filepath.Join(t.TempDir(), "journal.jsonl"))
	require.NoError(t, err)
	defer j.Close()
	stop, watched := make(chan struct{}), make(chan struct{})
	progress := make(chan batch.Progress, 2*len(rows))
	killed := map[string]int{}
	go func() {
		defer close(watched)
		killing(processes, progress, killed, stop)
	}()
	rep, err := batch.Run(t.Context(), c, j, rows, batch.Options{Jobs: 32}, func(p batch.Progress) { progress <- p })
	close(stop)
	<-watched
	require.NoError(t, err)

	n := *submissions
	same(t, rows[:n], &report.Report{Exercises: rep.Exercises[:n]})
	require.Equal(t, report.GraderError, rep.Exercises[n].Verdict)
	require.Contains(t, rep.Exercises[n].Message, fmt.Sprintf("begun %d times", killTries))
	s, err := f.Status(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, n+1, s.Results)
	data, err := os.ReadFile(filepath.Join(folder, "graded"))
	require.NoError(t, err)
	t.Logf("%d submissions, killed %v: %d gradings came to their end", n, killed, strings.Count(string(data), "\n"))
}

// killing kills a process for each ten verdicts, and starts again what was killed, or has
// ended by itself.
func killing(processes []*process, progress <-chan batch.Progress, killed map[string]int, stop <-chan struct{}) {
	dead := time.NewTicker(100 * time.Millisecond)
	defer dead.Stop()
	next := 10
	for {
		select {
		case p := <-progress:
			if p.Graded < next {
				break
			}
			next += 10
			victim := processes[rand.N(len(processes))]
			killed[strings.Fields(victim.act)[0]]++
			victim.kill()
			victim.start()
		case <-dead.C:
			for _, p := range processes[1:] {
				if p.ended() {
					killed["by the submission"]++
					p.kill()
					p.start()
				}
			}
		case <-stop:
			return
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}
