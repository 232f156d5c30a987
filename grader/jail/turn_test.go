package jail

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMoreTime(t *testing.T) {
	const s = time.Second
	for name, c := range map[string]struct {
		ran, waited, spent, limit time.Duration
		want                      time.Duration
	}{
		"a loop on an idle machine":            {10 * s, s / 10, 10 * s, 10 * s, 0},
		"a deadlock":                           {s / 100, s / 1000, 10 * s, 10 * s, 0},
		"a loop that had its turn, though":     {5 * s, 8 * s, 10 * s, 10 * s, 0},
		"it got hardly any":                    {s / 2, 9 * s, 10 * s, 10 * s, 5 * s},
		"nor in the time that it was given":    {s, 30 * s, 38 * s, 10 * s, 2 * s},
		"and now it is enough":                 {4 * s, 35 * s, 40 * s, 10 * s, 0},
		"it wanted little, and got it":         {s, s, 10 * s, 10 * s, 0},
		"the kernel does not count":            {0, 0, 10 * s, 10 * s, 0},
		"it never came to run":                 {0, 10 * s, 10 * s, 10 * s, 5 * s},
		"another limit, in proportion":         {s / 10, s, 2 * s, 2 * s, s},
		"and had its turn by its proportion":   {s, 2 * s, 2 * s, 2 * s, 0},
		"the clock was set, or it was stopped": {s / 10, 9 * s, 100 * s, 10 * s, 0},
	} {
		require.Equal(t, c.want, Share{c.ran, c.waited}.More(c.spent, c.limit), name)
	}
	require.True(t, Share{4 * s, 35 * s}.wants(10*s), "it ends, and nobody can say what it would have done")
	require.False(t, Share{5 * s, 35 * s}.wants(10*s))
	require.False(t, Share{s / 100, s / 1000}.wants(10*s), "a deadlock wants nothing")
}

func TestShareOfThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		require.Zero(t, ShareOf(os.Getpid()))
		return
	}
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		t.Skip("this kernel does not count")
	}
	before := ShareOf(os.Getpid())
	for began := time.Now(); ShareOf(os.Getpid()).Since(before).Ran < 20*time.Millisecond; {
		require.Less(t, time.Since(began), time.Minute, "the kernel counts nothing")
	}
	require.Zero(t, ShareOf(-1))
}
