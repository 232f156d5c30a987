package solutions_test

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What the lesson of 15_threads says about threads.

func threadCount() int {
	s := []metrics.Sample{{Name: "/sched/threads/total:threads"}}
	metrics.Read(s)
	return int(s[0].Value.Uint64())
}

// goroutineLocked reports whether the goroutine that calls it is locked to its
// thread: the runtime says so in a trace.
func goroutineLocked() bool {
	var buf [256]byte
	line, _, _ := strings.Cut(string(buf[:runtime.Stack(buf[:], false)]), "\n")
	return strings.Contains(line, "locked to thread")
}

// parked starts n goroutines that wait, each after it has called begin, and gives
// a function that lets them call end and go.
func parked(n int, begin, end func()) (release func()) {
	open := make(chan struct{})
	var up, down sync.WaitGroup
	up.Add(n)
	for range n {
		down.Go(func() {
			begin()
			up.Done()
			<-open
			end()
		})
	}
	up.Wait()
	return func() {
		close(open)
		down.Wait()
	}
}

func TestFactThreadsOfParkedGoroutines(t *testing.T) {
	const n = 200
	nothing := func() {}
	spare := 50 + 2*runtime.GOMAXPROCS(0) // the runtime's own, and other tests'
	before := threadCount()
	release := parked(10*n, nothing, nothing)
	require.Less(t, threadCount(), before+spare, "goroutines that wait hold no thread")
	release()

	release = parked(n, runtime.LockOSThread, nothing)
	most := threadCount()
	require.Greater(t, most, n, "goroutines that are locked hold a thread each")
	release()
	require.Eventually(t, func() bool { return threadCount() < most-n/2 }, 30*time.Second, time.Millisecond,
		"a thread ends with a goroutine that is locked to it")

	release = parked(n, runtime.LockOSThread, runtime.UnlockOSThread)
	most = threadCount()
	release()
	time.Sleep(50 * time.Millisecond)
	require.Greater(t, threadCount(), most-n/2, "a thread that was unlocked goes to the pool and stays")
}

func TestFactLocks(t *testing.T) {
	done := make(chan struct{})
	go func() { // a goroutine of its own, to end locked
		defer close(done)
		if goroutineLocked() {
			t.Error("a goroutine begins free")
		}
		runtime.LockOSThread()
		inherited := make(chan bool)
		go func() { inherited <- goroutineLocked() }()
		if <-inherited {
			t.Error("a lock is not inherited")
		}
		runtime.LockOSThread()
		runtime.UnlockOSThread()
		if !goroutineLocked() {
			t.Error("locks are counted: two need two unlocks")
		}
		runtime.UnlockOSThread()
		if goroutineLocked() {
			t.Error("the last unlock gives the thread back")
		}
	}()
	<-done
}

func TestFactThreadLimit(t *testing.T) {
	const child = "WORKBOOK_FACT_THREAD_LIMIT"
	if os.Getenv(child) != "" {
		defer func() { _ = recover() }()
		debug.SetMaxThreads(50)
		parked(100, runtime.LockOSThread, func() {})
		os.Exit(0)
	}
	most := debug.SetMaxThreads(10_000)
	require.Equal(t, 10_000, most, "the limit unless a program sets another")

	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestFactThreadLimit$")
	cmd.Env = append(os.Environ(), child+"=1")
	out, err := cmd.CombinedOutput()
	require.Error(t, err, "more threads than allowed end the process")
	require.Contains(t, string(out), "runtime: program exceeds 50-thread limit\nfatal error: thread exhaustion\n")
	require.Equal(t, 2, cmd.ProcessState.ExitCode())
}
