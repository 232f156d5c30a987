package farm_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader/batch"
)

var (
	figures = flag.Bool("figures", false, "measure what SIZING.md tells")
	queue   = flag.Int("queue", 500_000, "how much work waits in TestQueueFigures")
)

// payload is what a submission of three small files is as a message.
const payload = 1200

// TestQueueFigures fills a queue, and starts its server again.
func TestQueueFigures(t *testing.T) {
	server, address, store := figuresServer(t)
	f := open(t, farm.Access{URL: "nats://" + address})
	t.Logf("%-28s %s", "an empty server", usage(t, server))
	began := time.Now()
	var next, again atomic.Int64
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			message := make([]byte, payload)
			_, _ = rand.Read(message) // it never fails
			for {
				i := next.Add(1)
				if i > int64(*queue) {
					return
				}
				sum := sha256.Sum256([]byte(strconv.FormatInt(i, 10)))
				for farm.Submit(f, t.Context(), hex.EncodeToString(sum[:]), message) != nil {
					again.Add(1) // no answer in time: a client tries again, too
				}
				if i&(i-1) == 0 && i >= 1024 || i == int64(*queue) {
					t.Logf("%7d wait, after %-10s %s, %s on disk", i, time.Since(began).Round(time.Millisecond), usage(t, server), size(t, store))
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d had no answer in time, and were handed in again", again.Load())
	require.EqualValues(t, *queue, status(t, farm.Access{URL: "nats://" + address}).Waiting)
	server.kill()
	began = time.Now()
	server.start()
	require.Eventually(t, func() bool {
		f, err := farm.Open(t.Context(), farm.Access{URL: "nats://" + address})
		if err == nil {
			f.Close()
		}
		return err == nil
	}, 10*time.Minute, 20*time.Millisecond)
	t.Logf("killed, and ready again after %s: %s", time.Since(began).Round(time.Millisecond), usage(t, server))
	require.EqualValues(t, *queue, status(t, farm.Access{URL: "nats://" + address}).Waiting)
}

// TestRateFigures has verdicts that cost nothing go through the queue: what it can do at most.
func TestRateFigures(t *testing.T) {
	for _, slots := range []int{1, 2, 4, 8} {
		for _, n := range []int{100, 1000, 10_000} {
			if n == 10_000 && slots != 4 {
				continue
			}
			rate(t, slots, n)
		}
	}
}

func rate(t *testing.T, slots, n int) {
	server, address, store := figuresServer(t)
	defer server.kill()
	a := farm.Access{URL: "nats://" + address}
	e := newEngine(t)
	worker, err := open(t, a).Worker(t.Context(), e, farm.WorkerOptions{Slots: slots})
	require.NoError(t, err)
	go func() { _ = worker.Run(t.Context()) }()
	c := client(t, a, e)
	rows := class(t, many(n)...)
	j, err := batch.OpenJournal(filepath.Join(t.TempDir(), "journal.jsonl"))
	require.NoError(t, err)
	defer j.Close()
	began := time.Now()
	_, err = batch.Run(t.Context(), c, j, rows, batch.Options{Jobs: 64}, nil)
	require.NoError(t, err)
	spent := time.Since(began)
	t.Logf("%d slots, %5d submissions: %6.1f a second, server %s, %s on disk; here %d MiB", slots, n, float64(n)/spent.Seconds(), usage(t, server), size(t, store), resident(t, "self"))
}

func figuresServer(t *testing.T) (server *process, address, store string) {
	if !*figures {
		t.Skip("-figures measures, which takes minutes and a machine with nothing else to do")
	}
	address, store = freeAddress(t), filepath.Join(t.TempDir(), "store")
	server = begin(t, "serve "+address+" "+store)
	require.Eventually(t, func() bool {
		f, err := farm.Open(t.Context(), farm.Access{URL: "nats://" + address})
		if err == nil {
			f.Close()
		}
		return err == nil
	}, time.Minute, 20*time.Millisecond)
	return server, address, store
}

// usage is what a process has taken until now.
func usage(t *testing.T, p *process) string {
	pid := strconv.Itoa(p.cmd.Process.Pid)
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	require.NoError(t, err)
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	ticks := 0
	for _, field := range fields[11:13] { // user and system
		n, err := strconv.Atoi(field)
		require.NoError(t, err)
		ticks += n
	}
	return fmt.Sprintf("%d MiB, %.1f s of processor", resident(t, pid), float64(ticks)/100)
}

var rss = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

func resident(t *testing.T, pid string) int {
	data, err := os.ReadFile("/proc/" + pid + "/status")
	require.NoError(t, err)
	found := rss.FindSubmatch(data)
	require.NotNil(t, found)
	kib, err := strconv.Atoi(string(found[1]))
	require.NoError(t, err)
	return kib >> 10
}

func size(t *testing.T, dir string) string {
	var bytes int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { // files come and go
		if err != nil {
			return nil
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return fmt.Sprintf("%d MiB", bytes>>20)
}
