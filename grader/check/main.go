package check

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"workbook/grader/check/internal/control"
	"workbook/grader/internal/names"
	"workbook/grader/internal/wire"
)

// Main runs the hidden tests of a package. Every hidden test package has
//
//	func TestMain(m *testing.M) { check.Main(m) }
//
// It does not return.
func Main(m *testing.M) {
	debug.SetMaxStack(control.MaxStack)
	openResults()
	code := m.Run()
	removeBuiltSubjects()
	os.Exit(code)
}

// results is where records go under the grader.
var results struct {
	once sync.Once
	mu   sync.Mutex
	w    io.Writer // nil for a plain go test
	seed uint64
	// The run repeats what has passed; see [C.Amount].
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
	os.Args = os.Args[:1]
	pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(task.Check), "/", "$/^") + "$"
	for name, value := range map[string]string{
		"test.run": pattern, "test.count": "1",
		"test.timeout": "0", // the wall clock that counts is outside of this process
	} {
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

// graded reports whether the grader runs this process.
func graded() bool { return results.w != nil }

// claim gives false when a check of that name has run already.
func claim(name string) bool {
	results.mu.Lock()
	defer results.mu.Unlock()
	if graded() && results.seen[name] {
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

// random gives the source of a check's random inputs. The same seed and name
// give the same inputs.
func random(seed uint64, name string) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, name)
	return rand.New(&lockedSource{src: rand.NewPCG(seed, h.Sum64())})
}

// A bulk gives many random bytes for little. A source that gives eight at a time takes
// longer, under the race detector above all, than most servers need to echo them.
type bulk struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func newBulk(seed uint64, name string) *bulk {
	r := random(seed, name+" in bulk")
	var key [32]byte
	for i := 0; i < len(key); i += 8 {
		binary.LittleEndian.PutUint64(key[i:], r.Uint64())
	}
	return &bulk{src: rand.NewChaCha8(key)}
}

func (s *bulk) read(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.src.Read(b)
}

type lockedSource struct {
	mu  sync.Mutex
	src rand.Source
}

func (s *lockedSource) Uint64() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.src.Uint64()
}

func milliseconds(d time.Duration) int64 { return max(d.Milliseconds(), 0) }
