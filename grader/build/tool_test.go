package build

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
	_ "workbook/grader/jail/warden"
	"workbook/grader/longtest"
)

// Every level that this machine has lets the tools do their work, those of the
// race detector's external linker included.
func TestToolsWorkAtEveryLevel(t *testing.T) {
	longtest.Skip(t, "it builds at every level")
	for _, race := range []bool{false, true} {
		h := sharedHarness(t, race)
		for level := jail.L1; level <= jail.Probe().Level; level++ {
			t.Run(fmt.Sprintf("%v race %v", level, race), func(t *testing.T) {
				b, err := h.Compile(t.Context(), jail.Cell{Level: level, Temp: t.TempDir()}, source("func Answer() int { return 42 }"))
				require.NoError(t, err)
				defer b.Remove()
				for _, link := range []func() (string, error){
					func() (string, error) { return b.Inside(t.Context()) },
					func() (string, error) { return b.Subject(t.Context()) },
				} {
					program, err := link()
					require.NoError(t, err)
					out, err := exec.Command(program).CombinedOutput()
					require.NoError(t, err, "%s", out)
				}
			})
		}
	}
}

// The hidden test's sentences and expected values are in the test program.
func TestAProgramCannotReadItself(t *testing.T) {
	h := sharedHarness(t, false)
	b, err := h.Compile(t.Context(), jail.Cell{}, source(`
import "os"

func Answer() int {
	if _, err := os.Stat("/proc/self/exe"); err == nil {
		println("it sees itself")
	}
	for _, name := range append(os.Args, "/proc/self/exe", "/dev/fd/3") {
		if b, err := os.ReadFile(name); err == nil {
			return len(b)
		}
	}
	return 42
}`))
	require.NoError(t, err)
	defer b.Remove()
	program, err := b.Subject(t.Context())
	require.NoError(t, err)
	if os.Getuid() != 0 { // whom no mode keeps from anything at L1
		out, err := exec.Command(program).CombinedOutput()
		require.NoError(t, err)
		require.Contains(t, string(out), "42\n")
	}
	for level := jail.L2; level <= jail.Probe().Level; level++ {
		res, err := jail.Cell{Level: level, Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: program})
		require.NoError(t, err)
		require.Contains(t, string(res.Output), "42\n", level)
		require.Equal(t, level == jail.L2, strings.Contains(string(res.Output), "it sees itself"), level)
	}
}

// lowered sets the limits of the compiler for a test.
func lowered(t *testing.T, l jail.Limits) {
	before := compileLimits
	t.Cleanup(func() { compileLimits = before })
	compileLimits = l
}

func TestACompilerIsStopped(t *testing.T) {
	h := sharedHarness(t, false)
	// Policy refuses both; here the limits are what stops them.
	huge := "func Answer() int { return len(s9) }\nconst s0 = \"" + strings.Repeat("x", 1<<10) + "\"\n"
	for i := range 20 {
		huge += fmt.Sprintf("const s%d = s%d + s%d\n", i+1, i, i)
	}
	huge += "var v = []string{s20 + \"a\", s20 + \"b\", s20 + \"c\"}\n"
	// It takes seconds, which no timer that ends it is late.
	var slow strings.Builder
	slow.WriteString("func Answer() int { return 42 }\n")
	for i := range 20_000 {
		fmt.Fprintf(&slow, "func f%d(a, b int) int { for a < b { a, b = a+b*%d, b^a }; return a }\n", i, i)
	}
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		t.Run(level.String(), func(t *testing.T) {
			cell := jail.Cell{Level: level, Temp: t.TempDir(), QuitGrace: time.Millisecond}
			lowered(t, jail.Limits{Wall: time.Millisecond, MemoryMiB: 1024, OutputKiB: 64})
			_, err := h.Compile(t.Context(), cell, source(slow.String()))
			var exceeded *Exceeded
			require.ErrorAs(t, err, &exceeded)
			require.Equal(t, jail.WallClock, exceeded.Cause)

			lowered(t, jail.Limits{Wall: time.Minute, MemoryMiB: 64, OutputKiB: 64})
			_, err = h.Compile(t.Context(), cell, source(huge))
			require.ErrorAs(t, err, &exceeded)
			require.Equal(t, jail.MemoryFull, exceeded.Cause)
			require.EqualError(t, err, "building your package used more than 64 MiB of memory")
		})
	}
}

// A compiler that breaks is not the grader's failure, and its own stack is nothing
// to show to a learner.
func TestToolsMayGiveUp(t *testing.T) {
	require.True(t, gaveUp.MatchString("x\nfatal error: stack overflow\n\ngoroutine 1"))
	require.False(t, gaveUp.MatchString("a.go:3: panic: is not a fatal error"))
	require.True(t, outOfMemory.MatchString("runtime: out of memory: cannot allocate 8 bytes\nfatal error: out of memory"))
}
