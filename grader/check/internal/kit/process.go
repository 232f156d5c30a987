package kit

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"

	"workbook/grader/check/internal/pipe"
	_ "workbook/grader/check/internal/testdeps" // grader/build links inside programs with it
	"workbook/grader/internal/names"
	"workbook/grader/internal/wire"
)

// Run runs the hidden tests of a package, and gives the exit code.
func Run(m *testing.M) int {
	debug.SetMaxStack(pipe.MaxStack)
	openResults()
	return m.Run()
}

// results is where records go under the grader.
var results struct {
	once sync.Once
	mu   sync.Mutex
	w    io.Writer // nil for a plain go test
	seed uint64
	// The run repeats what has passed; see [Check.Amount].
	again bool
	seen  map[string]bool
	names names.Names // of the code under test
}

func openResults() {
	results.once.Do(func() {
		results.seen = make(map[string]bool)
		w, err := wire.Open()
		if err != nil {
			fmt.Fprintln(os.Stderr, "check: cannot open the result pipe:", err)
			os.Exit(2)
		}
		if w != nil {
			results.w = w
			err = takeTask()
		} else {
			results.names = namesByHand()
			err = seedByHand()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "check:", err)
			os.Exit(2)
		}
	})
}

// takeTask does what the arguments and flags of a test program do by hand. These
// are not looked at: the code under test could have changed them.
func takeTask() error {
	task, err := wire.TakeTask()
	if err != nil {
		return err
	}
	results.seed, results.again, results.names = task.Seed, task.Again, names.Of(task.Package)
	schedules.all = task.Schedules
	if task.Trace {
		beginTrace(task.Record)
	} else {
		beginRecord(task.Record)
	}
	os.Args = os.Args[:1]
	// The name of a test function is an identifier, in which nothing is a pattern. Package
	// testing asks for the parts between bars one by one.
	several := strings.Contains(task.Check, wire.Several)
	pattern := "^" + strings.ReplaceAll(strings.ReplaceAll(task.Check, "/", "$/^"), wire.Several, "$"+wire.Several+"^") + "$"
	flags := map[string]string{
		"test.run": pattern, "test.count": "1",
		"test.timeout": "0", // the wall clock that counts is outside of this process
	}
	if several && task.Schedules.Count == 0 {
		flags["test.shuffle"] = strconv.FormatUint(task.Seed>>1, 10) // an int64; nobody knows which comes next
	}
	for name, value := range flags {
		if err := flag.Set(name, value); err != nil {
			return fmt.Errorf("choosing the check: %w", err)
		}
	}
	return nil
}

// seedByHand takes the seed of a plain go test from the environment, or chooses one.
func seedByHand() (err error) {
	results.seed = rand.Uint64()
	if s, ok := os.LookupEnv(wire.SeedEnv); ok {
		if results.seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			return fmt.Errorf("%s=%q is not a decimal number: %w", wire.SeedEnv, s, err)
		}
	}
	return nil
}

// namesByHand are those of a plain go test, which builds a program of the name of the
// package that it tests: the exercise's, or that of its outside checks.
func namesByHand() names.Names {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return names.Names{}
	}
	return names.Of(strings.TrimSuffix(strings.TrimSuffix(info.Path, ".test"), "/outside"))
}

// Graded reports whether the grader runs this process.
func Graded() bool { return results.w != nil }

// claim gives false when a check of that name has run already.
func claim(name string) bool {
	results.mu.Lock()
	defer results.mu.Unlock()
	if Graded() && results.seen[name] {
		return false
	}
	results.seen[name] = true
	return true
}

// send writes the record of a check, if somebody wants it.
func send(r wire.Record) {
	results.mu.Lock()
	defer results.mu.Unlock()
	if results.w == nil {
		return
	}
	if err := wire.Write(results.w, r); err != nil {
		fmt.Fprintln(os.Stderr, "check: cannot report a result:", err)
	}
}
