package warden

import (
	"fmt"
	"strings"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

// A program may make these calls: what the Go runtime, packages os and net on open
// files, the C library's start-up and the race detector use. All others fail with
// "operation not permitted".
var programCalls = strings.Fields(`
	read write pread64 pwrite64 readv writev lseek close close_range dup dup2 dup3
	fstat newfstatat stat lstat statx fstatfs open openat getdents64 access faccessat faccessat2 getcwd
	munmap mremap madvise brk mincore
	rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall pause
	sched_yield sched_getaffinity nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
	getpid gettid getppid getuid geteuid getgid getegid getgroups uname getrlimit getrusage sysinfo getcpu
	futex futex_waitv set_robust_list get_robust_list set_tid_address rseq membarrier arch_prctl getrandom
	exit exit_group wait4 waitid
	epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 poll ppoll select pselect6 eventfd2 pipe pipe2
	splice sendfile copy_file_range
	accept accept4 getsockname getpeername getsockopt setsockopt recvfrom recvmsg sendto sendmsg shutdown`)

// With a network of its own it may have sockets as well, those of the internet:
// over a pair of sockets, or one of the Unix family, descriptors can be sent, which
// then outlive the process that they belong to.
var socketCalls = strings.Fields(`bind connect listen readlink readlinkat`)

// A build tool may make every call but these, which are for those who run the
// machine, look into other processes, or leave the session that is killed at the end.
var toolsLack = strings.Fields(`
	ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_open pidfd_getfd pidfd_send_signal
	bpf perf_event_open io_uring_setup io_uring_enter io_uring_register userfaultfd keyctl add_key request_key
	mount umount2 pivot_root chroot unshare setns move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick mount_setattr
	open_by_handle_at name_to_handle_at init_module finit_module delete_module kexec_load kexec_file_load reboot
	swapon swapoff acct settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname iopl ioperm
	quotactl quotactl_fd syslog vhangup personality nfsservctl lookup_dcookie
	socket socketpair bind connect listen setsid setpgid`)

// Calls of which a program finds out that they are not there, and then makes an
// older one whose arguments can be looked at.
var unknownCalls = strings.Fields(`clone3 openat2`)

const (
	newNamespaces = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC |
		unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET
)

// restrictCalls installs the filter on this thread. Only an execveat that shows
// the key passes it.
func restrictCalls(o *order.Order, key uint64) error {
	known, err := arch.GetInfo("")
	if err != nil {
		return fmt.Errorf("the system calls of this architecture are not known: %w", err)
	}
	policy := programPolicy(known, o.Sockets, key)
	if o.Tools {
		policy = toolsPolicy(known)
	}
	// Without the flag for all threads: the others end at exec.
	if err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Policy: policy}); err != nil {
		return fmt.Errorf("restricting system calls: %w", err)
	}
	return nil
}

func programPolicy(known *arch.Info, sockets bool, key uint64) seccomp.Policy {
	names := programCalls
	allowed := []seccomp.NameWithConditions{
		// Threads, and no processes.
		when("clone", seccomp.Condition{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}),
		when("execveat", seccomp.Condition{Argument: 5, Operation: seccomp.Equal, Value: key}),
		// Memory becomes code only where the loader maps a library, never when it is
		// or was writable: what runs is what was linked.
		when("mmap", seccomp.Condition{Argument: 2, Operation: seccomp.BitsNotSet, Value: unix.PROT_EXEC}),
		when("mmap", seccomp.Condition{Argument: 2, Operation: seccomp.BitsNotSet, Value: unix.PROT_WRITE},
			seccomp.Condition{Argument: 3, Operation: seccomp.BitsNotSet, Value: unix.MAP_ANONYMOUS}),
		when("mprotect", seccomp.Condition{Argument: 2, Operation: seccomp.BitsNotSet, Value: unix.PROT_EXEC}),
		// Of its own limits and signals alone.
		when("prlimit64", seccomp.Condition{Argument: 0, Operation: seccomp.Equal, Value: 0}),
		when("tgkill", seccomp.Condition{Argument: 0, Operation: seccomp.Equal, Value: uint64(unix.Getpid())}),
		when("kill", seccomp.Condition{Argument: 0, Operation: seccomp.Equal, Value: uint64(unix.Getpid())}),
	}
	// Of a descriptor, its flags and copies. What else fcntl does reaches others: it
	// can make the kernel signal any process when something arrives.
	for _, command := range []uint64{unix.F_DUPFD, unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL} {
		allowed = append(allowed, when("fcntl", seccomp.Condition{Argument: 1, Operation: seccomp.Equal, Value: command}))
	}
	if sockets {
		names = append(names[:len(names):len(names)], socketCalls...)
		for _, family := range []uint64{unix.AF_INET, unix.AF_INET6} {
			allowed = append(allowed, socket(family))
		}
	}
	return seccomp.Policy{
		DefaultAction: seccomp.ActionErrno,
		Syscalls: []seccomp.SyscallGroup{
			unknown(known),
			{Names: there(known, names), NamesWithCondtions: thereWhen(known, allowed), Action: seccomp.ActionAllow},
		},
	}
}

func toolsPolicy(known *arch.Info) seccomp.Policy {
	return seccomp.Policy{
		DefaultAction: seccomp.ActionAllow,
		Syscalls: []seccomp.SyscallGroup{
			unknown(known),
			{
				Names: there(known, toolsLack),
				NamesWithCondtions: thereWhen(known, []seccomp.NameWithConditions{
					when("clone", seccomp.Condition{Argument: 0, Operation: seccomp.BitsSet, Value: newNamespaces}),
					// Typing into the terminal of whoever started the grader.
					when("ioctl", seccomp.Condition{Argument: 1, Operation: seccomp.Equal, Value: unix.TIOCSTI}),
					when("ioctl", seccomp.Condition{Argument: 1, Operation: seccomp.Equal, Value: unix.TIOCLINUX}),
				}),
				Action: seccomp.ActionErrno,
			},
		},
	}
}

func when(call string, conditions ...seccomp.Condition) seccomp.NameWithConditions {
	return seccomp.NameWithConditions{Name: call, Conditions: conditions}
}

func socket(family uint64) seccomp.NameWithConditions {
	return when("socket", seccomp.Condition{Argument: 0, Operation: seccomp.Equal, Value: family})
}

func unknown(known *arch.Info) seccomp.SyscallGroup {
	return seccomp.SyscallGroup{
		Names:  there(known, unknownCalls),
		Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS),
	}
}

// there keeps the calls that this architecture has.
func there(known *arch.Info, names []string) []string {
	var out []string
	for _, n := range names {
		if _, ok := known.SyscallNames[n]; ok {
			out = append(out, n)
		}
	}
	return out
}

func thereWhen(known *arch.Info, all []seccomp.NameWithConditions) []seccomp.NameWithConditions {
	var out []seccomp.NameWithConditions
	for _, n := range all {
		if _, ok := known.SyscallNames[n.Name]; ok {
			out = append(out, n)
		}
	}
	return out
}
