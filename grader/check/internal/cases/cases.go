// Package cases is what the kit's own tests share. A failing check is a failing test.
// So the checks that are to fail run in a process of their own, as under the grader,
// and the test reads what they report.
//
// Whoever imports it takes package broken for the learner's.
package cases

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

func init() {
	made := names.Of("workbook/solutions/01_echo") // an exercise that traces are made up of
	kit.IsLearner = func(f trace.Frame) bool {
		return strings.HasSuffix(path.Dir(f.File), "check/internal/broken") || made.Learner(f)
	}
}

// Variable is set in the environment of the other process, in which TestInProcess runs
// the one case that it is told to.
const Variable = "CHECK_TEST_IN_PROCESS"

// Skip skips TestInProcess where nobody has started it for that.
func Skip(t *testing.T) {
	t.Helper()
	if os.Getenv(Variable) == "" {
		t.Skip("TestCases starts it")
	}
}

// An Outcome is what became of the other process.
type Outcome struct {
	Records []wire.Record
	Code    int
	Output  string
}

// Rerun runs the case of that name as the grader would.
func Rerun(t *testing.T, name string, seed uint64, env ...string) Outcome {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	task := wire.Task{Check: test(name), Seed: seed}
	cmd := exec.Command(os.Args[0])
	from, to, err := os.Pipe()
	require.NoError(t, err)
	asks, ask, err := os.Pipe()
	require.NoError(t, err)
	defer asks.Close()
	go func() {
		defer to.Close()
		if _, err := asks.Read(make([]byte, 1)); err == nil {
			to.Write(task.Encode())
		}
	}()
	cmd.ExtraFiles = []*os.File{w, from, ask}
	cmd.Env = append(os.Environ(), Variable+"=1", wire.ResultEnv+"=3", wire.TaskEnv+"=4 5")
	cmd.Env = append(cmd.Env, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	for _, f := range cmd.ExtraFiles {
		f.Close()
	}
	var o Outcome
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, wire.MaxRecord)
	for lines.Scan() {
		var rec wire.Record
		require.NoError(t, json.Unmarshal(lines.Bytes(), &rec))
		o.Records = append(o.Records, rec)
	}
	require.NoError(t, lines.Err())
	cmd.Wait()
	o.Code = cmd.ProcessState.ExitCode()
	o.Output = out.String()
	return o
}

func test(name string) string { return "TestInProcess/" + strings.ReplaceAll(name, " ", "_") }

// A Want is what a case is to report.
type Want struct {
	Verdict outcome.Verdict
	Says    []string // parts of the message
	At      string   // marks a line of broken; empty: no position
	Near    string   // the same for the second place to look at
	Got     string   // part of what came back
	Sent    string
}

// Check holds the outcome of the case of that name against it.
func (tt Want) Check(t *testing.T, name string, o Outcome) {
	t.Helper()
	require.Len(t, o.Records, 1, o.Output)
	rec := o.Records[0]
	t.Logf("%s\n%s", rec.Message, o.Output)
	require.Equal(t, test(name), rec.Check)
	require.Equal(t, tt.Verdict, rec.Verdict, rec.Message)
	if tt.Verdict == outcome.Pass {
		require.Zero(t, o.Code, o.Output)
		require.Empty(t, rec.Message)
	} else {
		require.NotZero(t, o.Code)
		require.NotEmpty(t, rec.Message)
	}
	if tt.Verdict != outcome.Pass && tt.At == "" {
		t.Logf("no line is asked for; it is %s:%d", rec.File, rec.Line)
	}
	for _, part := range tt.Says {
		require.Contains(t, rec.Message, part)
	}
	require.Contains(t, rec.Got, tt.Got)
	require.Contains(t, rec.Sent, tt.Sent)
	if tt.Near != "" {
		require.Contains(t, Places(t, tt.Near), Place(rec.Near, rec.NearLine), rec.Message)
	}
	if tt.At != "" {
		require.Contains(t, Places(t, tt.At), Place(rec.File, rec.Line), rec.Message)
	}
}

// marks are the marks of broken's files, and where each stands.
var marks = sync.OnceValues(func() (map[string][]string, error) {
	_, file, _, _ := runtime.Caller(0)
	names, err := filepath.Glob(filepath.Join(filepath.Dir(file), "..", "broken", "*.go"))
	if err != nil {
		return nil, err
	}
	at := make(map[string][]string)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(text), "\n") {
			_, mark, ok := strings.Cut(line, "// <- ")
			mark, _, _ = strings.Cut(mark, ":")
			if ok {
				at[mark] = append(at[mark], Place(name, i+1))
			}
		}
	}
	return at, nil
})

// Places are the lines of broken's files with the mark. A loop that never rests has
// several, and may be met on each.
func Places(t *testing.T, mark string) []string {
	t.Helper()
	at, err := marks()
	require.NoError(t, err)
	require.NotEmpty(t, at[mark], "no line of broken is marked %q", mark)
	return at[mark]
}

// Place is how Places names a line of a file.
func Place(file string, line int) string { return fmt.Sprintf("%s:%d", filepath.Base(file), line) }
