package solutions_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What the table on the first page of 13_bounded says, measured again:
//
//	go test ./solutions -run - -bench Bounded -benchtime 1x -count 3

// A crowd is clients that come at once, and the load that each of them is.
type crowd struct {
	clients, atOnce int
	passes          int // over the megabyte of each client
}

const megabyte = 1 << 20

// crowdEnv makes a copy of this program serve a crowd, so that it has a heap of its
// own to be measured.
const crowdEnv = "WORKBOOK_CROWD"

// A served is what came of a crowd.
type served struct {
	heap     int // MiB, the most that the heap has had
	answered int // clients, when half of the time was over

	processor time.Duration
}

// serve serves a crowd in a process of its own.
func (c crowd) serve(tb testing.TB) served {
	tb.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCostOfACrowd$")
	cmd.Env = append(os.Environ(), crowdEnv+"="+fmt.Sprint(c.clients, c.atOnce, c.passes))
	out, err := cmd.Output()
	require.NoError(tb, err, "%s", out)
	var s served
	_, err = fmt.Fscan(strings.NewReader(string(out)), &s.heap, &s.answered)
	require.NoError(tb, err, "%s", out)
	s.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return s
}

// work is what the copy does: a megabyte for each client, read several times.
func (c crowd) work() served {
	begin := time.Now()
	slots, full := make(chan struct{}, c.atOnce), make(chan struct{})
	var arrived atomic.Int64
	answers := make([]time.Duration, c.clients)
	var wg sync.WaitGroup
	for i := range answers {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			buf := make([]byte, megabyte)
			if arrived.Add(1) == int64(c.atOnce) {
				close(full)
			}
			<-full // they come at once, however busy the machine is
			for range c.passes {
				sum := sha256.Sum256(buf)
				copy(buf, sum[:])
				runtime.Gosched() // as if for the network
			}
			answers[i] = time.Since(begin)
		})
	}
	wg.Wait()
	half := slices.Max(answers) / 2
	early := slices.DeleteFunc(answers, func(at time.Duration) bool { return at > half })
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return served{heap: int(m.HeapSys / megabyte), answered: len(early)}
}

// TestCostOfACrowd asks for the memory alone: times depend on the machine.
func TestCostOfACrowd(t *testing.T) {
	if spec := os.Getenv(crowdEnv); spec != "" {
		var c crowd
		if _, err := fmt.Sscan(spec, &c.clients, &c.atOnce, &c.passes); err != nil {
			panic(err)
		}
		s := c.work()
		fmt.Println(s.heap, s.answered)
		os.Exit(0)
	}
	all := crowd{clients: 200, atOnce: 200, passes: 2}.serve(t)
	few := crowd{clients: 200, atOnce: 4, passes: 2}.serve(t)
	require.GreaterOrEqual(t, all.heap, 200, "everybody's megabyte is in memory at once")
	require.LessOrEqual(t, few.heap, 50, "four megabytes, and what the garbage collector leaves for later")
}

func BenchmarkBounded(b *testing.B) {
	for _, atOnce := range []int{1000, 4} {
		b.Run(fmt.Sprint(atOnce), func(b *testing.B) {
			for b.Loop() {
				s := crowd{clients: 1000, atOnce: atOnce, passes: 4}.serve(b)
				b.ReportMetric(float64(s.heap), "MiB")
				b.ReportMetric(s.processor.Seconds(), "s-of-processor")
				b.ReportMetric(float64(s.answered), "answered-at-half-time")
			}
		})
	}
}
