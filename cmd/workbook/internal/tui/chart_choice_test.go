package tui

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// roomy lays a chart out in so many columns and rows.
func roomy(c *chart, width, height int) {
	c.layout(chartRoom{width, height, newTheme(palette{})})
}

// Whoever makes the window smaller and larger again looks at the same lane, also where it was
// folded into another's row in between.
func TestAChosenLaneStaysChosen(t *testing.T) {
	c := newChart(crowd(20).Picture)
	roomy(c, 120, 30)
	require.Len(t, c.rows, 20)
	c.choose(-20)
	c.choose(13)
	require.Equal(t, 13, c.lane())
	roomy(c, 80, 8)
	require.Less(t, len(c.rows), 20, "they are folded")
	at := c.lane()
	require.True(t, at == 13 || c.rows[c.chosen].like > 0, "the row that stands for it")
	roomy(c, 120, 30)
	require.Equal(t, 13, c.lane())

	c.choose(-1)
	roomy(c, 80, 8)
	require.True(t, c.toggle(), "it is folded")
	require.Equal(t, at, c.lane(), "and the row that was unfolded is chosen")
}
