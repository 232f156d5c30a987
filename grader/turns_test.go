package grader_test

import (
	"cmp"
	"flag"
	"hash/fnv"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// everything asks for the corpora in full, which takes a quarter of an hour. Each run
// of the tests grades all that is refused at first sight, which takes no time, and some
// of the others: other ones each day, so that all have their turn. The first line says
// which, for who wants them again; and WORKBOOK_LONG=1 .ci/run wants more of them:
//
//	go test ./grader -run 'TestHostile|TestHonest' -everything -timeout 0 -v
//	go test ./grader -run 'TestHostile|TestHonest' -share 20784
//	go test ./grader -run 'TestHostile|TestHonest' -times 4
var (
	everything = flag.Bool("everything", false, "grade every program of the corpora at every level, with the race stage")
	share      = flag.Int64("share", time.Now().Unix()/int64((24*time.Hour).Seconds()), "which programs of the corpora to grade; a number a day")
	times      = flag.Int("times", 1, "so many times the programs that have their turn")
)

// aDay is how many programs have their turn in a test: few in what everybody runs, more
// where somebody wants what takes long.
func aDay(few, more int) int {
	if longtest.Asked() {
		return more
	}
	return few
}

// take marks n of the programs as wanted on that day. With -times N it is so many times
// that, and N-1 others as wanted in full; with -everything it is all of them.
func take(programs []*program, day int64, n int) {
	order := slices.Clone(programs)
	slices.SortFunc(order, func(a, b *program) int {
		return cmp.Or(cmp.Compare(shuffled(a.name), shuffled(b.name)), cmp.Compare(a.name, b.name))
	})
	if *everything {
		for _, p := range order {
			p.wanted, p.inFull = true, true
		}
		return
	}
	if len(order) == 0 {
		return
	}
	at := func(i int64) *program { return order[i%int64(len(order))] }
	n *= *times
	for i := range int64(n) {
		at(day*int64(n) + i).wanted = true
	}
	for i := range int64(*times - 1) {
		full := at(day*int64(*times-1) + i)
		full.wanted, full.inFull = true, true
	}
}

func shuffled(name string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, name)
	return h.Sum64()
}

// All programs have their turn, and so they have in full.
func TestEveryProgramHasItsTurn(t *testing.T) {
	if *everything {
		t.Skip("every day is the same")
	}
	was := *times
	t.Cleanup(func() { *times = was })
	*times = 2
	for _, n := range []int{1, 6, 14, 87} {
		wanted, full := map[string]bool{}, map[string]bool{}
		for day := range int64(87) {
			var programs []*program
			for i := range 87 {
				programs = append(programs, &program{name: string(rune('a' + i))})
			}
			take(programs, 20000+day, n)
			marked := 0
			for _, p := range programs {
				if p.wanted {
					wanted[p.name], marked = true, marked+1
				}
				if p.inFull {
					full[p.name] = true
				}
			}
			require.LessOrEqual(t, marked, 2*n+1)
		}
		require.Len(t, wanted, 87, "%d a day", n)
		require.Len(t, full, 87, "%d a day", n)
	}
}
