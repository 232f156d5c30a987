package jail

import (
	"os"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

// Package syscall starts a process in a new user namespace by copying the whole address
// space of this one, since it waits there for its parent to say who it is. The copy is paid
// twice: when it is made, and when this program writes to its memory again afterwards. With
// a grader's tens of MiB that was a tenth of the processor time of a grading. So where the
// kernel lets it, the process shares the memory of this one until it becomes a warden, as
// all others do, and the warden says by itself who it is.

// sharing is whether a probe has seen a process start so.
var sharing atomic.Bool

// wardenNeeds are the capabilities, within its namespaces, that get a process from its start
// to being root there. What has no user yet loses at exec what is not ambient.
var wardenNeeds = []uintptr{
	unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETUID, unix.CAP_SETGID, unix.CAP_SETPCAP,
	unix.CAP_DAC_OVERRIDE, unix.CAP_DAC_READ_SEARCH, unix.CAP_FOWNER,
}

// namespaces gives the process its own view of everything that can be viewed. A
// network is the dearest of them, and a process that can make no socket has no
// use for one. The warden has to be told of an owner, if there is one.
func namespaces(attr *syscall.SysProcAttr, network bool) *order.Owner {
	attr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID | syscall.CLONE_NEWNS |
		syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS | syscall.CLONE_NEWCGROUP
	if network {
		attr.Cloneflags |= syscall.CLONE_NEWNET
	}
	if sharing.Load() {
		attr.Cloneflags |= syscall.CLONE_VM | syscall.CLONE_VFORK
		attr.AmbientCaps = wardenNeeds
		return &order.Owner{User: os.Getuid(), Group: os.Getgid()}
	}
	// Root in there, and nobody but us out here: mounting needs it, and the warden
	// gives all of root's capabilities up.
	attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	attr.GidMappingsEnableSetgroups = false
	return nil
}
