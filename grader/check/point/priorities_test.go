package point

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRanks has more goroutines than there is room for: each of the first has a priority
// of its own and keeps it, and each that comes later one of those.
func TestRanks(t *testing.T) {
	const first = 7
	p := &priorities{rng: rand.New(rand.NewPCG(1, 2))}
	seen := map[*ranked]bool{}
	for g := goroutine(first); g < first+tableSize; g++ {
		seen[p.rank(g)] = true
	}
	require.Len(t, seen, tableSize)

	full := p.of
	for _, g := range []goroutine{first, first + tableSize - 1} {
		require.Equal(t, g, p.rank(g).goroutine)
	}
	for _, g := range []goroutine{first - 1, first + tableSize, 1 << 40} {
		require.True(t, seen[p.rank(g)])
		require.Same(t, p.rank(g), p.rank(g))
	}
	require.Equal(t, full, p.of, "who has no room has taken some")
}

// BenchmarkRank is of a goroutine that comes when all room is taken, as most of a crowd do.
func BenchmarkRank(b *testing.B) {
	p := &priorities{rng: rand.New(rand.NewPCG(1, 2))}
	for g := range goroutine(tableSize) {
		p.rank(g + 1)
	}
	for b.Loop() {
		p.rank(2 * tableSize)
	}
}
