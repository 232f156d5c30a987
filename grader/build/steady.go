package build

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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

// interrupts is the line of the runtime by which its monitor asks a goroutine that has
// run for 10 ms to make room, which it does at its next call of a function; ours
// does not ask where signals are not used for that either. No setting does that.
const (
	interrupts = "} else if pd.schedwhen+forcePreemptNS <= now {"
	waits      = "} else if debug.asyncpreemptoff == 0 && pd.schedwhen+forcePreemptNS <= now {"
)

// steady makes the runtime of programs that can run under [Steady], once.
type steady struct {
	mu      sync.Mutex
	archive string
}

// steadyRuntime gives the archive of package runtime for programs that can run
// under [Steady]. It is the toolchain's own but for one line, and what other packages
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
	original := filepath.Join(h.toolchain.env.GOROOT, "src", "runtime", "proc.go")
	source, err := os.ReadFile(original)
	if err != nil {
		return "", fmt.Errorf("reading Go's runtime: %w", err)
	}
	if n := bytes.Count(source, []byte(interrupts)); n != 1 {
		return "", fmt.Errorf("the runtime of %s has another scheduler than the one that is known: %s has the line %q %d times",
			h.toolchain.Version, original, interrupts, n)
	}
	source = bytes.Replace(source, []byte(interrupts), []byte(waits), 1)

	// The name of the file is part of what the go command remembers an archive by.
	// So it is always the same, in a folder that is the user's own.
	dir := filepath.Join(h.toolchain.env.GOCACHE, "workbook")
	changed := filepath.Join(dir, "proc-"+h.toolchain.Version+".go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	list := filepath.Join(dir, "proc-"+h.toolchain.Version+".json")
	for name, data := range map[string][]byte{changed: source, list: overlay} {
		if err := keep(name, data, 0o600); err != nil {
			return "", err
		}
	}
	// The compiler's name for the file is part of what other packages see.
	known := fmt.Sprintf("-gcflags=runtime='-trimpath=%s=>$GOROOT/src/runtime/proc.go'", changed)
	// A Go that the go command has downloaded by itself lies in the module cache, where
	// it lets nothing be replaced: so for this it is told of another one. A package of
	// Go's own needs no modules.
	env := append(h.trustedEnv(), "GO111MODULE=off", "GOMODCACHE="+filepath.Join(dir, "modules"))
	printed, err := run(ctx, dir, env, h.toolchain.goCommand(),
		"list", "-export", "-overlay", list, known, "-f", "{{.Export}}", "runtime")
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
