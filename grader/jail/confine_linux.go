package jail

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"

	"workbook/grader/jail/internal/order"
)

// own makes the command a session of its own, which has no terminal and is killed
// as a whole, and has the kernel kill it when the grader dies.
func own(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// warden gives the name by which a child finds the program that has a warden in
// it, when the child's descriptor n is free for that.
func (c Cell) warden(e *Entry, n int) (string, error) {
	if c.Warden == "" {
		if !order.Linked {
			return "", fmt.Errorf("%w: package workbook/grader/jail/warden is not part of this program", ErrLevel)
		}
		return "/proc/self/exe", nil
	}
	// It is opened here, because a child in a namespace of its own may not look at
	// other processes' files any more.
	f, err := os.Open(c.Warden)
	if err != nil {
		return "", err
	}
	e.given = append(e.given, f)
	return fmt.Sprintf("/proc/self/fd/%d", n), nil
}

// order turns cmd into the start of a warden, with an order to become what cmd was.
func (c Cell) order(cmd *exec.Cmd, a Access, l Limits) (*Entry, error) {
	o := order.Order{
		Program: cmd.Path, Args: slices.Clone(cmd.Args), Env: cmd.Environ(), Dir: cmd.Dir,
		Own: 3 + len(cmd.ExtraFiles), Tools: a.Tools, Read: a.Read, Write: a.Write,
		Rlimits: rlimits(a, l.withDefaults()),
	}
	if len(o.Args) > 0 {
		o.Args[0] = filepath.Base(o.Args[0]) // where it lies is nothing that it needs to know
	}
	e := &Entry{}
	if c.Level >= L3 {
		o.Sockets = !a.Tools
		temp, err := c.temp()
		if err != nil {
			return nil, err
		}
		if e.root, err = os.MkdirTemp(temp, "workbook-root-"); err != nil {
			return nil, err
		}
		o.Root = e.root
		o.Owner = namespaces(cmd.SysProcAttr, o.Sockets)
	}
	if o.Dir == "" || !a.Tools {
		// There is nothing for it to find anywhere.
		o.Dir = "/"
	}
	err := e.pipes(o)
	var warden string
	if err == nil {
		warden, err = c.warden(e, o.Own+len(e.given))
	}
	if err != nil {
		e.Close()
		return nil, err
	}
	cmd.Path, cmd.Args, cmd.Env, cmd.Dir = warden, []string{order.Name, strconv.Itoa(o.Own)}, []string{}, "/"
	cmd.ExtraFiles = append(cmd.ExtraFiles, e.given...)
	return e, nil
}

// pipes makes the one that the order comes by and the one that a complaint goes by.
func (e *Entry) pipes(o order.Order) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	orders, err := filled(data)
	if err != nil {
		return err
	}
	e.given = append(e.given, orders)
	why, w, err := os.Pipe()
	if err != nil {
		return err
	}
	e.why, e.given = why, append(e.given, w)
	return nil
}

// Resource limits that package syscall has no names for on every architecture; see
// asm-generic/resource.h.
const (
	rlimitProcesses = 6
	rlimitLocked    = 8
	rlimitQueues    = 12
)

// rlimits are the limits that the kernel itself holds. They stand behind those
// that the cell watches, for when it is too slow to see, or gone.
func rlimits(a Access, l Limits) []order.Rlimit {
	cpu := (l.Wall+defaultQuitGrace)*time.Duration(runtime.NumCPU()) + 5*time.Second
	limits := []order.Rlimit{
		{Resource: syscall.RLIMIT_CORE, Max: 0},
		{Resource: syscall.RLIMIT_CPU, Max: uint64(cpu / time.Second)},
		{Resource: syscall.RLIMIT_NOFILE, Max: 16 << 10},
		{Resource: rlimitProcesses, Max: 4096},
		{Resource: rlimitLocked, Max: 0},
		{Resource: rlimitQueues, Max: 0},
		{Resource: syscall.RLIMIT_FSIZE, Max: 0},
	}
	if a.Tools {
		limits[len(limits)-1].Max = 1 << 30
	}
	if l.MemoryMiB > 0 && !l.Sparse {
		// Data is what is mapped to be written, whether used or not.
		limits = append(limits, order.Rlimit{Resource: syscall.RLIMIT_DATA, Max: uint64(l.MemoryMiB+dataSlackMiB) << 20})
	}
	return limits
}

// dataSlackMiB is by how much a program's mapped data may exceed the limit on its
// resident memory: enough that whoever looks every few milliseconds sees the
// limit passed before the kernel stops giving, which a runtime takes less well.
const dataSlackMiB = 256
