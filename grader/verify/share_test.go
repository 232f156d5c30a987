package verify

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

func TestEverySolutionHasItsTurn(t *testing.T) {
	var variants []course.Variant
	for i := range 50 {
		variants = append(variants, course.Variant{Name: fmt.Sprintf("solution %d", i), Right: i < 10})
	}
	require.Equal(t, variants, Share{}.of(variants))
	require.Equal(t, variants, Share{OneIn: 1, Turn: 7}.of(variants))
	for _, from := range []int64{0, 20785, -3} {
		times := map[string]int{}
		for turn := from; turn < from+8; turn++ {
			have := Share{OneIn: 8, Turn: turn}.of(variants)
			require.Equal(t, have, Share{OneIn: 8, Turn: turn}.of(variants), "a turn is the same each time")
			right := len(slices.DeleteFunc(slices.Clone(have), func(v course.Variant) bool { return !v.Right }))
			require.Contains(t, []int{1, 2}, right)
			require.Equal(t, 5, len(have)-right)
			for _, v := range have {
				times[v.Name]++
			}
		}
		require.Len(t, times, len(variants), "%v", times)
		for name, n := range times {
			require.Equal(t, 1, n, name)
		}
	}
}
