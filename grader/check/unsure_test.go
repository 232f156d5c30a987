package check_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What the bubble's clock or an arrived byte decides is certain. What the machine's
// clock decides is not.
func TestUnsure(t *testing.T) {
	for name, unsure := range map[string]bool{
		"sequential":       false, // nothing moves, in virtual time
		"wrong":            false,
		"leaks":            false,
		"deadlock":         true, // rests on a lock, as far as one can see
		"spins":            true,
		"accepts for ever": false,
		"never outside":    true, // the machine's clock ran out
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := reexec(t, name)
			require.Len(t, o.Records, 1, o.Output)
			require.Equal(t, unsure, o.Records[0].Unsure, o.Records[0].Message)
		})
	}
}
