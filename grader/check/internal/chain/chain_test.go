package chain_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/internal/chain"
)

//go:noinline
func a() uint64 { return chain.Calls() }

//go:noinline
func b() uint64 { return a() }

func deep(n int) uint64 {
	if n == 0 {
		return a()
	}
	defer func() {}()
	return deep(n - 1)
}

func known(t *testing.T) {
	if chain.Calls() == 0 {
		t.Skip("nothing is known of " + runtime.GOARCH)
	}
}

func TestCalls(t *testing.T) {
	known(t)
	var same []uint64
	for range 3 {
		same = append(same, a())
	}
	require.Equal(t, same[0], same[1])
	require.Equal(t, same[0], same[2])
	other, through := a(), b()
	all := map[uint64]bool{same[0]: true, other: true, through: true}
	for n := range 20 {
		all[deep(n)] = true
	}
	require.Len(t, all, 23, "another line, another way, another depth")
	require.NotContains(t, all, uint64(0))
	require.Equal(t, deep(2000), deep(2000), "as far as is looked, both are the same")
}

// Stacks grow and move, are those of deferred functions and of panics, and what is within
// the innermost frames stays the same.
func TestCallsOnAnyStack(t *testing.T) {
	known(t)
	want := deep(5000)
	done := make(chan [2]uint64)
	for i := range 200 {
		go func() {
			var got [2]uint64
			defer func() { done <- got }()
			defer func() {
				recover()
				got[1] = chain.Calls()
			}()
			got[0] = deep(5000 + i)
			if i%20 == 0 {
				runtime.GC()
			}
			panic(i)
		}()
	}
	var deferred uint64
	for range 200 {
		got := <-done
		require.Equal(t, want, got[0])
		require.NotZero(t, got[1])
		if deferred == 0 {
			deferred = got[1]
		}
		require.Equal(t, deferred, got[1])
	}
}

func TestCallsAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { a() }))
}

func BenchmarkCalls(b *testing.B) {
	for b.Loop() {
		a()
	}
}

// BenchmarkCallers is what it is in place of.
func BenchmarkCallers(b *testing.B) {
	var pcs [24]uintptr
	for b.Loop() {
		runtime.Callers(2, pcs[:])
	}
}
