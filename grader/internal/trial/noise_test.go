package trial

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatTestingPrintsIsNotTheLearners(t *testing.T) {
	for printed, want := range map[string]string{
		"PASS\n":                                 "",
		"hello\nPASS\n":                          "hello\n",
		"PASS\nhello\n":                          "PASS\nhello\n",
		"PASS\nPASS\n":                           "PASS\n",
		"no newlinePASS\n":                       "no newlinePASS\n",
		"hello\n--- FAIL: TestX (0.01s)\nFAIL\n": "hello\n",
	} {
		require.Equal(t, want, testingNoise.ReplaceAllString(printed, ""), "%q", printed)
	}
}
