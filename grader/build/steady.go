package build

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"workbook/grader/atomicfile"
)

// Steady are the settings, in the environment of a program of [Build.Inside], under
// which a goroutine of it keeps the processor until it gives it up itself: it blocks,
// yields, sleeps, ends or makes a system call. There is one processor; the runtime
// interrupts nobody, neither by a signal nor at the call of a function; and it
// collects no garbage but when asked, with everything else at rest.
//
// Where memory is shared without a lock, much can go wrong between two instructions,
// and not only between the words of a slice: for make([]T, n) the compiler reads a
// variable n again after memory of the old n was allocated, and a map may grow
// between the look at its size and the look into it. In such a program there is
// nothing between two instructions.
var Steady = []string{"GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1,gcstoptheworld=2", "GOGC=off"}

// A change is one of a file of Go's runtime. It neither moves a line nor declares
// anything, so that what other packages see of the runtime is the same: the linker would
// not take it otherwise.
type change struct {
	file, from, to string
}

// underSchedule is what the changed runtime asks whether a schedule is under way: package
// point says so by a limit of memory that nobody can mean.
const underSchedule = "uint64(gcController.memoryLimit.Load())>>40 == 1<<23-1 && gcController.memoryLimit.Load() != 1<<63-1"

// steadyChanges are what no setting does.
var steadyChanges = []change{
	// The runtime's monitor asks a goroutine that has run for 10 ms to make room, which it
	// does at its next call of a function. Ours does not ask where signals are not used
	// for that either.
	{"proc.go", "} else if pd.schedwhen+forcePreemptNS <= now {",
		"} else if debug.asyncpreemptoff == 0 && pd.schedwhen+forcePreemptNS <= now {"},

	// At every 61st turn the scheduler takes somebody who has given way before those who are
	// ready, so that these cannot keep it from running for ever. When that is depends on what
	// the process did before, and on the machine's clock. Not so under a schedule, where who
	// goes on is chosen.
	{"proc.go", "	if pp.schedtick%61 == 0 && !sched.runq.empty() {",
		"	if pp.schedtick%61 == 0 && !sched.runq.empty() && !(" + underSchedule + ") {"},

	// Nor does the monitor take the processor, under a schedule, from who is in a system call
	// that takes longer than it should, a line that is logged to a reader who is slow. A second
	// is for calls that wait.
	{"proc.go", "		if runqempty(pp) && sched.nmspinning",
		"		if " + underSchedule + " && pd.syscallwhen+1000*1000*1000 > now || runqempty(pp) && sched.nmspinning"},

	// Who asks for a limit of memory that nobody can mean is told how many goroutines of its
	// bubble are at work, itself included, as a number below 0. Package check would need a
	// snapshot of all of them for that.
	{"mgcpacer.go", "func setMemoryLimit(in int64) (out int64) {\n	// Run on the system stack since we grab the heap lock.",
		"func setMemoryLimit(in int64) (out int64) {\n	if b := getg().bubble; in == -1<<63 && b != nil { lock(&b.mu); out = ^int64(b.running + b.active); unlock(&b.mu); return out }"},

	// What is chosen at random within a bubble follows from the limit of memory there,
	// where it is one that nobody can mean, as package point sets it. That is the order of a map's
	// entries, which of the ready cases of a select goes on, and math/rand's own source.
	// What has been chosen so far is kept where only the race detector keeps something.
	{"rand.go", "	mp := getg().m\n	c := &mp.chacha8", "	gp := getg(); if b := gp.bubble; b != nil { if seed := uint64(gcController.memoryLimit.Load()); seed>>40 == 1<<23-1 && seed != 1<<63-1 { b.root.racectx += 0x9e3779b97f4a7c15; x := uint64(b.root.racectx) ^ seed*0xbf58476d1ce4e5b9; x = (x ^ x>>30) * 0xbf58476d1ce4e5b9; x = (x ^ x>>27) * 0x94d049bb133111eb; return x ^ x>>31 } }; mp := gp.m\n	c := &mp.chacha8"},
	{"select.go", "		j := cheaprandn(uint32(norder + 1))", "		j := randn(uint32(norder + 1))"},
	// The order of a map whose keys are pointers follows from where they point to, and so from
	// where the heap begins. A submission can ask for its own addresses in any case.
	{"malloc.go", "heapRandSeed, heapRandSeedBitsRemaining = uintptr(bootstrapRand()), 64", "heapRandSeed, heapRandSeedBitsRemaining = 0x3141592653589793, 64"},
	// A large map's order follows from the keys of its hash function as well.
	{"alg.go", "		hashkey[i] = uintptr(bootstrapRand())", "		hashkey[i] = uintptr(i+1) * 0x9e3779b9"},
	{"alg.go", "		key[i] = bootstrapRand()", "		key[i] = uint64(i+1) * 0x9e3779b97f4a7c15"},
}

// steady makes the runtime of programs that can run under [Steady], once.
type steady struct {
	mu      sync.Mutex
	archive string
}

// steadyRuntime gives the archive of package runtime for programs that can run
// under [Steady]. It is the toolchain's own but for a few lines, and what other packages
// see of it is the same, or the linker would not take it.
func (h *Harness) steadyRuntime(ctx context.Context) (string, error) {
	s := &h.toolchain.steady
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := os.Stat(s.archive); s.archive != "" && err == nil {
		return s.archive, nil // it has not been trimmed from the cache since
	}
	if runtime.GOOS != "linux" {
		return "", errors.New("programs are linked by the go command here")
	}
	// The name of a file is part of what the go command remembers an archive by. So it is
	// always the same, in a folder that is the user's own.
	dir := filepath.Join(h.toolchain.env.GOCACHE, "workbook")
	list, known, err := h.toolchain.changeRuntime(dir, steadyChanges)
	if err != nil {
		return "", err
	}
	// A Go that the go command has downloaded by itself lies in the module cache, where
	// it lets nothing be replaced: so for this it is told of another one. A package of
	// Go's own needs no modules.
	env := append(h.trustedEnv(), "GO111MODULE=off", "GOMODCACHE="+filepath.Join(dir, "modules"))
	printed, err := run(ctx, dir, env, h.toolchain.goCommand(),
		"list", "-export", "-overlay", list, "-gcflags=runtime='-trimpath="+known+"'", "-f", "{{.Export}}", "runtime")
	if err != nil {
		return "", fmt.Errorf("building a runtime that interrupts nobody: %w\n%s", err, bytes.TrimSpace(printed))
	}
	lines := strings.Split(strings.TrimSpace(string(printed)), "\n")
	archive := lines[len(lines)-1] // after what the go command had to say
	if _, err := os.Stat(archive); err != nil {
		return "", fmt.Errorf("building a runtime that interrupts nobody: %w", err)
	}
	s.archive = archive
	return s.archive, nil
}

// changeRuntime writes changed files of Go's runtime into dir. It gives the list of them
// for the go command, and under which names the compiler is to know them, which are part
// of what other packages see.
func (t *Toolchain) changeRuntime(dir string, changes []change) (list, names string, err error) {
	sources := map[string][]byte{}
	for _, c := range changes {
		if sources[c.file] == nil {
			if sources[c.file], err = os.ReadFile(filepath.Join(t.env.GOROOT, "src", "runtime", c.file)); err != nil {
				return "", "", fmt.Errorf("reading Go's runtime: %w", err)
			}
		}
		if n := bytes.Count(sources[c.file], []byte(c.from)); n != 1 {
			return "", "", fmt.Errorf("the runtime of %s is another one than is known: its %s has %q %d times", t.Version, c.file, c.from, n)
		}
		sources[c.file] = bytes.Replace(sources[c.file], []byte(c.from), []byte(c.to), 1)
	}
	replaced := map[string]string{}
	var known []string
	for _, file := range slices.Sorted(maps.Keys(sources)) {
		changed := filepath.Join(dir, strings.TrimSuffix(file, ".go")+"-"+t.Version+".go")
		if err := keep(changed, sources[file], 0o600); err != nil {
			return "", "", err
		}
		replaced[filepath.Join(t.env.GOROOT, "src", "runtime", file)] = changed
		known = append(known, changed+"=>$GOROOT/src/runtime/"+file)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replaced})
	if err != nil {
		return "", "", err
	}
	list = filepath.Join(dir, "runtime-"+t.Version+".json")
	return list, strings.Join(known, ";"), keep(list, overlay, 0o600)
}

// keep writes a file, unless it is there already: others may be reading it.
func keep(name string, data []byte, mode fs.FileMode) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return atomicfile.WriteMode(name, data, mode)
}
