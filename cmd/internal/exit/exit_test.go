package exit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/exit"
)

func TestReport(t *testing.T) {
	cause := errors.New("it is\x1b[2J full")
	for name, c := range map[string]struct {
		err         error
		interrupted bool
		code        int
		says        string
	}{
		"nothing":        {nil, true, 0, ""},
		"interrupted":    {cause, true, 130, "p: interrupted\n"},
		"no failure":     {cause, false, 2, "p: error: it is full\n"},
		"wrong":          {exit.Wrong(cause, "a", "b"), false, 2, "p: error: it is full\nhint: a\nhint: b\n"},
		"failed, within": {fmt.Errorf("saving: %w", exit.Failed(cause, "a")), false, 3, "p: error: saving: it is full\nhint: a\n"},
		"silent":         {exit.Silent(7), false, 7, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			require.Equal(t, c.code, exit.Report(&b, "p", c.err, c.interrupted))
			require.Equal(t, c.says, b.String())
		})
	}
	require.NoError(t, exit.Silent(0))
	require.ErrorIs(t, exit.Failed(cause), cause)
}
