package build

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// course is the smallest module that has everything a harness looks for.
const course = `
-- go.mod --
module workbook

go 1.26
-- exercises/01_answer/answer.go --
package answer

func Answer() int { return 0 }
-- solutions/01_answer/answer.go --
package answer

func Answer() int { return 42 }
-- solutions/01_answer/answer_test.go --
package answer_test

import (
	"testing"

	answer "workbook/solutions/01_answer"
)

func TestAnswer(t *testing.T) {
	if got := answer.Answer(); got != 42 {
		t.Fatalf("got %d", got)
	}
}
-- solutions/01_answer/subject/main.go --
package main

import (
	"fmt"

	answer "workbook/solutions/01_answer"
)

func main() { fmt.Println(answer.Answer()) }
-- solutions/01_answer/outside/outside_test.go --
package outside_test

import "testing"

func TestOutside(t *testing.T) {}
`

func unpack(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, txtar.Write(txtar.Parse([]byte(course)), root))
	return root
}

// shared are harnesses of the smallest module, plain and for race, which no test changes.
var shared = map[bool]func() (*Harness, error){false: onceHarness(false), true: onceHarness(true)}

// sharedDir is where they are.
var sharedDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "workbook-build-test-") })

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := sharedDir(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func onceHarness(race bool) func() (*Harness, error) {
	return sync.OnceValues(func() (*Harness, error) {
		dir, err := sharedDir()
		if err != nil {
			return nil, err
		}
		root, temp := filepath.Join(dir, fmt.Sprintf("course-%t", race)), filepath.Join(dir, fmt.Sprintf("temp-%t", race))
		if err := txtar.Write(txtar.Parse([]byte(course)), root); err != nil {
			return nil, err
		}
		if err := os.Mkdir(temp, 0o700); err != nil {
			return nil, err
		}
		tools, err := Find(context.Background(), root, "go1.26")
		if err != nil {
			return nil, err
		}
		if race && tools.RaceUnavailable() != nil {
			return nil, tools.RaceUnavailable()
		}
		return tools.Harness(context.Background(), Spec{
			Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Imports: []string{"strings", "errors"}, Race: race, Hidden: true, Temp: temp,
		}, nil)
	})
}

func sharedHarness(t *testing.T, race bool) *Harness {
	t.Helper()
	tools, err := Find(t.Context(), unpack(t), "go1.26")
	require.NoError(t, err)
	if err := tools.RaceUnavailable(); race && err != nil {
		t.Skip(err)
	}
	h, err := shared[race]()
	require.NoError(t, err)
	return h
}

func source(body string) []File {
	return []File{{Name: "mine.go", Data: []byte("package answer\n\n" + body + "\n")}}
}

var makers = map[string]maker{"direct": direct{}, "overlay": overlay{}}

// ifOwn lets the way of building that is of other systems have its turn, and this one's
// always run.
func ifOwn(t *testing.T, maker string) {
	t.Helper()
	if maker == "overlay" && runtime.GOOS == "linux" {
		longtest.Turn(t)
	}
}

func TestASubmissionStandsInForTheReference(t *testing.T) {
	h := sharedHarness(t, false)
	for name, m := range makers {
		t.Run(name, func(t *testing.T) {
			ifOwn(t, name)
			b, err := h.compileWith(t.Context(), jail.Cell{}, m, source(`
import "strings"

func Answer() int { return len(strings.Repeat("x", 42)) }`))
			require.NoError(t, err)
			defer b.Remove()

			inside, err := b.Inside(t.Context())
			require.NoError(t, err)
			out, err := exec.Command(inside, "-test.run=^TestAnswer$").CombinedOutput()
			require.NoError(t, err, "%s", out)

			subject, err := b.Subject(t.Context())
			require.NoError(t, err)
			out, err = exec.Command(subject).Output()
			require.NoError(t, err)
			require.Equal(t, "42\n", string(out))

			out, err = exec.Command(b.Referee(), "-test.run=^TestOutside$").CombinedOutput()
			require.NoError(t, err, "%s", out)
		})
	}
}

func TestAWrongAnswerFailsTheHiddenTest(t *testing.T) {
	h := sharedHarness(t, false)
	for name, m := range makers {
		t.Run(name, func(t *testing.T) {
			ifOwn(t, name)
			b, err := h.compileWith(t.Context(), jail.Cell{}, m, source("func Answer() int { return 41 }"))
			require.NoError(t, err)
			defer b.Remove()
			inside, err := b.Inside(t.Context())
			require.NoError(t, err)
			out, err := exec.Command(inside).CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), "got 41")
		})
	}
}

func TestTracesNameTheSubmission(t *testing.T) {
	h := sharedHarness(t, false)
	b, err := h.Compile(t.Context(), jail.Cell{}, source("func Answer() int { panic(1) }"))
	require.NoError(t, err)
	defer b.Remove()
	subject, err := b.Subject(t.Context())
	require.NoError(t, err)
	out, err := exec.Command(subject).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "exercises/01_answer/mine.go:3")
}

func TestFailuresAreTheSubmissions(t *testing.T) {
	h := sharedHarness(t, false)
	for name, m := range makers {
		t.Run(name, func(t *testing.T) {
			_, err := h.compileWith(t.Context(), jail.Cell{}, m, source("func Answer() int { return undefined }"))
			var failed *Failure
			require.ErrorAs(t, err, &failed)
			require.Contains(t, failed.Output, "exercises/01_answer/mine.go:3:28: undefined: undefined")
			require.NotContains(t, failed.Output, h.spec.Temp, "no temporary folder is shown to people")

			b, err := h.compileWith(t.Context(), jail.Cell{}, m, source("func Another() int { return 42 }"))
			require.NoError(t, err, "the package alone compiles")
			defer b.Remove()
			_, err = b.Inside(t.Context())
			require.ErrorAs(t, err, &failed)
			require.Contains(t, failed.Output, "undefined: answer.Answer")
		})
	}
}

func TestRaceDetectorIsLinked(t *testing.T) {
	longtest.Turn(t)
	h := sharedHarness(t, true)
	for name, m := range makers {
		t.Run(name, func(t *testing.T) {
			ifOwn(t, name)
			b, err := h.compileWith(t.Context(), jail.Cell{}, m, source(`
func Answer() int {
	n := 0
	done := make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
	return 40 + n
}`))
			require.NoError(t, err)
			defer b.Remove()
			inside, err := b.Inside(t.Context())
			require.NoError(t, err)
			out, err := exec.Command(inside).CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), "WARNING: DATA RACE")
			require.Contains(t, string(out), "01_answer/mine.go:7")
		})
	}
}

func TestHiddenTestsInsideThePackageAreRefused(t *testing.T) {
	root := unpack(t)
	file := filepath.Join(root, "solutions", "01_answer", "more_test.go")
	require.NoError(t, os.WriteFile(file, []byte("package answer\n\nimport \"testing\"\n\nfunc TestMore(t *testing.T) {}\n"), 0o600))
	tools, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	_, err = tools.Harness(t.Context(), Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Hidden: true, Temp: t.TempDir()}, nil)
	require.ErrorContains(t, err, "must be in the package")
}

func TestWithoutHiddenTestsASubmissionStillCompiles(t *testing.T) {
	root := unpack(t)
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	tools, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	var last int
	h, err := tools.Harness(t.Context(), Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Imports: []string{"strings"}, Temp: t.TempDir()},
		func(done, total int, _ string) { last = total - done })
	require.NoError(t, err)
	require.Zero(t, last, "progress ends at its total")
	b, err := h.Compile(t.Context(), jail.Cell{}, source("func Answer() int { return 1 }"))
	require.NoError(t, err)
	b.Remove()
}

func TestNothingIsWrittenIntoTheCourse(t *testing.T) {
	h := sharedHarness(t, false)
	before := tree(t, h.spec.Root)
	b, err := h.Compile(t.Context(), jail.Cell{}, source("func Answer() int { return 42 }"))
	require.NoError(t, err)
	_, err = b.Inside(t.Context())
	require.NoError(t, err)
	dir := b.dir
	b.Remove()
	require.Equal(t, before, tree(t, h.spec.Root))
	require.NoDirExists(t, dir)
}

func tree(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	require.NoError(t, filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		out = append(out, path)
		return err
	}))
	return out
}

func BenchmarkEdit(b *testing.B) {
	root := b.TempDir()
	if err := txtar.Write(txtar.Parse([]byte(course)), root); err != nil {
		b.Fatal(err)
	}
	tools, err := Find(b.Context(), root, "go1.26")
	if err != nil {
		b.Fatal(err)
	}
	h, err := tools.Harness(b.Context(), Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Hidden: true, Temp: b.TempDir()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for name, m := range makers {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				made, err := h.compileWith(b.Context(), jail.Cell{}, m, source("func Answer() int { return 42 }"))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := made.Inside(b.Context()); err != nil {
					b.Fatal(err)
				}
				made.Remove()
			}
		})
	}
}
