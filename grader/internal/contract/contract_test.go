package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/contract"
	"workbook/grader/policy"
)

const task = `package answer

// Answer answers.
func Answer(question string, n int) (int, error) { return 42, nil }

type Handle struct{}

func (h *Handle) Join() {}

func helper() {}
`

func source(text string) *policy.Source {
	return &policy.Source{Prefix: "exercises/x/", Files: []policy.File{{Name: "a.go", Data: []byte("package answer\n\n" + text)}}}
}

func TestMissingAndMismatch(t *testing.T) {
	asked := contract.Of([]policy.File{{Name: "answer.go", Data: []byte(task)}})
	const handle = "type Handle struct{}\n\nfunc (Handle) Join() {}\n"
	const answer = "func Answer(q string, i int) (int, error) { return 0, nil }\n\n"
	for name, c := range map[string]struct {
		source, missing, hint string
		line                  int
		mismatch              string
	}{
		"other names of parameters": {source: answer + handle},
		"two parameters of a type":  {source: "func Answer(string, int) (n int, err error) { return }\n\n" + handle},
		"no function": {source: handle, missing: "Your package has no Answer. The task asks for: func Answer(question string, n int) (int, error)",
			hint: "Write it with exactly this name and these types.", line: 1, mismatch: "Your package has no Answer."},
		"a small letter": {source: "func answer() {}\n\n" + handle, missing: "no Answer", hint: "You have answer here", line: 3, mismatch: "no Answer"},
		"no type":        {source: answer, missing: "Your package has no Handle. The task asks for: type Handle", line: 1, mismatch: "no Handle"},
		"no method":      {source: answer + "type Handle = int\n", mismatch: "Your package has no Handle.Join"},
		"another type": {source: "func Answer(q string) (int, error) { return 0, nil }\n\n" + handle,
			mismatch: "Answer is not what the task asks for. Yours: func Answer(q string) (int, error). The task's: func Answer(question string, n int) (int, error)"},
		"does not parse": {source: "func {", missing: "no Answer", line: 1, mismatch: "no Answer"},
	} {
		t.Run(name, func(t *testing.T) {
			src := source(c.source)
			missing := asked.Missing(src)
			if c.missing == "" {
				require.Empty(t, missing)
			} else {
				require.NotEmpty(t, missing)
				require.Contains(t, missing[0].Message, c.missing)
				require.Contains(t, missing[0].Hint, c.hint)
				require.Equal(t, "exercises/x/a.go", missing[0].File)
				require.Equal(t, c.line, missing[0].Line)
			}
			p, ok := asked.Mismatch(src)
			require.Equal(t, c.mismatch != "", ok)
			require.Contains(t, p.Message, c.mismatch)
		})
	}
}

func TestFirstFunction(t *testing.T) {
	require.Equal(t, 7, contract.Of(source("type T int\n\nfunc small() {}\n\nfunc Large() {}\n").Files).FirstFunction().Line)
	require.Zero(t, contract.Of(source("type T int\n").Files).FirstFunction())
}

// How the parameters of a function that a function takes are called makes no other type.
func TestNamesWithinTypes(t *testing.T) {
	of := func(text string) contract.Contract { return contract.Of(source(text).Files) }
	named := of("func Spawn[T any](f func(n, m int) (v T, err error)) func(ok bool) {}\n")
	_, other := named.Mismatch(source("func Spawn[T any](f func(int, int) (T, error)) func(bool) {}\n"))
	require.False(t, other)
	p, other := named.Mismatch(source("func Spawn[T any](f func(a int) (T, error)) func(bool) {}\n"))
	require.True(t, other)
	require.Contains(t, p.Message, "Yours: func Spawn[T any](f func(a int) (T, error)) func(bool). The task's: func Spawn[T any](f func(n, m int) (v T, err error)) func(ok bool)")
}
