package jail_test

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/grader/jail"
	_ "workbook/grader/jail/warden"
)

// A way out is something that no submission may do. It returns nil when it could.
// TARGET tells it what to try it on.
type wayOut struct {
	try  func(target string) error
	open bool // at L1 it is: the wall is what closes it, and this test would see a hole
}

var waysOut = map[string]wayOut{
	"read a file":         {open: true, try: func(f string) error { _, err := os.ReadFile(f); return err }},
	"list a folder":       {open: true, try: func(f string) error { _, err := os.ReadDir(filepath.Dir(f)); return err }},
	"write a file":        {open: true, try: func(f string) error { return os.WriteFile(f+".new", nil, 0o600) }},
	"append to a file":    {open: true, try: appendTo},
	"remove a file":       {open: true, try: func(f string) error { return os.Rename(f, f+".gone") }},
	"link to a file":      {open: true, try: func(f string) error { return os.Link(f, f+".link") }},
	"change a mode":       {open: true, try: func(f string) error { return os.Chmod(f, 0o777) }},
	"truncate a file":     {open: true, try: func(f string) error { return os.Truncate(f, 0) }},
	"make a folder":       {open: true, try: func(f string) error { return os.Mkdir(f+".d", 0o700) }},
	"its own memory":      {open: true, try: func(string) error { _, err := os.OpenFile("/proc/self/mem", os.O_RDWR, 0); return err }},
	"other environments":  {open: true, try: func(string) error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", os.Getppid())); return err }},
	"the host's settings": {open: true, try: func(string) error { _, err := os.ReadFile("/etc/passwd"); return err }},
	"start a program":     {open: true, try: func(string) error { return exec.Command("/bin/true").Run() }},
	"start itself":        {try: func(string) error { return syscall.Exec("/proc/self/exe", os.Args, os.Environ()) }},
	"fork": {try: func(string) error {
		if _, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0); errno != 0 {
			return errno
		}
		return nil
	}},
	"run what it writes": {open: true, try: func(string) error {
		fd, err := unix.MemfdCreate("x", 0)
		if err == nil {
			unix.Close(fd)
		}
		return err
	}},
	"kill its parent":  {open: true, try: func(string) error { return syscall.Kill(parent(), 0) }},
	"signal everybody": {open: true, try: func(string) error { return syscall.Kill(-1, 0) }},
	"trace its parent": {try: func(string) error { return unix.PtraceAttach(parent()) }},
	"limit its parent": {open: true, try: func(string) error { return unix.Prlimit(parent(), unix.RLIMIT_CORE, nil, &unix.Rlimit{}) }},
	"read its parent":  {open: true, try: readParent},
	"reach a server":   {open: true, try: func(string) error { return dial("tcp", os.Getenv("SERVER")) }},
	"reach a socket":   {open: true, try: func(string) error { return dial("unix", os.Getenv("SOCKET")) }},
	"a raw socket":     {try: func(string) error { _, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP); return err }},
	"a Unix socket":    {open: true, try: func(string) error { return socket(unix.AF_UNIX, unix.SOCK_DGRAM) }},
	"a pair of sockets": {open: true, try: func(string) error {
		fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		if err == nil {
			unix.Close(fds[0])
			unix.Close(fds[1])
		}
		return err
	}},
	"a netlink socket":   {open: true, try: func(string) error { return socket(unix.AF_NETLINK, unix.SOCK_RAW) }},
	"a socket of crypto": {try: func(string) error { return socket(unix.AF_ALG, unix.SOCK_SEQPACKET) }},
	"a socket of vsock":  {try: func(string) error { return socket(unix.AF_VSOCK, unix.SOCK_STREAM) }},
	"files in flight":    {open: true, try: sendFiles},
	"a packet socket":    {try: func(string) error { _, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0); return err }},
	"code of its own":    {open: true, try: writableCode},
	"patch its code":     {open: true, try: patchCode},
	"more memory":        {open: true, try: moreMemory},
	"new namespaces":     {try: func(string) error { return unix.Unshare(unix.CLONE_NEWUSER | unix.CLONE_NEWNS) }},
	"mount":              {try: func(string) error { return unix.Mount("x", "/", "tmpfs", 0, "") }},
	"a new root":         {try: func(string) error { return unix.Chroot("/") }},
	"the kernel's keys":  {try: func(string) error { _, err := unix.KeyctlInt(unix.KEYCTL_GET_KEYRING_ID, -4, 0, 0, 0); return err }},
	"io_uring":           {try: call(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&[120]byte{})))},
	"bpf":                {try: call(unix.SYS_BPF, 0, 0, 0)},
	"userfaultfd":        {open: true, try: call(unix.SYS_USERFAULTFD, 1)},
	"perf events":        {try: call(unix.SYS_PERF_EVENT_OPEN, 0, 0, 0)},
	"another uid":        {try: func(string) error { return syscall.Setuid(12345) }},
	"raise a limit":      {try: raise},
	"dump core":          {open: true, try: func(string) error { return positive(limitOf(unix.RLIMIT_CORE)) }},
	"a capability":       {try: capabilities},
	"a new privilege":    {open: true, try: mayGain},
	"a leaked file":      {try: func(string) error { return unix.Fstat(99, new(unix.Stat_t)) }},
	"a terminal":         {try: func(string) error { _, err := os.Open("/dev/tty"); return err }},
	"type for the user":  {try: call(unix.SYS_IOCTL, 0, unix.TIOCSTI, uintptr(unsafe.Pointer(&[1]byte{'x'})))},
	"leave the session":  {try: func(string) error { _, err := unix.Setsid(); return err }},
	"the folder's name":  {try: func(string) error { dir, err := os.Getwd(); return unless(dir == "/", err) }},
	"a home":             {try: func(string) error { return unless(os.Getenv("HOME") == "/", nil) }},
	"old system calls":   {try: call(0x40000000 | unix.SYS_GETPID)}, // x32 numbers, past every filter by number
	"have others signalled": {open: true, try: func(string) error {
		var fds [2]int
		if err := unix.Pipe(fds[:]); err != nil {
			return err
		}
		_, err := unix.FcntlInt(uintptr(fds[0]), unix.F_SETOWN, parent())
		return err
	}},
	"signal as it likes":  {open: true, try: func(string) error { _, err := unix.FcntlInt(0, unix.F_SETSIG, 9); return err }},
	"a device":            {try: func(f string) error { return unix.Mknod(f+".dev", unix.S_IFCHR|0o600, 0x103) }},
	"watch other threads": {open: true, try: func(string) error { _, err := os.ReadDir("/proc/self/task"); return err }},
}

// parent is some process outside: at L3 nothing has a number, and 1 stands for it.
func parent() int { return max(os.Getppid(), 2) }

func call(number uintptr, args ...uintptr) func(string) error {
	return func(string) error {
		var a [6]uintptr
		copy(a[:], args)
		if _, _, errno := unix.Syscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
			return errno
		}
		return nil
	}
}

func unless(fine bool, err error) error {
	if fine {
		return cmp.Or(err, errors.New("nothing to see"))
	}
	return nil
}

func appendTo(file string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("more")
	return err
}

func socket(family, kind int) error {
	fd, err := unix.Socket(family, kind, 0)
	if err == nil {
		unix.Close(fd)
	}
	return err
}

// sendFiles sends its standard output to a socket of its own, as people do who want it
// to stay open when they are gone.
func sendFiles(string) error {
	self := &net.UnixAddr{Name: fmt.Sprintf("@workbook-flight-%d", os.Getpid()), Net: "unixgram"}
	c, err := net.ListenUnixgram("unixgram", self)
	if err != nil {
		return err
	}
	defer c.Close()
	_, _, err = c.WriteMsgUnix([]byte("x"), unix.UnixRights(1), self)
	return err
}

func dial(network, address string) error {
	c, err := net.Dial(network, address)
	if err == nil {
		c.Close()
	}
	return err
}

func readParent(string) error {
	var b [8]byte
	local := unix.Iovec{Base: &b[0], Len: 8}
	address, _ := strconv.ParseUint(os.Getenv("ADDRESS"), 10, 64)
	_, err := unix.ProcessVMReadv(parent(), []unix.Iovec{local}, []unix.RemoteIovec{{Base: uintptr(address), Len: 8}}, 0)
	return err
}

func writableCode(string) error {
	_, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE)
	return err
}

func patchCode(string) error {
	pc, _, _, _ := runtime.Caller(0)
	page := uintptr(pc) &^ 4095
	return call(unix.SYS_MPROTECT, page, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC)("")
}

func moreMemory(string) error {
	_, err := unix.Mmap(-1, 0, 1<<30, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	return err
}

func limitOf(resource int) uint64 {
	var l unix.Rlimit
	if unix.Getrlimit(resource, &l) != nil {
		return 0
	}
	return l.Max
}

func positive(n uint64) error {
	if n > 0 {
		return nil
	}
	return errors.New("the limit is zero")
}

func raise(string) error {
	now := limitOf(unix.RLIMIT_NOFILE)
	return unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: now + 1, Max: 1 << 30})
}

// capabilities returns nil when the process has one, whoever it is.
func capabilities(string) error {
	h := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var d [2]unix.CapUserData
	if err := unix.Capget(&h, &d[0]); err != nil {
		return err
	}
	return positive(uint64(d[0].Effective | d[0].Permitted | d[0].Inheritable | d[1].Effective | d[1].Permitted | d[1].Inheritable))
}

// mayGain returns nil when an exec could give the process more than it has.
func mayGain(string) error {
	set, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
	if err != nil {
		return err
	}
	return positive(uint64(1 - set))
}

// tryToGetOut is what the jailed process does.
func tryToGetOut() {
	w, ok := waysOut[os.Getenv("WAY")]
	if !ok {
		panic("there is no such way")
	}
	if err := w.try(os.Getenv("TARGET")); err != nil {
		fmt.Println("closed:", err)
		return
	}
	fmt.Println("open")
}

// outside is what the ways out are tried on.
func outside(t *testing.T) (env []string) {
	t.Helper()
	dir := t.TempDir()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	// An abstract socket: no file system stands before it.
	name := fmt.Sprintf("@workbook-test-%d", os.Getpid())
	socket, err := net.Listen("unix", name)
	require.NoError(t, err)
	t.Cleanup(func() { server.Close(); socket.Close() })
	target := filepath.Join(dir, "hidden_test.go")
	require.NoError(t, os.WriteFile(target, []byte("expected: 42"), 0o644))
	return []string{"JAILED=try", "TARGET=" + target, "SERVER=" + server.Addr().String(), "SOCKET=" + name,
		"ADDRESS=" + strconv.FormatUint(uint64(uintptr(unsafe.Pointer(&memory[0]))), 10)}
}

var memory [8]byte // of the test, for a child to try to read

func TestWalls(t *testing.T) {
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		t.Run(level.String(), func(t *testing.T) { tryWaysOut(t, level) })
	}
}

func tryWaysOut(t *testing.T, level jail.Level) {
	// Something that the grader's own parent might have left open, to be inherited.
	require.NoError(t, unix.Dup3(0, 99, 0))
	defer unix.Close(99)
	self, err := os.Executable()
	require.NoError(t, err)
	for name, way := range waysOut {
		if level == jail.L1 && !way.open {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if level == jail.L1 && name == "signal everybody" {
				t.Skip("it would signal the machine that the test runs on")
			}
			env := append(outside(t), "WAY="+name)
			// To be dialed, the server does not need to accept.
			res, err := jail.Cell{Level: level, Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: self, Env: env})
			require.NoError(t, err)
			out := string(res.Output)
			if level == jail.L1 {
				require.Equal(t, "open\n", out, "the test would not see whether the wall holds")
			} else {
				require.True(t, strings.HasPrefix(out, "closed: "), "%s: %q (exit %d, signal %v)", name, out, res.Exit, res.Signal)
			}
		})
	}
}

func init() {
	acts["try"], acts["honest"], acts["loopback"] = tryToGetOut, workHonestly, useLoopback
}
