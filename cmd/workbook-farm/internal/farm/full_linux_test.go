package farm_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
	"workbook/grader/batch"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// A queue whose disk is full says so and ends; nobody's work is at fault for it, and once
// there is room all is graded.
func TestDiskFull(t *testing.T) {
	longtest.Skip(t, "it fills disks")
	store := t.TempDir()
	if err := unix.Mount("tmpfs", store, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, unix.Unmount(store, unix.MNT_DETACH)) })
	var said notebook
	start := func(listen string) *queueserver.Server {
		s, err := queueserver.Start(queueserver.Options{Listen: listen, Store: store, MaxStore: 1 << 30, SyncEvery: time.Minute, Tell: said.tell})
		require.NoError(t, err)
		return s
	}
	e := newEngine(t)
	s := start("127.0.0.1:0")
	a := farm.Access{URL: s.URL()}
	l := limits()
	l.Lease = 2 * time.Second
	require.NoError(t, lay(t, a, e, l))

	rows := large(t, 40) // 40 times 200 KB that nothing makes smaller
	c := client(t, a, e)
	var rep *report.Report
	var wg sync.WaitGroup
	wg.Go(func() { rep = run(t, c, rows, 40) })
	err := <-s.Failed()
	require.ErrorIs(t, err, queueserver.ErrNoStore)
	require.ErrorContains(t, err, "no space left")
	s.Stop()

	require.NoError(t, unix.Mount("tmpfs", store, "tmpfs", unix.MS_REMOUNT, "size=64m"))
	s = start(strings.TrimPrefix(a.URL, "nats://"))
	t.Cleanup(s.Stop)
	require.NoError(t, lay(t, a, e, l))
	work(t, a, e, 2)
	wg.Wait()
	same(t, rows, rep)
}

func large(t *testing.T, n int) []batch.Row {
	rows := class(t, many(n)...)
	for _, row := range rows {
		b := make([]byte, 200<<10)
		for i := range b {
			b[i] = byte(rand.N(256))
		}
		require.NoError(t, os.WriteFile(filepath.Join(row.Dir, "b.go"), []byte(fmt.Sprintf("package a\n// %x", b[:100<<10])), 0o600))
	}
	return rows
}
