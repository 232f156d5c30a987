package jail_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// Both ways to start a process in namespaces give the same walls, and nothing more to
// the process.
func TestNamespacesEitherWay(t *testing.T) {
	longtest.Skip(t, "it walls in many programs")
	if jail.Probe().Level < jail.L3 {
		t.Skip("there are no namespaces here")
	}
	for _, sharing := range []bool{true, false} {
		t.Run(fmt.Sprintf("sharing=%v", sharing), func(t *testing.T) {
			if sharing && !jail.StartsSharing() {
				t.Skip("the kernel lets no process share memory until it is a warden")
			}
			jail.StartSharing(t, sharing)
			require.Equal(t, map[string]string{
				"CapInh": none, "CapPrm": none, "CapEff": none, "CapBnd": none, "CapAmb": none,
				"NoNewPrivs": "1", "Seccomp": "2",
				"uid_map": fmt.Sprintf("0 %d 1", os.Getuid()), "gid_map": fmt.Sprintf("0 %d 1", os.Getgid()), "setgroups": "deny",
			}, seenFromOutside(t, jail.Cell{Level: jail.L3, Temp: t.TempDir()}))
			tryWaysOut(t, jail.L3)
		})
	}
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	require.NoError(t, err)
	require.Equal(t, 1, dumpable, "what a child did while it shared memory changed this process")
}

// none is how the kernel writes a set of no capabilities.
const none = "0000000000000000"

// seenFromOutside is what the kernel says of a process in the cell.
func seenFromOutside(t *testing.T, cell jail.Cell) map[string]string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Env = []string{"JAILED=stdin"}
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	entry, err := cell.Confine(cmd, jail.Access{}, jail.Limits{})
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer cmd.Wait()
	defer stdin.Close() // for which it waits
	require.NoError(t, entry.Wait())
	said := map[string]string{}
	read := func(name string) string {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, name))
		require.NoError(t, err)
		return string(data)
	}
	for line := range strings.Lines(read("status")) {
		name, value, _ := strings.Cut(line, ":")
		if strings.HasPrefix(name, "Cap") || name == "NoNewPrivs" || name == "Seccomp" {
			said[name] = strings.TrimSpace(value)
		}
	}
	for _, name := range []string{"uid_map", "gid_map", "setgroups"} {
		said[name] = strings.Join(strings.Fields(read(name)), " ")
	}
	return said
}
