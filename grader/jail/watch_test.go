//go:build unix

package jail_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
)

// Who watches the results hears of them in the place of the result.
func TestWatch(t *testing.T) {
	everywhere(t, func(t *testing.T, cell jail.Cell) {
		var heard bytes.Buffer
		cmd := command(t, "results", jail.Limits{Wall: time.Minute})
		plain, err := cell.Run(t.Context(), cmd)
		require.NoError(t, err)
		require.NotEmpty(t, plain.Results)
		cmd.Watch = func(b []byte) { heard.Write(b) }
		watched, err := cell.Run(t.Context(), cmd)
		require.NoError(t, err)
		require.Empty(t, watched.Results)
		require.Equal(t, string(plain.Results), heard.String())
	})
}
