package warden

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

func init() {
	order.Linked = true
	if len(os.Args) == 2 && os.Args[0] == order.Name {
		serve(os.Args[1])
	}
}

// serve carries out the order on the descriptor and does not return.
func serve(descriptor string) {
	fd, err := strconv.Atoi(descriptor)
	if err != nil {
		os.Exit(order.FailExit)
	}
	why := os.NewFile(uintptr(fd+1), "why")
	// What follows concerns this thread alone, which is the one that will exec.
	runtime.LockOSThread()
	err = carryOut(os.NewFile(uintptr(fd), "order"))
	fmt.Fprint(why, err)
	os.Exit(order.FailExit)
}

// carryOut returns only when something went wrong.
func carryOut(from *os.File) error {
	var o order.Order
	if err := json.NewDecoder(from).Decode(&o); err != nil {
		return fmt.Errorf("reading the order: %w", err)
	}
	// Nothing but what the program is meant to have gets through to it, neither
	// ours nor what somebody left open in the grader.
	if err := unix.CloseRange(uint(o.Own), ^uint(0)>>33, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return fmt.Errorf("closing files: %w", err)
	}
	if err := beRoot(o.Owner); err != nil {
		return err
	}
	libraries, err := libraries(o.Program)
	if err != nil {
		return err
	}
	o.Read = append(o.Read, libraries...)
	// Only to execute it: a program that nobody may read can be started all the same.
	program, err := os.OpenFile(o.Program, unix.O_PATH, 0)
	if err != nil {
		return err
	}
	if err := isolate(&o); err != nil {
		return err
	}
	if err := unix.Chdir(o.Dir); err != nil {
		return fmt.Errorf("entering %s: %w", o.Dir, err)
	}
	if err := dropCapabilities(); err != nil {
		return err
	}
	if err := restrictFiles(&o, program); err != nil {
		return err
	}
	// Losing capabilities may have cleared it.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("tying the process to its parent: %w", err)
	}
	return become(&o, program)
}

// become replaces this process by the program.
func become(o *order.Order, program *os.File) error {
	argv, err := syscall.SlicePtrFromStrings(o.Args)
	if err != nil {
		return fmt.Errorf("the arguments: %w", err)
	}
	envv, err := syscall.SlicePtrFromStrings(o.Env)
	if err != nil {
		return fmt.Errorf("the environment: %w", err)
	}
	// Execveat has a sixth argument that the kernel does not look at, and the
	// filter does: without this number, which is gone with this process, it lets
	// no exec pass. The program cannot start itself again, or anything else.
	key := rand.Uint64()
	if err := restrictCalls(o, key); err != nil {
		return err
	}
	// The limit on data would hit this process before it hits the program.
	if err := limit(o.Rlimits); err != nil {
		return err
	}
	empty := [1]byte{}
	_, _, errno := unix.RawSyscall6(unix.SYS_EXECVEAT, program.Fd(),
		uintptr(unsafe.Pointer(&empty)), uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envv[0])),
		unix.AT_EMPTY_PATH, uintptr(key))
	return fmt.Errorf("starting %s: %w", o.Program, errno)
}
