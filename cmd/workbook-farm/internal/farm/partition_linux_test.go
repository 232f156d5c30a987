package farm_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader/report"
)

var hosts = flag.Bool("hosts", false, "have TestPartition make hosts of network namespaces, which takes root")

// A class is graded by three hosts with networks of their own. One is cut off while it
// grades, and comes back: what it had goes to the others, and nothing is there twice.
func TestPartition(t *testing.T) {
	if !*hosts {
		t.Skip("-hosts makes network namespaces, which takes root and the command ip")
	}
	bridge := network(t)
	var names [3]string
	for i := range names {
		names[i] = bridge.host(t, i+2)
	}
	folder := t.TempDir()
	address := bridge.address(1) + ":4299"
	begin(t, "serve "+address+" "+filepath.Join(folder, "store"))
	a := farm.Access{URL: "nats://" + address}
	require.Eventually(t, func() bool {
		f, err := farm.Open(t.Context(), a)
		if err == nil {
			f.Close()
		}
		return err == nil
	}, time.Minute, 20*time.Millisecond)
	for _, name := range names {
		begin(t, fmt.Sprintf("work %s %s 200ms", a.URL, folder), "ip", "netns", "exec", name)
	}
	e := newEngine(t)
	rows := class(t, many(150)...)
	var rep *report.Report
	var wg sync.WaitGroup
	c := client(t, a, e)
	wg.Go(func() { rep = run(t, c, rows, 150) })
	graded := func(n int) func() bool {
		return func() bool {
			data, _ := os.ReadFile(filepath.Join(folder, "graded"))
			return strings.Count(string(data), "\n") >= n
		}
	}
	require.Eventually(t, graded(20), time.Minute, 10*time.Millisecond)
	bridge.cut(t, 2)
	s := status(t, a)
	require.Len(t, s.Workers, 3)
	require.Eventually(t, func() bool { return status(t, a).Waiting == 0 }, 5*time.Minute, 50*time.Millisecond, "the others go on")
	bridge.mend(t, 2)
	wg.Wait()
	same(t, rows, rep)
	require.EqualValues(t, 150, status(t, a).Results)

	// The one that was cut off works again.
	bridge.cut(t, 3)
	bridge.cut(t, 4)
	same(t, class(t, "pass again"), run(t, c, class(t, "pass again"), 1))
}

func status(t *testing.T, a farm.Access) *farm.Status {
	t.Helper()
	f, err := farm.Open(t.Context(), a)
	require.NoError(t, err)
	defer f.Close()
	s, err := f.Status(t.Context())
	require.NoError(t, err)
	return s
}

// A bridge is a network of this machine's, to which hosts are connected.
type bridge struct{ name string }

func network(t *testing.T) bridge {
	b := bridge{"wbfarm0"}
	ip(t, "link", "add", b.name, "type", "bridge")
	t.Cleanup(func() { ip(t, "link", "del", b.name) })
	ip(t, "addr", "add", b.address(1)+"/24", "dev", b.name)
	ip(t, "link", "set", b.name, "up")
	return b
}

func (b bridge) address(n int) string { return fmt.Sprintf("10.213.77.%d", n) }
func (b bridge) cable(n int) string   { return fmt.Sprintf("wbfarm%d", n) }

// host makes a network namespace with an address.
func (b bridge) host(t *testing.T, n int) (name string) {
	name = fmt.Sprintf("wbfarm-host-%d", n)
	ip(t, "netns", "add", name)
	t.Cleanup(func() { ip(t, "netns", "del", name) })
	ip(t, "link", "add", b.cable(n), "type", "veth", "peer", "name", "eth0", "netns", name)
	ip(t, "link", "set", b.cable(n), "master", b.name, "up")
	ip(t, "-n", name, "addr", "add", b.address(n)+"/24", "dev", "eth0")
	ip(t, "-n", name, "link", "set", "eth0", "up")
	return name
}

func (b bridge) cut(t *testing.T, n int)  { ip(t, "link", "set", b.cable(n), "down") }
func (b bridge) mend(t *testing.T, n int) { ip(t, "link", "set", b.cable(n), "up") }

func ip(t *testing.T, args ...string) {
	t.Helper()
	out, err := exec.Command("ip", args...).CombinedOutput()
	require.NoError(t, err, "ip %v: %s", args, out)
}
