package verify_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/verify"
)

// layOut lays out the course of the grader's own tests, with more files; and without those
// of its outside check, where that is not declared.
func layOut(t *testing.T, more map[string]string) (root string) {
	t.Helper()
	root = coursetest.LayOut(t, "course.txtar")
	for name, text := range more {
		name = filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	declared, err := os.ReadFile(filepath.Join(root, "exercises", "01_answer", "exercise.toml"))
	require.NoError(t, err)
	if !strings.Contains(string(declared), "TestServes") {
		for _, half := range []string{"outside", "subject"} {
			require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions", "01_answer", half)))
		}
	}
	return root
}

// insideOnly is the file that declares the exercise without its outside check: a solution is
// linked once then, and not twice.
func insideOnly(t *testing.T, exercise string) string {
	t.Helper()
	before, _, ok := strings.Cut(exercise, "\n[[checks]]\nname = \"TestServes\"")
	require.True(t, ok)
	return before
}

// inCourse is a file of the course of the grader's own tests, with a change.
func inCourse(t *testing.T, name, from, to string) string {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("..", "testdata", "course.txtar"))
	require.NoError(t, err)
	for _, f := range archive.Files {
		if f.Name == name {
			require.Contains(t, string(f.Data), from)
			return strings.ReplaceAll(string(f.Data), from, to)
		}
	}
	require.Fail(t, "the course has no "+name)
	return ""
}

func verified(t *testing.T, o verify.Options, more map[string]string) verify.Exercise {
	t.Helper()
	c, err := course.Load(layOut(t, more))
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{Level: jail.L1}) // what is graded is this test's own
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	o.Race, o.Parallel = grader.RaceOff, 4
	var last verify.Progress
	ex, err := verify.New(c, g, o).Exercise(t.Context(), "01_answer", func(p verify.Progress) { last = p })
	require.NoError(t, err)
	require.Positive(t, last.Total)
	require.Less(t, last.Done, last.Total, "what begins is not done")
	require.GreaterOrEqual(t, last.Done, last.Total-4, "and the last begins when few are left")
	return ex
}

// requireProblem asserts that one problem of the aspect says so.
func requireProblem(t *testing.T, ex verify.Exercise, aspect, message string) {
	t.Helper()
	for _, p := range ex.Problems {
		if p.Aspect == aspect && strings.Contains(p.Message, message) {
			return
		}
	}
	require.Fail(t, "there is no such problem", "%s: %s\nthere are %+v", aspect, message, ex.Problems)
}

const (
	wrong = "solutions/01_answer/testdata/wrong/"
	right = "solutions/01_answer/testdata/right/"
)

// shortReference has few mutants.
const shortReference = "package answer\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n"

// All that can be wrong with an exercise is said at once.
func TestAWeakExercise(t *testing.T) {
	longtest.Skip(t, "it grades many mutants")
	ex := verified(t, verify.Options{Runs: 4, Processors: []int{2}}, map[string]string{
		"exercises/01_answer/answer.go":     "package answer\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) { f(); f() }\n",
		"exercises/01_answer/exercise.toml": insideOnly(t, inCourse(t, "exercises/01_answer/exercise.toml", `"It is below fifty."`, `"It is below fifty:\n\n\t`+strings.Repeat("x", 73)+`", "It is even."`)),
		"exercises/01_answer/lesson.md":     "# The answer\n\nRead [this](../gone.md).\n\n```go\nfunc f() { g() }\n```\n",
		// Fails 99 times of 100.
		right + "moody/answer.go": "package answer\n\nimport \"math/rand/v2\"\n\nfunc Answer() int { return 42 - min(rand.IntN(100), 1) }\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n",
		// It is right, and said to be wrong.
		wrong + "fine/answer.go": "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n",
		// It is wrong, and something else catches it.
		wrong + "once/answer.go": "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) { f() }\n",
		// It passes by luck.
		wrong + "lucky/answer.go": "package answer\n\n//workbook:caught-by schedules\n\nimport \"sync\"\n\nfunc Answer() int {\n\tn := 0\n\tvar both sync.WaitGroup\n\tfor range 2 {\n\t\tboth.Go(func() { n += 21 })\n\t}\n\tboth.Wait()\n\treturn n\n}\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n",
		// Nobody looked for its race.
		wrong + "racy/answer.go":            "package answer\n\n//workbook:caught-by race\n\nfunc Answer() int { return 42 }\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n",
		"solutions/01_answer/contract.toml": "[[sentence]]\ntext = \"Return 42.\"\nuntested = \"It is a secret.\"\n",
		// What nothing tests: two mutants survive, and one of them is said to be fine.
		"solutions/01_answer/answer.go": shortReference,
		"solutions/01_answer/more.go":   "package answer\n\nfunc extra() int { return 7 }\n",
		"solutions/01_answer/testdata/equivalent.toml": "[[mutant]]\noperator = \"one less\"\nline = \"func extra() int { return 7 }\"\nreason = \"nobody calls it\"\n" +
			"[[mutant]]\noperator = \"drop go\"\nline = \"go away()\"\n",
	})
	require.False(t, ex.Good())
	requireProblem(t, ex, "stub", "The stub passes.")
	requireProblem(t, ex, "lesson", "The link to ../gone.md leads nowhere.")
	requireProblem(t, ex, "lesson", "undefined: g")
	requireProblem(t, ex, "lesson", "Page 1 has 5 words.")
	requireProblem(t, ex, "contract", `The lesson has no page that is headed "The task".`)
	requireProblem(t, ex, "hints", "There are 4 hints.")
	requireProblem(t, ex, "hints", "The last hint shows no shape.")
	requireProblem(t, ex, "hints", "A line of code in hint 2 is 73 columns wide.")
	requireProblem(t, ex, "right", "There is 1 known-right solution beside the reference.")
	requireProblem(t, ex, "wrong", "The wrong solution fine says that TestAnswer catches it, which it did not.")
	requireProblem(t, ex, "wrong", "The wrong solution once says that TestAnswer catches it, which it did not.")
	requireProblem(t, ex, "checks", "No known-wrong solution is caught by TestTwice")
	requireProblem(t, ex, "mutants", "-func extra() int { return 7 }\n+func extra() int { return 8 }")
	requireProblem(t, ex, "mutants", `No surviving mutant is "drop go" of "go away()".`)
	requireProblem(t, ex, "mutants", `"drop go" of "go away()" is marked equivalent without a reason.`)

	requireProblem(t, ex, "right", "The right solution moody did not pass on 2 processors: Answer gave 41 instead of 42")
	for _, p := range ex.Problems {
		require.NotContains(t, p.Message, "racy", "the race stage was switched off")
		require.NotContains(t, p.Message, "lucky")
	}
	require.Equal(t, []string{"lucky"}, ex.Hunted)
	// One in a hundred times it passes where it is graded first, and a schedule fails it then.
	for _, flake := range ex.Flakes {
		require.Equal(t, "moody", flake.Solution)
		require.Equal(t, "TestAnswer", flake.Check)
		require.NotZero(t, flake.Seed)
	}
	require.True(t, slices.ContainsFunc(ex.Flakes, func(f verify.Flake) bool { return f.Run > 0 && f.Processors == 2 }), "%v", ex.Flakes)

	require.Equal(t, 1, ex.Mutation.Equivalent)
	require.Positive(t, ex.Mutation.Killed)
	require.Less(t, ex.Mutation.Score(), 1.0)
}

// The table of what the task demands is held against the lesson.
func TestContract(t *testing.T) {
	const lesson = "# The task\n\nReturn 42. Call f\ntwice, and nothing else.\n"
	brief := verify.Options{Runs: 1, Processors: []int{2}, Depth: verify.Brief}
	ex := verified(t, brief, map[string]string{
		"exercises/01_answer/lesson.md": lesson,
		wrong + "once/answer.go":        "package answer\n\n//workbook:caught-by TestTwice\n",
		"solutions/01_answer/contract.toml": "[[sentence]]\ntext = \"Return 42.\"\nuntested = \"It is a secret.\"\n" +
			"[[sentence]]\ntext = \"Call f twice\"\nchecks = [\"TestTwice\"]\nbroken = [\"once\"]\n" +
			"[[sentence]]\ntext = \"Call g\"\nchecks = [\"TestTwice\"]\nbroken = [\"never\"]\n",
	})
	require.Equal(t, verify.Contract{Sentences: 3, Broken: 2, Untested: 1}, ex.Contract)
	var found []verify.Problem
	for _, p := range ex.Problems {
		if p.Aspect == "contract" {
			p.Hint = ""
			found = append(found, p)
		}
	}
	require.Equal(t, []verify.Problem{
		{Aspect: "contract", File: "solutions/01_answer/contract.toml", Line: 11, Message: `There is no known-wrong solution "never".`},
		{Aspect: "contract", File: "solutions/01_answer/contract.toml", Line: 9, Message: "The lesson's task does not say this: Call g"},
		{Aspect: "contract", File: "exercises/01_answer/lesson.md", Line: 4, Message: "The task says this, and contract.toml does not say what tests it: , and nothing else."},
	}, found)
}

// What keeps all solutions from being graded is said once, and of none of them.
func TestHiddenTestsThatDoNotCompile(t *testing.T) {
	ex := verified(t, verify.Options{Runs: 1, Depth: verify.Quick}, map[string]string{
		"solutions/01_answer/more_test.go": "package answer_test\n\nvar x = gone\n",
		wrong + "once/answer.go":           "package answer\n\n//workbook:caught-by TestTwice\n",
	})
	require.Empty(t, ex.Flakes)
	told := 0
	for _, p := range ex.Problems {
		if strings.Contains(p.Message, "gone") {
			told++
			require.Equal(t, verify.Problem{Aspect: "checks", File: "solutions/01_answer/more_test.go", Line: 3,
				Message: "The hidden tests do not compile: undefined: gone", Hint: "nothing is graded before they do"}, p)
		}
		require.NotContains(t, p.Message, "stub")
		require.NotContains(t, p.Message, "solution reference")
	}
	require.Equal(t, 1, told)
}

func TestSolutionsThatDoNotGetAsFarAsTheChecks(t *testing.T) {
	longtest.Skip(t, "it verifies several exercises")
	const twice = "\n\nfunc Twice(f func()) {\n\tif f != nil {\n\t\tf()\n\t\tf()\n\t}\n}\n"
	ex := verified(t, verify.Options{Runs: 1, Processors: []int{1}, Depth: verify.Quick}, map[string]string{
		right + "broken/answer.go":  "package answer\n\nfunc Answer() int { return gone }" + twice,
		right + "refused/answer.go": "package answer\n\nimport _ \"os/exec\"\n\nfunc Answer() int { return 42 }" + twice,
		right + "wrong/answer.go":   "package answer\n\nfunc Answer() int { return 41 }" + twice,
		wrong + "fine/answer.go":    "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return 42 }" + twice,
		wrong + "broken/answer.go":  "package answer\n\n//workbook:caught-by TestAnswer\n\nfunc Answer() int { return gone }" + twice,
	})
	requireProblem(t, ex, "right", "The right solution broken does not compile: undefined: gone")
	requireProblem(t, ex, "right", "The right solution refused is refused: ")
	requireProblem(t, ex, "right", "The right solution wrong did not pass on 1 processor: Answer gave 41")
	require.Len(t, ex.Flakes, 1)
	requireProblem(t, ex, "wrong", "The wrong solution fine says that TestAnswer catches it, which it did not. What happened: The check passed.")
	requireProblem(t, ex, "wrong", "The wrong solution broken says that TestAnswer catches it, which it did not. What happened: undefined: gone")
}

func TestResultIsJSON(t *testing.T) {
	res := &verify.Result{Schema: verify.Schema, Exercises: []verify.Exercise{{ID: "01_answer"}}}
	require.True(t, res.Good())
	res.Exercises[0].Problems = []verify.Problem{{Aspect: "stub", Message: "The stub passes."}}
	require.False(t, res.Good())
	var b bytes.Buffer
	require.NoError(t, verify.WriteJSON(&b, res))
	var back verify.Result
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	require.Equal(t, res.Exercises[0].Problems, back.Exercises[0].Problems)
}
