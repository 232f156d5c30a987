package jail

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
)

// A Level says how strongly a command is isolated from this machine. Each level
// has all that the ones below it have.
type Level int

// The levels.
const (
	// L1 bounds a program that is wrong: a session of its own, a wall clock, a
	// memory watch, an output cap, a clean environment. Every system has it.
	L1 Level = 1 + iota
	// L2 holds a program that is hostile: landlock takes the file system away,
	// seccomp the system calls that a Go program has no use for (processes,
	// sockets, tracing), rlimits what is left. Linux 5.13 and later.
	L2
	// L3 takes away what there is to see as well: user, process, network, mount,
	// IPC and host name namespaces, an empty root, no capabilities. Linux where
	// unprivileged user namespaces are allowed.
	L3
)

// Best stands for the strongest level that a machine has, where one may be chosen.
const Best Level = 0

// Levels are all that may be chosen, [Best] first.
func Levels() []Level { return []Level{Best, L1, L2, L3} }

// String gives "L1", "L2" or "L3", and "best" for [Best].
func (l Level) String() string {
	if l == Best {
		return "best"
	}
	return fmt.Sprintf("L%d", int(l))
}

// describe says in words what the level consists of.
func (l Level) describe() string {
	switch l {
	case L3:
		return "L3: namespaces of its own with an empty root and no network, landlock, seccomp, rlimits, no capabilities"
	case L2:
		return "L2: landlock, seccomp and rlimits; no files, no sockets, no other programs"
	default:
		return plainIsolation
	}
}

// Support is what a machine offers.
type Support struct {
	Level   Level  // the best one that works
	Missing []Lack // what keeps it from the levels above, the next one first
	// Short is set when the machine was out of something just then, and so nobody
	// can tell what it offers: a level that is not seen may be there. Then Level is L1.
	Short *ShortageError
}

// A ShortageError says that a process could not be started for want of something
// that every process needs.
type ShortageError struct {
	Err    error
	Remedy string // what a person can do about it
}

func (e *ShortageError) Error() string {
	return fmt.Sprintf("no program can be walled in just now: %v: %s", e.Err, e.Remedy)
}

func (e *ShortageError) Unwrap() error { return e.Err }

// A Lack is why a level does not work here.
type Lack struct {
	Level  Level
	Why    string // what went wrong
	Remedy string // what a person can do about it; may be empty
}

// Has returns nil when the machine has the level, or else a [*MissingError], or
// a [*ShortageError] when that could not be found out.
func (s Support) Has(level Level) error {
	if s.Level >= level {
		return nil
	}
	if s.Short != nil {
		return s.Short
	}
	for _, lack := range s.Missing {
		if lack.Level == level {
			return &MissingError{Lack: lack, Have: s.Level}
		}
	}
	return &MissingError{Lack: Lack{Level: level, Why: "there is no such level"}, Have: s.Level}
}

// A MissingError says that a level is asked for that this machine has not.
type MissingError struct {
	Lack
	Have Level
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("isolation %v is asked for, and this machine has %v: %s", e.Level, e.Have, e.Why)
}

// Probe finds out what this machine offers, by starting a process at each level.
// It does so once per process, which takes some ten milliseconds, unless the machine
// is short of something: then the next call looks again.
func Probe() Support {
	probed.Lock()
	defer probed.Unlock()
	if probed.support.Level == 0 || probed.support.Short != nil {
		probed.support = probe(look)
	}
	return probed.support
}

var probed struct {
	sync.Mutex
	support Support // Level is 0 when nobody has looked yet
}

func probe(look func(Level) error) Support {
	s := Support{Level: L3}
	for ; s.Level > L1; s.Level-- {
		err := look(s.Level)
		if err == nil {
			break
		}
		if remedy, short := shortage(err); short {
			return Support{Level: L1, Short: &ShortageError{Err: err, Remedy: remedy}}
		}
		s.Missing = append([]Lack{{Level: s.Level, Why: err.Error(), Remedy: remedies[s.Level]}}, s.Missing...)
	}
	return s
}

// shortage recognises what every process runs out of alike, and says what to do
// about it. What a warden complains of comes as text.
func shortage(err error) (remedy string, short bool) {
	for _, s := range []struct {
		is     error
		remedy string
	}{
		{syscall.EMFILE, "allow more open files (ulimit -n 1024), or close some"},
		{syscall.ENFILE, "the whole machine has no more open files to give: close some, or raise fs.file-max"},
		{syscall.EAGAIN, "allow more processes (ulimit -u), or end some"},
		{syscall.ENOMEM, "free some memory, or allow more of it (ulimit -v)"},
	} {
		if errors.Is(err, s.is) || strings.Contains(err.Error(), s.is.Error()) {
			return s.remedy, true
		}
	}
	return "", false
}

// remedies say what to enable for a level.
var remedies = map[Level]string{
	L2: "grade on Linux 5.13 or later with landlock and seccomp in the kernel (see /sys/kernel/security/lsm), and where a container " +
		"is used, with a seccomp profile that lets landlock_create_ruleset, landlock_add_rule, landlock_restrict_self and seccomp pass",
	L3: "allow user namespaces to people who are not root: sysctl user.max_user_namespaces and kernel.unprivileged_userns_clone, on Ubuntu " +
		"kernel.apparmor_restrict_unprivileged_userns=0; in a container, a seccomp profile that lets clone and mount pass",
}
