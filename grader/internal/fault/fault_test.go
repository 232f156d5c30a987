package fault

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/build"
)

func TestAFullDiskIsTheMachinesFault(t *testing.T) {
	for output, theirs := range map[string]bool{
		"exercises/01_answer/answer.go:3:9: undefined: x\n":                                                             true,
		"exercises/01_answer/answer.go:3:13: cannot use \"no space left on device\" (untyped string constant) as int\n": true,
		"link: writing /tmp/x/inside.test: no space left on device\n":                                                   false,
		"# a note\ncompile: write /tmp/x/answer.a: Disk quota exceeded\n":                                               false,
		"write C:\\Temp\\answer.a: There is not enough space on the disk.\n":                                            false,
	} {
		err := Machine(&build.Failure{What: "your package", Output: output})
		require.Equal(t, theirs, errors.As(err, new(*build.Failure)), output)
		if !theirs {
			require.Contains(t, Sentence("The grader failed", err), "The disk is full: make room")
		}
	}
	require.NoError(t, Machine(nil))
}
