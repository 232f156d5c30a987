package trace

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const race = `printed
==================
WARNING: DATA RACE
Read at 0x00c000018108 by goroutine 7:
  workbook/solutions/x.(*T).inc()
      /w/exercises/x/race.go:4 +0x84
  workbook/solutions/x.G[go.shape.int]()
      /w/exercises/x/race.go:5 +0x79

Previous write at 0x00c000018108 by main goroutine:
  sync/atomic.CompareAndSwapInt32()
      /usr/local/go/src/runtime/race_amd64.s:342 +0xb
  workbook/solutions/x.F()
      /w/exercises/x/race.go:12 +0x96

Goroutine 7 (running) created at:
  workbook/solutions/x.F()
      /w/exercises/x/race.go:9 +0x7d
==================
==================
WARNING: DATA RACE
Atomic write at 0x00c000018108 by goroutine 8:
  [failed to restore the stack]

Previous write at 0x00c000018108 by goroutine 9:
  workbook/solutions/x.F()
      /w/exercises/x/race.go:12 +0x96
==================
Found 2 data race(s)
`

func TestParseRaces(t *testing.T) {
	rs := ParseRaces([]byte(race))
	require.Len(t, rs, 2)
	require.Equal(t, []Access{
		{
			Op: "read", Goroutine: 7,
			Frames: []Frame{
				{"workbook/solutions/x.(*T).inc", "/w/exercises/x/race.go", 4},
				{"workbook/solutions/x.G[go.shape.int]", "/w/exercises/x/race.go", 5},
			},
			CreatedBy: []Frame{{"workbook/solutions/x.F", "/w/exercises/x/race.go", 9}},
		},
		{
			Op: "write", Previous: true,
			Frames: []Frame{
				{"sync/atomic.CompareAndSwapInt32", "/usr/local/go/src/runtime/race_amd64.s", 342},
				{"workbook/solutions/x.F", "/w/exercises/x/race.go", 12},
			},
		},
	}, rs[0].Accesses)
	f, ok := First(rs[0].Accesses[1].Frames, learner)
	require.True(t, ok)
	require.Equal(t, "exercises/x/race.go:12", f.String())
	require.Equal(t, "atomic write", rs[1].Accesses[0].Op)
	require.Empty(t, rs[1].Accesses[0].Frames)
	require.Len(t, rs[1].Accesses, 2)
	require.NotContains(t, rs[0].Text, "printed")
	require.Empty(t, ParseRaces([]byte("nothing")))
}
