package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/longtest"
)

// kills is how often TestKilledWhileGrading does it; .ci/run with WORKBOOK_LONG=1 asks for more.
var kills = flag.Int("kills", 1, "how often to kill a program that grades")

// TestKilledWhileGrading kills the program at moments of many kinds, with the one
// signal that it cannot do anything about. Nothing of it may go on running, its
// temporary folders go with the next start, and progress is whole.
func TestKilledWhileGrading(t *testing.T) {
	longtest.Skip(t, "it grades and is killed")
	// Whatever loses its parent becomes a child of this process, and is seen.
	require.NoError(t, unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
	t.Cleanup(func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) })

	root, temp := learnersCourse(t), t.TempDir()
	env := []string{"TMPDIR=" + temp}
	first := workbook(t, root, env, "grade", "01", "--race", "off")
	require.Equal(t, exitOK, first.code, first.output)

	commands := [][]string{{"grade", "02", "--race", "off"}, {"grade", "01", "03"}, {"grade", "02", "01", "--race", "off"}}
	running, rounds := 0, 0
	for round := 0; round < *kills || running == 0 && round < 10**kills; round++ {
		rounds++
		// At once, after so many pieces of output, or a little after that.
		pieces, then := rand.IntN(9), time.Duration(rand.IntN(400))*time.Millisecond
		p := startInTerminal(t, root, env, commands[round%len(commands)]...)
		for range pieces {
			if p.read() != nil {
				break
			}
		}
		time.Sleep(then) // any moment will do: nothing is waited for
		before := descendants(t)
		if len(before) > 1 {
			running++
		}
		_ = p.cmd.Process.Kill() // unless it has come to its end
		_ = p.cmd.Wait()
		require.Eventually(t, func() bool { return len(descendants(t)) == 0 }, time.Minute, 10*time.Millisecond,
			"round %d: some of these go on: %v", round, before)

		store, err := progress.Open(root)
		require.NoError(t, err)
		require.Empty(t, store.Notice(), "round %d", round)
		require.Equal(t, progress.Passed, store.State("01_sequential"), "round %d", round)
	}
	require.NotZero(t, running, "no kill has met a program that had started another one")

	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	last := workbook(t, root, env, "grade", "01", "--race", "off")
	require.Equal(t, exitOK, last.code, last.output)
	entries, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, entries, "the next start removes what the killed ones have left")
	t.Logf("%d of %d kills met running programs; %d folders were left by the last one", running, rounds, len(left))
}

// descendants are the processes that this one has started, and theirs, as long as
// they run: what is over and was given to us is put to rest.
func descendants(t *testing.T) []string {
	t.Helper()
	type proc struct {
		ppid int
		text string
	}
	all := map[int]proc{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(t, err)
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		// pid (name) state ppid ..., and the name may hold anything
		at := strings.LastIndexByte(string(data), ')')
		fields := strings.Fields(string(data[at+1:]))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		ppid, _ := strconv.Atoi(fields[1])
		if fields[0] == "Z" {
			if ppid == os.Getpid() {
				_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil)
			}
			continue
		}
		all[pid] = proc{ppid, fmt.Sprintf("%d %s", pid, data[:at+1])}
	}
	var found []string
	for _, p := range all {
		for up := p.ppid; up != 0; up = all[up].ppid {
			if up == os.Getpid() {
				found = append(found, p.text)
				break
			}
		}
	}
	slices.Sort(found)
	return found
}
