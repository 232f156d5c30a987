package demo

import (
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Measures are what the child prints of goroutines or threads. What it could not measure is
// nil, and the reason stands beside it.
type measures struct {
	Count     int      `json:"count"`
	PerSecond float64  `json:"per_second"`
	Stacks    float64  `json:"stacks"`            // bytes of each that the runtime has set aside for stacks
	Resident  *float64 `json:"resident"`          // bytes of each by which the process grew in memory
	WhyNot    string   `json:"why_not,omitempty"` // it is not known how far the process grew
	Threads   *int     `json:"threads"`           // by how many more the process has
	SwitchNs  float64  `json:"switch_ns"`
}

// switching is how long switches are counted.
const switching = 250 * time.Millisecond

// measureThreads is the child: it makes so many goroutines, each on a thread of its own or
// not, and counts how often two of them can take turns. It prints a line when they are made,
// and the measures in the end.
func measureThreads(count int, locked bool) {
	m := measures{Count: count}
	release := makeMany(&m, locked)
	_, _ = os.Stdout.WriteString("made\n")
	release()
	m.SwitchNs = switchTime(locked)
	_ = json.NewEncoder(os.Stdout).Encode(m)
}

// makeMany makes them, and measures how long it takes and what they need while they wait.
func makeMany(m *measures, locked bool) (release func()) {
	runtime.GC()
	stacks := stackBytes()
	threads, resident, unknown := processStatus()
	var made, over sync.WaitGroup
	made.Add(m.Count)
	leave := make(chan struct{})
	began := time.Now()
	for range m.Count {
		over.Go(func() {
			if locked {
				runtime.LockOSThread() // without unlocking: the thread ends with the goroutine
			}
			made.Done()
			<-leave
		})
	}
	made.Wait()
	m.PerSecond = float64(m.Count) / time.Since(began).Seconds()
	m.Stacks = (float64(stackBytes()) - float64(stacks)) / float64(m.Count)

	threadsNow, residentNow, unknownNow := processStatus()
	switch more := threadsNow - threads; {
	case unknown != nil || unknownNow != nil:
		m.WhyNot = whyNoProc
	case residentNow <= resident:
		m.WhyNot, m.Threads = whyNotGrown, &more
	default:
		each := float64(residentNow-resident) / float64(m.Count)
		m.Resident, m.Threads = &each, &more
	}
	return func() { close(leave); over.Wait() }
}

// Why it is not known how far the process grew, in words that the demo translates.
const (
	whyNoProc   = "this system has no /proc/self/status"
	whyNotGrown = "the memory of the process did not grow"
)

// stackBytes is what the runtime has set aside for stacks: those of goroutines, and those
// that each thread needs for the runtime itself and for signals.
func stackBytes() uint64 {
	return readMetric("/memory/classes/heap/stacks:bytes") + readMetric("/memory/classes/os-stacks:bytes")
}

// processStatus reads what Linux says of this process.
func processStatus() (threads int, resident uint64, err error) {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(line, ":")
		switch fields := strings.Fields(value); {
		case len(fields) == 0:
		case key == "Threads":
			threads, err = strconv.Atoi(fields[0])
		case key == "VmRSS":
			resident, err = strconv.ParseUint(fields[0], 10, 54)
			resident <<= 10
		}
		if err != nil {
			return 0, 0, err
		}
	}
	if threads == 0 || resident == 0 {
		return 0, 0, errors.New("/proc/self/status lacks Threads or VmRSS")
	}
	return threads, resident, nil
}

// switchTime has two goroutines hand each other a value, and returns how long one hand-over
// takes, in nanoseconds. They share a processor, so that each hand-over is a switch.
func switchTime(locked bool) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	there, back := make(chan struct{}), make(chan struct{})
	go func() {
		if locked {
			runtime.LockOSThread()
		}
		for range there {
			back <- struct{}{}
		}
		close(back)
	}()
	if locked {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	switches, began := 0, time.Now()
	for time.Since(began) < switching {
		for range 100 {
			there <- struct{}{}
			<-back
			switches += 2
		}
	}
	took := time.Since(began)
	close(there)
	<-back
	return float64(took.Nanoseconds()) / float64(switches)
}
