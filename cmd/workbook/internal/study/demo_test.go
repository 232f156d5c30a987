package study

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/demo"
)

func TestRungs(t *testing.T) {
	for _, tc := range []struct {
		least, most, byDefault int
		want                   []int
	}{
		{1, 64, 4, []int{1, 2, 4, 8, 16, 32, 64}},
		{8, 200, 100, []int{8, 12, 25, 50, 100, 200}},
		{50, 900, 700, []int{50, 87, 175, 350, 700, 900}},
		{2, 8, 4, []int{2, 3, 4, 5, 6, 7, 8}},
		{0, 1, 1, []int{0, 1}},
		{0, 100, 0, []int{0, 1, 2, 4, 8, 16, 32, 64, 100}},
		{-3, 3, 0, []int{-3, -2, -1, 0, 1, 2, 3}},
		{5, 5, 5, []int{5}},
	} {
		require.Equal(t, tc.want, Rungs(demo.Param{Least: tc.least, Most: tc.most, Default: tc.byDefault}))
	}
	require.Less(t, len(Rungs(demo.Param{Least: 1, Most: math.MaxInt, Default: 1})), 70, "it ends, and does not overflow")
}

func TestBeside(t *testing.T) {
	p := demo.Param{Least: 8, Most: 200, Default: 100}
	require.Equal(t, 200, Beside(p, 100, 1))
	require.Equal(t, 200, Beside(p, 200, 1), "there is no more")
	require.Equal(t, 100, Beside(p, 200, -1), "and back")
	require.Equal(t, 8, Beside(p, 8, -1))
	require.Equal(t, 100, Beside(p, 60, 1), "from between two")
	require.Equal(t, 50, Beside(p, 60, -1))
}

// A screen that takes no frames is told of one, and then has the newest.
func TestFramesDoNotPileUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f Frames
		require.True(t, f.Put(demo.Frame{Elapsed: 1}))
		for i := range int64(1000) {
			time.Sleep(frameEvery)
			require.False(t, f.Put(demo.Frame{Elapsed: i}), "one waits already")
		}
		require.EqualValues(t, 999, f.Take().Elapsed)
		require.True(t, f.Put(demo.Frame{Elapsed: 1000}))
		f.Take()
		require.False(t, f.Put(demo.Frame{Elapsed: 1001}), "there was one just now")
		time.Sleep(frameEvery)
		require.True(t, f.Put(demo.Frame{Elapsed: 1002}))
	})
}

func TestDemoCommand(t *testing.T) {
	d := demo.New("x", "", []demo.Param{{Name: "n", Default: 4}, {Name: "m", Default: 1}}, nil, nil)
	require.Equal(t, "workbook demo 13", DemoCommand("13", d, Defaults(d)))
	require.Equal(t, "workbook demo 13 --set n=8,m=2", DemoCommand("13", d, map[string]int{"n": 8, "m": 2}))
}
