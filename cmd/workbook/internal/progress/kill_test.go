package progress

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
	"workbook/grader/report"
)

const childEnv = "WORKBOOK_PROGRESS_TEST_ROOT"

// The test binary started again with childEnv set is a learner who never rests.
func TestMain(m *testing.M) {
	if root := os.Getenv(childEnv); root != "" {
		saveForever(root)
		return
	}
	os.Exit(m.Run())
}

// saveForever records one attempt after the other and says each that is saved.
func saveForever(root string) {
	s, err := Open(root)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	for {
		v := report.Pass
		if s.Entry("01_a").Attempts%2 == 1 {
			v = report.Fail
		}
		if err := s.Record("01_a", Attempt{Verdict: v, Hash: strings.Repeat("h", rand.IntN(4000))}); err != nil {
			fmt.Println("error", err)
			return
		}
		fmt.Println(s.Entry("01_a").Attempts)
	}
}

// Killed at any moment, by a signal that no program can catch, the file holds
// every attempt that was reported as saved, and at most the one that was under way.
func TestKilledAtAnyMoment(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, Dir, File)
	rounds := 40
	if !longtest.Asked() {
		rounds = 8
	}
	saved, left := 0, 0
	for round := range rounds {
		saved = killWhileSaving(t, root, saved)

		b, err := os.ReadFile(path)
		require.NoError(t, err)
		var raw Progress
		require.NoError(t, json.Unmarshal(b, &raw), "round %d: the file is not whole", round)
		left += len(leftovers(path))

		s := open(t, root)
		require.Empty(t, s.Notice(), "round %d", round)
		require.Empty(t, leftovers(path), "round %d: opening cleans up", round)
		e := s.Entry("01_a")
		require.Contains(t, []int{saved, saved + 1}, e.Attempts, "round %d", round)
		want := Passed
		if e.Attempts%2 == 0 {
			want = Regressed
		}
		require.Equal(t, want, s.State("01_a"), "round %d", round)
		saved = e.Attempts
		// The lock died with its owner.
		require.NoError(t, s.SawHints("02_b", round+1), "round %d", round)
	}
	t.Logf("%d attempts, %d rounds, %d temporary files left behind and removed", saved, rounds, left)
}

// killWhileSaving starts a child, waits for a few saves and kills it a moment
// later. It returns the last number that the child reported as saved.
func killWhileSaving(t *testing.T, root string, saved int) int {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"="+root)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer func() { _ = cmd.Wait() }()
	defer func() { _ = cmd.Process.Kill() }()

	lines := bufio.NewScanner(out)
	after := 1 + rand.IntN(4)
	for n := 0; lines.Scan(); n++ {
		k, err := strconv.Atoi(lines.Text())
		require.NoError(t, err, lines.Text())
		saved = k
		if n == after {
			// Somewhere in the next save. Any moment will do: nothing is waited for.
			time.Sleep(time.Duration(rand.IntN(1500)) * time.Microsecond)
			_ = cmd.Process.Kill() // and read on: what it had said before counts
		}
	}
	return saved
}
