package kit

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"sync"
)

// Rand is the source of the check's random inputs.
func (c *Check) Rand() *rand.Rand { return c.rng }

// Bytes gives n random bytes, which from n = 8 on hold those that break code.
func (c *Check) Bytes(n int) []byte {
	b := make([]byte, n)
	c.bulk.read(b)
	special := hard
	if n < len(special)+2 {
		special = special[:max(n-2, 0)]
	}
	if n > 2 { // each in a part of its own, so that none takes another's place
		part := (n - 2) / len(special)
		for i, s := range special {
			b[1+i*part+c.rng.IntN(part)] = s
		}
	}
	if n > 0 && b[0] == '\n' {
		b[0] = 'a'
	}
	if n > 0 && b[n-1] == '\n' {
		b[n-1] = 'z'
	}
	return b
}

// Again reports whether the run repeats what has passed.
func (c *Check) Again() bool { return results.again }

// Amount is first, or again in a run that repeats what has passed.
func (c *Check) Amount(first, again int) int {
	if c.Again() {
		return again
	}
	return first
}

// random gives the source of a check's random inputs. The same seed and name
// give the same inputs.
func random(seed uint64, name string) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, name)
	return rand.New(&lockedSource{src: rand.NewPCG(seed, h.Sum64())})
}

// A bulk gives many random bytes for little. A source that gives eight at a time takes
// longer, under the race detector above all, than most servers need to echo them.
type bulk struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func newBulk(seed uint64, name string) *bulk {
	r := random(seed, name+" in bulk")
	var key [32]byte
	for i := 0; i < len(key); i += 8 {
		binary.LittleEndian.PutUint64(key[i:], r.Uint64())
	}
	return &bulk{src: rand.NewChaCha8(key)}
}

func (s *bulk) read(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.src.Read(b)
}

type lockedSource struct {
	mu  sync.Mutex
	src rand.Source
}

func (s *lockedSource) Uint64() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.src.Uint64()
}
