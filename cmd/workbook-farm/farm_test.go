package main

import (
	"bytes"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/exit"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
	"workbook/grader/stdio"
)

var class = flag.Int("class", 3, "how many students TestSameAsAlone has of each kind")

// A class is graded by two workers, and has the report of one machine. Programs, course and
// walls are the real ones.
func TestSameAsAlone(t *testing.T) {
	longtest.Skip(t, "it grades many submissions twice")
	if jail.Probe().Level < jail.L2 {
		t.Skip("a worker takes nothing without walls, and this machine has none: `workbook doctor` says why")
	}
	root := coursetest.LayOut(t, "course.txtar")
	store := t.TempDir()
	url := "nats://" + freeAddress(t)
	token := filepath.Join(store, tokenName)
	server := program(t, root, "serve", "--listen", strings.TrimPrefix(url, "nats://"), "--store", store)
	server.waitFor(t, "The queue is at "+url)
	for _, name := range []string{"one", "two"} {
		program(t, root, "work", "--farm", url, "--token-file", token, "--jobs", "1", "--name", name).waitFor(t, "grading, 1 at a time")
	}

	g, err := stdio.Start(t.Context(), command(root, "grade", "--farm", url, "--token-file", token))
	require.NoError(t, err)
	defer func() { require.NoError(t, g.Close()) }()
	c, err := course.Load(root)
	require.NoError(t, err)
	alone, err := grader.New(c, grader.Options{Least: jail.L2})
	require.NoError(t, err)
	defer alone.Close()
	rows := handedIn(t)
	want, got := steady(grade(t, alone, rows)), steady(grade(t, g, rows))
	require.Len(t, got.Exercises, len(want.Exercises))
	for i := range want.Exercises {
		require.Equal(t, want.Exercises[i], got.Exercises[i])
	}

	out, err := command(root, "status", "--farm", url, "--token-file", token).Output()
	require.NoError(t, err)
	require.Regexp(t, `waiting +0 of at most 1000000`, string(out))
	require.Regexp(t, fmt.Sprintf(`verdicts +%d,`, 3**class), string(out))
	require.Regexp(t, `(?m)^one `, string(out))

	// Another course is refused by name, and no token gets nobody in.
	other := coursetest.LayOut(t, "course.txtar")
	require.NoError(t, os.WriteFile(filepath.Join(other, "solutions", "01_answer", "more_test.go"), []byte("package answer_test\n"), 0o600))
	refused := command(other, "work", "--farm", url, "--token-file", token)
	said, err := refused.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, exit.Usage, refused.ProcessState.ExitCode())
	require.Contains(t, string(said), "01_answer: the hidden tests, exercise.toml or the settings of the build are not the queue's")
	require.Contains(t, string(said), "hint: bring this machine to the queue's")
	stranger := command(root, "work", "--farm", url)
	said, err = stranger.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(said), "hint: say who you are: --token-file")
}

// handedIn are right, wrong and refused submissions, each different from every other.
func handedIn(t *testing.T) []batch.Row {
	t.Helper()
	const twice = `
func Twice(f func()) {
	if f == nil {
		return
	}
	done := make(chan bool)
	for range 2 {
		go func() { f(); done <- true }()
	}
	<-done
	<-done
}
`
	dir := t.TempDir()
	var rows []batch.Row
	for i := range *class {
		for kind, text := range []string{
			"package answer\n\nfunc Answer() int { return 42 }\n" + twice,
			"package answer\n\nfunc Answer() int { return 41 }\n" + twice,
			"package answer\n\nfunc Answer() int { return answer }\n" + twice,
			"package answer\n\nimport \"C\"\n",
		} {
			row := batch.Row{Student: fmt.Sprint(i, kind), Exercise: "01_answer", Dir: filepath.Join(dir, fmt.Sprint(i, "-", kind))}
			require.NoError(t, os.Mkdir(row.Dir, 0o755))
			if kind < 3 {
				text += fmt.Sprintf("\n// by student %d\n", i)
			}
			require.NoError(t, os.WriteFile(filepath.Join(row.Dir, "answer.go"), []byte(text), 0o600))
			if kind == 3 {
				row = batch.Row{Student: row.Student, Exercise: "01_answer", Missing: "There is nothing."}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func grade(t *testing.T, g batch.Grader, rows []batch.Row) *report.Report {
	t.Helper()
	j, err := batch.OpenJournal(filepath.Join(t.TempDir(), "journal.jsonl"))
	require.NoError(t, err)
	defer j.Close()
	began := time.Now()
	rep, err := batch.Run(t.Context(), g, j, rows, batch.Options{Jobs: 8, Race: grader.RaceOff, Seed: 7}, nil)
	require.NoError(t, err)
	t.Logf("%T: %d rows in %s", g, len(rows), time.Since(began).Round(time.Millisecond))
	return rep
}

// steady leaves out what is another each time, and what walls there would have been around
// what was not run: who hands in has none.
func steady(r *report.Report) *report.Report {
	for i := range r.Exercises {
		ex := &r.Exercises[i]
		ex.GradedAt, ex.DurationMS = time.Time{}, 0
		if ex.Verdict == report.NotRun {
			ex.Isolation = ""
		}
		for j := range ex.Stages {
			ex.Stages[j].DurationMS = 0
		}
		for j := range ex.Checks {
			ex.Checks[j].DurationMS = 0
		}
	}
	return r
}

// command is this program with arguments.
func command(root string, args ...string) *exec.Cmd {
	cmd := exec.Command("workbook-farm", append(args, "--course", root)...)
	cmd.Env = append(os.Environ(), farmEnv+"=", tokenEnv+"=")
	return cmd
}

// A started is a program that runs until the test ends.
type started struct {
	cmd *exec.Cmd

	mu   sync.Mutex
	said bytes.Buffer
	more chan struct{} // there is something new
}

func program(t *testing.T, root string, args ...string) *started {
	t.Helper()
	s := &started{cmd: command(root, args...), more: make(chan struct{}, 1)}
	s.cmd.Stdout, s.cmd.Stderr = s, s
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() {
		_ = s.cmd.Process.Signal(os.Interrupt)
		_ = s.cmd.Wait() // by the signal
	})
	return s
}

func (s *started) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
	return s.said.Write(b)
}

// waitFor waits until it has said something; go test bounds how long.
func (s *started) waitFor(t *testing.T, text string) {
	t.Helper()
	for {
		s.mu.Lock()
		said := s.said.String()
		s.mu.Unlock()
		if strings.Contains(said, text) {
			return
		}
		select {
		case <-s.more:
		case <-t.Context().Done():
			t.Fatal(said)
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
