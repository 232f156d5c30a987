package longtest

import (
	"hash/fnv"
	"io"
	"testing"
	"time"
)

// oneIn is how many days pass from one turn of a test to its next.
const oneIn = 3

// today is the number of the day, the same for as long as a test process runs.
var today = uint64(time.Now().Unix() / int64((24 * time.Hour).Seconds())) //nolint:gosec // after 1970

// HasTurn reports whether what is called name runs today: one day in three, other names on
// other days, and on any day if somebody wants what takes long.
func HasTurn(name string) bool {
	return Asked() || turn(name) == today%oneIn
}

// Turn skips a test on two days of three, and others on other days. It is for one of many
// that are alike, of which each takes seconds of processor: who changes something wants an
// answer soon, and in three days everything has been tried.
func Turn(t testing.TB) {
	t.Helper()
	if !HasTurn(t.Name()) {
		t.Skipf("Its turn is one day in %d, and not today; %s=1 runs it any day.", oneIn, setting)
	}
	t.Logf("Its turn is one day in %d; %s=1 runs it any day.", oneIn, setting)
}

func turn(name string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, name)
	return h.Sum64() % oneIn
}
