package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
	"workbook/grader/verify"
)

// The author hears before the class does that an exercise's own demo does not run.
func TestOwnDemo(t *testing.T) {
	longtest.Skip(t, "it verifies several exercises")
	const toml, source = "exercises/01_answer/exercise.toml", "exercises/01_answer/demo/demo.go"
	exercise := insideOnly(t, inCourse(t, toml, "\nhints", "\ndemo = \"./demo\"\nhints"))
	for name, tc := range map[string]struct{ run, says string }{
		"runs":    {`return nil`, ""},
		"fails":   {`return context.DeadlineExceeded`, "The exercise's own demo does not run: exercises/01_answer/demo: it says: context deadline exceeded"},
		"no such": {`return nothing`, "exercises/01_answer/demo/demo.go:10: undefined: nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			ex := verified(t, verify.Options{Depth: verify.Brief, Runs: 1, Processors: []int{1}}, map[string]string{toml: exercise, source: `package main

import (
	"context"

	"workbook/grader/demo/live"
)

func main() {
	live.Main("Nothing.", nil, func(context.Context, *live.Run) error { ` + tc.run + ` })
}
`})
			var said []string
			for _, p := range ex.Problems {
				if p.Aspect == "demo" {
					said = append(said, p.Message)
				}
			}
			if tc.says == "" {
				require.Empty(t, said)
				return
			}
			require.Len(t, said, 1)
			require.Contains(t, said[0], tc.says)
		})
	}
}
