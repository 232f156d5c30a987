package demo

import (
	"context"
	"crypto/sha256"
	"time"
)

// compute writes to all of the memory.
func compute(piece []byte, hashes int) {
	sum := sha256.Sum256(piece[:min(64, len(piece))])
	for range hashes {
		sum = sha256.Sum256(sum[:])
	}
	for i := 0; i < len(piece); i += len(sum) {
		copy(piece[i:], sum[:])
	}
}

// hashesIn is how many hashes this machine computes in a time, as busy as it is now.
func hashesIn(d time.Duration) int {
	const sample = 8 * time.Millisecond
	hashes, piece, began := 0, make([]byte, 64), time.Now()
	for time.Since(began) < sample {
		compute(piece, 100)
		hashes += 100
	}
	return int(float64(hashes) / float64(time.Since(began)) * float64(d))
}

// computeUntil computes some hashes, or stops when ctx is over.
func computeUntil(ctx context.Context, hashes int) {
	const at = 1000
	piece := make([]byte, 64)
	for ; hashes > 0 && ctx.Err() == nil; hashes -= at {
		compute(piece, min(at, hashes))
	}
}
