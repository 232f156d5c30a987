package tracing

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/trace"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/names"
	"workbook/grader/internal/recording"
	"workbook/grader/internal/wire"
	"workbook/grader/picture"
	"workbook/grader/report/outcome"
	"workbook/grader/steps"
)

var submission = names.Names{Module: "course", Half: names.Solutions, ID: "01_two"}

// traced traces a run, in a bubble as an inside check's.
func traced(t testing.TB, run func(rest func())) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, trace.Start(&b))
	if t, ok := t.(*testing.T); ok {
		synctest.Test(t, func(*testing.T) { run(synctest.Wait) })
	} else {
		run(runtime.Gosched)
	}
	trace.Stop()
	return b.Bytes()
}

func moment(m outcome.Moment) {
	trace.Log(context.Background(), wire.TraceMoment, string(wire.AppendMoment(nil, m)))
}

// pair is what a submission might do: one goroutine waits for what another sends, one for a
// lock, and both are over.
func pair(rest func()) {
	moment(outcome.Moment{AtUS: 7, Kind: outcome.Spawned, Who: "Pair"})
	c, over := make(chan int), make(chan bool)
	var mu sync.Mutex
	mu.Lock()
	var done sync.WaitGroup
	done.Add(2)
	/*line /course/exercises/01_two/two.go:10:2*/ go func() {
		<-c
		done.Done()
	}()
	rest()
	go func() {
		mu.Lock()
		mu.Unlock()
		done.Done()
	}()
	go send(c, over)
	<-over
	mu.Unlock()
	done.Wait()
}

func send(c chan int, over chan bool) {
	c <- 1
	over <- true
}

/*line tracing_test.go:72:1*/

// What goroutines did is there, in the words and with the lines of a record.
func TestRead(t *testing.T) {
	flow, err := Read(traced(t, pair), submission)
	require.NoError(t, err)
	named := func(prefix string) int {
		i := slices.IndexFunc(flow.Goroutines, func(g steps.Goroutine) bool { return strings.HasPrefix(g.Name, prefix) })
		require.GreaterOrEqual(t, i, 0, "%s is in %v", prefix, flow.Goroutines)
		return i
	}
	receiver, locker, sender := named("goroutine from two.go:10"), named("goroutine from two.go:15"), named("goroutine from two.go:20")
	did := map[int][]string{}
	for _, c := range flow.Changes {
		if c.Moment != nil {
			require.Equal(t, int64(7), c.Moment.AtUS)
			continue
		}
		did[c.Goroutine] = append(did[c.Goroutine], fmt.Sprint(c.Kind, " ", c.On, " ", c.File, ":", c.Line))
	}
	require.Contains(t, did[receiver], "blocks to receive from a channel two.go:11")
	for _, g := range []int{receiver, locker, sender} {
		require.Equal(t, "made", strings.Fields(did[g][0])[0])
		require.Equal(t, "ends", strings.Fields(did[g][len(did[g])-1])[0])
	}
	require.True(t, slices.ContainsFunc(flow.Changes, func(c picture.Change) bool {
		return c.Goroutine == receiver && c.Kind == picture.Woken && c.From == sender
	}), "who sent has woken who received: %+v", flow.Changes)
}

// Who waits when the trace ends does so to its end, though the tracer says then once more
// where everybody is.
func TestReadOfWhoNeverEnds(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, trace.Start(&b))
	c := make(chan int)
	/*line /course/exercises/01_two/two.go:30:2*/ go func() { c <- 1 }()
	/*line tracing_test.go:113:1*/
	for !waiting("chan send", "two.go:30") {
		runtime.Gosched()
	}
	trace.Stop()
	<-c
	flow, err := Read(b.Bytes(), submission)
	require.NoError(t, err)
	p := picture.OfFlow(picture.Picture{}, flow)
	require.Len(t, p.Lanes, 2)
	sender := p.Lanes[1]
	require.Equal(t, "TestReadOfWhoNeverEnds", p.Lanes[sender.By].Name, "who made it is there, too")
	last := sender.Spans[len(sender.Spans)-1]
	require.Equal(t, picture.Stuck, sender.Fate)
	require.Equal(t, "to send on a channel", last.On)
	require.Equal(t, len(p.Events), last.To)
}

// waiting reports whether a goroutine that was started at a place waits for something.
func waiting(what, from string) bool {
	all := make([]byte, 1<<20)
	for _, g := range strings.Split(string(all[:runtime.Stack(all, true)]), "\n\n") {
		if strings.Contains(g, "["+what) && strings.Contains(g, from) {
			return true
		}
	}
	return false
}

// A trace that is not whole is none.
func TestData(t *testing.T) {
	frame := func(f wire.Frame) recording.Part { return recording.Part{Frame: &f} }
	begin, end := frame(wire.Frame{Kind: wire.FrameBegin}), frame(wire.Frame{Kind: wire.FrameEnd})
	part := func(s string) recording.Part { return frame(wire.Frame{Kind: wire.FrameTrace, Data: []byte(s)}) }
	data, err := Data(recording.Stream{begin, part("void"), begin, part("a"), {Printed: []byte("x")}, part("b"), end})
	require.NoError(t, err)
	require.Equal(t, "ab", string(data))
	_, err = Data(recording.Stream{begin, part("a")})
	require.ErrorIs(t, err, ErrDied)
	_, err = Data(recording.Stream{begin, part("a"), frame(wire.Frame{Kind: wire.FrameEnd, Left: 1})})
	require.ErrorIs(t, err, ErrCut)
	_, err = Data(recording.Stream{begin, part(strings.Repeat("a", maxData)), part("b"), end})
	require.ErrorIs(t, err, ErrCut)
}

// What is damaged is an error, wherever it is cut.
func TestReadOfADamagedTrace(t *testing.T) {
	whole := traced(t, pair)
	for _, n := range []int{0, 5, len(whole) / 2} {
		_, err := Read(whole[:n], submission)
		require.Error(t, err, "%d of %d bytes", n, len(whole))
	}
}

// Whatever a trace holds, it is an error or a picture that is whole.
func FuzzRead(f *testing.F) {
	whole := traced(f, pair)
	f.Add(whole, 0, byte(0))
	for i := 20; i < len(whole); i += len(whole) / 40 {
		f.Add(whole, i, byte(i))
		f.Add(whole[:i], i/2, byte(255))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int, to byte) {
		if at >= 0 && at < len(data) {
			data = bytes.Clone(data)
			data[at] = to
		}
		flow, err := Read(data, submission)
		if err != nil {
			return
		}
		p := picture.OfFlow(picture.Picture{}, flow)
		require.LessOrEqual(t, len(p.Events), picture.MaxEvents)
		for _, e := range p.Events {
			require.True(t, e.Lane >= 0 && e.Lane < len(p.Lanes) && e.From >= -1 && e.From < len(p.Lanes), "%+v", e)
		}
		for _, l := range p.Lanes {
			require.Less(t, l.By, len(p.Lanes))
			for _, s := range l.Spans {
				require.True(t, 0 <= s.From && s.From < s.To && s.To <= len(p.Events), "%+v", s)
			}
		}
	})
}
