package demo

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"sync/atomic"
	"time"
)

// What a client of the loaded server sends, and what it gets.
const (
	askWork  = 'w' // answered with begun, and with workDone in the end
	askPeak  = 'p' // answered with a number of bytes and a newline
	askNone  = 0
	begun    = 'b'
	workDone = 'd'
)

const (
	loadSteps  = 32                     // in which a client's work is done, each with others in between
	loadBudget = 600 * time.Millisecond // that all processors together need for all clients
)

// loaded is the child: a server that gives every client the same work, at most limit at a
// time; 0 is no limit. It prints where it listens.
func loaded(clients, kib, limit int) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	w := &loadServer{piece: kib << 10 / loadSteps, hashes: hashesPerStep(clients)}
	runtime.GC()
	w.before = heapBytes()
	fmt.Println(ln.Addr())

	slots := make(chan struct{}, max(1, limit))
	for {
		if limit > 0 {
			slots <- struct{}{} // room first, then a client
		}
		conn, err := ln.Accept()
		if err != nil {
			os.Exit(1)
		}
		go func() {
			defer func() {
				conn.Close()
				if limit > 0 {
					<-slots
				}
			}()
			w.handle(conn)
		}()
	}
}

type loadServer struct {
	piece  int    // bytes that a step takes
	hashes int    // that a step computes
	before uint64 // the heap without clients
	peak   atomic.Uint64
}

func (w *loadServer) handle(conn net.Conn) {
	ask := []byte{askNone}
	if _, err := conn.Read(ask); err != nil {
		return
	}
	switch ask[0] {
	case askPeak:
		fmt.Fprintln(conn, strconv.FormatUint(w.peak.Load()-min(w.peak.Load(), w.before), 10))
	case askWork:
		_, _ = conn.Write([]byte{begun})
		w.work()
		_, _ = conn.Write([]byte{workDone})
	}
}

// work takes memory and computes, step by step, and keeps the memory until it is done.
func (w *loadServer) work() {
	var held [][]byte
	for range loadSteps {
		piece := make([]byte, w.piece)
		compute(piece, w.hashes)
		held = append(held, piece)
		runtime.Gosched() // as work does that asks others
	}
	now := heapBytes()
	for {
		peak := w.peak.Load()
		if now <= peak || w.peak.CompareAndSwap(peak, now) {
			break
		}
	}
	runtime.KeepAlive(held)
}

// hashesPerStep is how much each of the clients can compute so that all of them together need
// the budget, as fast as this machine is now.
func hashesPerStep(clients int) int {
	all := hashesIn(loadBudget * time.Duration(runtime.GOMAXPROCS(0)))
	return all / clients / loadSteps
}

// heapBytes is how much memory the objects on the heap take.
func heapBytes() uint64 { return readMetric("/memory/classes/heap/objects:bytes") }

// readMetric reads a metric of this process that is a number of things.
func readMetric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
