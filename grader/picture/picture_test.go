package picture_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// shop is a run of "Echo" that serves A while B waits in the queue, with a goroutine that
// ends and one that never does.
func shop() *steps.Run {
	return &steps.Run{
		Exercise: "01_x", Check: "TestX", Title: "x", Schedule: 7, Verdict: report.Fail, Message: "B waits for ever.",
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}, {Name: "goroutine from echo.go:5 #1", By: 0, File: "echo.go", Line: 5}, {Name: "goroutine from echo.go:5 #2", By: 0, File: "echo.go", Line: 5}},
		Steps: []steps.Step{
			{Goroutine: 0, File: "echo.go", Line: 3, Events: []report.Moment{{Kind: report.Spawned, Who: "Echo"}, {Kind: report.ClientDialed, Who: "A"}, {Kind: report.ClientDialed, Who: "B"}, {Kind: report.FirstByte, Who: "B"}}},
			{Goroutine: 0, File: "echo.go", Line: 5, Events: []report.Moment{{Kind: report.Accepted, Who: "A"}}},
			{Goroutine: 0, File: "echo.go", Line: 6, Changed: []steps.Place{{Goroutine: 1, State: steps.Ready}, {Goroutine: 2, State: steps.Ready}}},
			{Goroutine: 2, File: "echo.go", Line: 9, Changed: []steps.Place{{Goroutine: 0, State: steps.Waits, On: "to receive from a channel", Line: 6}}},
			{Goroutine: 1, File: "echo.go", Line: 9, AtUS: 5000, Changed: []steps.Place{{Goroutine: 2, State: steps.Waits, On: "for a lock", Line: 9}}, Output: "hello\n\x1b[31mred\n"},
			{Goroutine: 0, File: "echo.go", Line: 7, AtUS: 5000, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}, {Goroutine: 1, State: steps.Ended}},
				Events: []report.Moment{{Kind: report.Closed, Who: "the listener", Note: "listener closed"}, {Kind: report.Closed, Who: "A", Note: "closed by the server"}}},
		},
		End: []steps.Place{{Goroutine: 0, State: steps.Ended, File: "echo.go", Line: 8}},
	}
}

func lane(t *testing.T, p *picture.Picture, name string) (int, picture.Lane) {
	t.Helper()
	for i, l := range p.Lanes {
		if l.Name == name {
			return i, l
		}
	}
	t.Fatalf("no lane %q in %v", name, p.Lanes)
	return 0, picture.Lane{}
}

func TestOfRun(t *testing.T) {
	p := picture.OfRun(shop())
	var names []string
	for _, l := range p.Lanes {
		names = append(names, fmt.Sprintf("%s %s: %s, by %d", l.Kind, l.Name, l.Fate, l.By))
	}
	require.Equal(t, []string{
		"listener the listener: over, by -1", "client A: by_server, by -1", "client B: stuck, by -1",
		"goroutine Echo: panicked, by -1", "goroutine goroutine from echo.go:5 #1: over, by 3", "goroutine goroutine from echo.go:5 #2: stuck, by 3",
	}, names)
	states := func(name string) (all []string) {
		_, l := lane(t, p, name)
		for _, s := range l.Spans {
			all = append(all, strings.TrimSpace(string(s.State)+" "+s.On))
		}
		return all
	}
	require.Equal(t, []string{"queues", "idle"}, states("A"))
	require.Equal(t, []string{"queues"}, states("B"))
	require.Equal(t, []string{"ready", "runs", "waits to receive from a channel", "ready", "runs"}, states("Echo"))
	require.Equal(t, []string{"ready", "waits", "runs"}, states("goroutine from echo.go:5 #1"), "time has passed before it ran")
	require.Equal(t, []string{"ready", "runs", "waits for a lock"}, states("goroutine from echo.go:5 #2"))

	var ties []string
	for _, i := range p.Ties() {
		e := p.Events[i]
		ties = append(ties, fmt.Sprintf("%s %s -> %s", e.Kind, p.Lanes[e.From].Name, p.Lanes[e.Lane].Name))
	}
	require.Equal(t, []string{
		"made Echo -> goroutine from echo.go:5 #1", "made Echo -> goroutine from echo.go:5 #2",
		"joined goroutine from echo.go:5 #1 -> Echo",
	}, ties)

	var printed []string
	for i, e := range p.Events {
		if e.Kind == picture.Prints {
			printed = append(printed, e.Note)
		}
		if p.Pause(i) > 0 {
			require.EqualValues(t, 5000, e.AtUS)
		}
	}
	require.Len(t, printed, 2)
	require.NotContains(t, printed[1], "\x1b")
}

func TestAt(t *testing.T) {
	p := picture.OfRun(shop())
	b, _ := lane(t, p, "B")
	_, found := p.At(b, 0)
	require.False(t, found, "before B dialed")
	s, found := p.At(b, len(p.Events)-1)
	require.True(t, found)
	require.Equal(t, picture.Queues, s.State)
}

func TestTelling(t *testing.T) {
	p := picture.OfRun(shop())
	var names []string
	for _, i := range p.Telling(3) {
		names = append(names, p.Lanes[i].Name)
	}
	require.Equal(t, []string{"B", "Echo", "goroutine from echo.go:5 #2"}, names)
	require.Empty(t, p.Telling(0))
	require.Empty(t, picture.OfRun(nil).Telling(8))
}

// A crowd is 2,000 clients that queue, and one that does not.
func crowd(n int) report.Check {
	c := report.Check{Name: "TestX", Verdict: report.Fail}
	for i := range n {
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: fmt.Sprintf("c%d", i)})
	}
	c.Events = append(c.Events, report.Moment{Kind: report.Accepted, Who: "c5"})
	return c
}

func TestRows(t *testing.T) {
	p := picture.OfCheck("13_x", crowd(2000))
	rows := p.Rows(10)
	require.Len(t, rows, 2)
	require.Len(t, rows[0].Like, 1998)
	require.Equal(t, "c5", p.Lanes[rows[1].Lane].Name)

	require.Equal(t, rows, p.Alike())
	require.Equal(t, rows, p.AlikeAtTheEnd())
	c := crowd(100)
	c.Events = append(c.Events, report.Moment{Kind: report.FirstByte, Who: "c5"}, report.Moment{Kind: report.Echoed, Who: "c5"}, report.Moment{Kind: report.Accepted, Who: "c7"})
	require.Len(t, picture.OfCheck("x", c).Alike(), 3)
	require.Len(t, picture.OfCheck("x", c).AlikeAtTheEnd(), 2, "those two are connected at the end")

	rows = p.Rows(1)
	require.Len(t, rows, 1)
	require.Len(t, rows[0].Like, 1999)
	require.Len(t, picture.OfCheck("13_x", crowd(6)).Rows(10), 6, "who has room does not fold")
}

// TestAnything makes pictures of records that hold anything: each is whole.
func TestAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	whole(t, picture.OfRun(shop()))
	for range 2000 {
		run := shop()
		for i := range run.Goroutines {
			run.Goroutines[i].By = r.IntN(7) - 2
			run.Goroutines[i].Name = []string{"Echo", "A", "\x1b[2J", "", "x #1"}[r.IntN(5)]
		}
		for i := range run.Steps {
			s := &run.Steps[i]
			s.Goroutine, s.Line, s.Column, s.AtUS = r.IntN(7)-2, r.IntN(9)-4, r.IntN(9)-4, r.Int64N(100)-50
			for range r.IntN(4) {
				s.Changed = append(s.Changed, steps.Place{Goroutine: r.IntN(7) - 2, State: []steps.State{steps.Ready, steps.Waits, steps.Ended, "x", ""}[r.IntN(5)], On: "\x1b"})
			}
			for range r.IntN(4) {
				kinds := []report.MomentKind{report.ClientDialed, report.Accepted, report.FirstByte, report.Echoed, report.Closed, report.Spawned, report.Joined, report.Panicked, report.Noted, "\x1b"}
				s.Events = append(s.Events, report.Moment{AtUS: r.Int64N(9) - 4, Kind: kinds[r.IntN(len(kinds))], Who: []string{"A", "Echo", "", "the listener", "\x1b"}[r.IntN(5)], Note: []string{"", "listener closed", "\x1b"}[r.IntN(3)]})
			}
		}
		p := picture.OfRun(run)
		whole(t, p)
		var events []report.Moment
		for _, s := range run.Steps {
			events = append(events, s.Events...)
		}
		whole(t, picture.OfCheck("x", report.Check{Events: events}))
	}
}

// whole asks of a picture what its documentation promises.
func whole(t *testing.T, p *picture.Picture) {
	t.Helper()
	for _, l := range p.Lanes {
		require.Less(t, l.By, len(p.Lanes))
		at := 0
		for _, s := range l.Spans {
			require.LessOrEqual(t, at, s.From)
			require.Less(t, s.From, s.To)
			require.LessOrEqual(t, s.To, len(p.Events))
			at = s.To
		}
		require.NotEmpty(t, l.Fate)
	}
	for i, e := range p.Events {
		require.True(t, e.Lane >= 0 && e.Lane < len(p.Lanes) && e.From < len(p.Lanes))
		require.GreaterOrEqual(t, p.Pause(i), time.Duration(0))
	}
	seen := map[int]bool{}
	for _, row := range p.Rows(3) {
		for _, i := range append(row.Like, row.Lane) {
			require.False(t, seen[i])
			seen[i] = true
		}
	}
	require.Len(t, seen, len(p.Lanes))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.NotContains(t, string(text), `\u001b`)
}

func BenchmarkCrowd(b *testing.B) {
	c := crowd(5000)
	for b.Loop() {
		p := picture.OfCheck("13_x", c)
		p.Rows(40)
		p.Telling(8)
	}
}

func ExamplePicture_Telling() {
	p := picture.OfRun(shop())
	for _, l := range p.Telling(2) {
		for _, s := range p.Lanes[l].Spans {
			fmt.Println(p.Lanes[l].Name, s.State, s.From, s.To)
		}
	}
	// Output:
	// B queues 2 23
	// Echo ready 0 4
	// Echo runs 4 10
	// Echo waits 10 17
	// Echo ready 17 19
	// Echo runs 19 22
}

// A call is told of before the goroutine of the one before it has ended: in one step the
// check sees that one return, and makes the next.
func TestCallsOneAfterTheOther(t *testing.T) {
	call := func(kind report.MomentKind) report.Moment { return report.Moment{Kind: kind, Who: "Run"} }
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Run #1", By: -1}, {Name: "Run #2", By: -1}, {Name: "Run #3", By: -1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}, Events: []report.Moment{call(report.Spawned), call(report.Joined), call(report.Spawned)}},
			{Goroutine: 1, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ended}, {Goroutine: 1, State: steps.Ready}}},
			{Goroutine: 1, Line: 4, Events: []report.Moment{call(report.Joined), call(report.Spawned)}},
			{Goroutine: 2, Line: 4, Changed: []steps.Place{{Goroutine: 1, State: steps.Ended}, {Goroutine: 2, State: steps.Ready}}},
		},
	})
	var told []string
	for _, e := range p.Events {
		if e.Kind == picture.Called || e.Kind == picture.Returns {
			told = append(told, string(e.Kind)+" "+p.Lanes[e.Lane].Name)
		}
	}
	require.Equal(t, []string{"spawn Run #1", "join Run #1", "spawn Run #2", "join Run #2", "spawn Run #3"}, told)
}

// Many who did not do the same, and ended alike, are one row, and the one that the message
// names stands for them.
func TestRowsOfWhoEndedAlike(t *testing.T) {
	c := report.Check{Name: "TestX", Verdict: report.Fail, Message: "Client 21 was never accepted."}
	for i := range 60 {
		who := fmt.Sprintf("client %d", i)
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: who})
		for range i%30 + 1 { // served so many times
			c.Events = append(c.Events, report.Moment{Kind: report.Accepted, Who: who},
				report.Moment{Kind: report.Closed, Who: who}, report.Moment{Kind: report.ClientDialed, Who: who})
		}
	}
	p := picture.OfCheck("13_x", c)
	rows := p.Rows(10)
	require.Len(t, rows, 1)
	require.Equal(t, "client 21", p.Lanes[rows[0].Lane].Name)
	require.Len(t, rows[0].Like, 59)
}

// Who closes a connection first tells how it ended for the client.
func TestClosedByTheServer(t *testing.T) {
	closed := func(notes ...string) picture.Fate {
		c := report.Check{Events: []report.Moment{{Kind: report.ClientDialed, Who: "A"}, {Kind: report.Accepted, Who: "A"}}}
		for _, note := range notes {
			c.Events = append(c.Events, report.Moment{Kind: report.Closed, Who: "A", Note: note})
		}
		return picture.OfCheck("02_x", c).Lanes[0].Fate
	}
	require.Equal(t, picture.ByServer, closed("closed by the server"))
	require.Equal(t, picture.ByServer, closed("closed by the server", "closed by the client"))
	require.Equal(t, picture.Over, closed("finished sending", "closed by the server"))
	require.Equal(t, picture.Over, closed("reset by the client", "closed by the server"))
	require.Equal(t, picture.Going, closed("finished sending"))
}

// Of calls that did the same, the one stands for all that left somebody behind.
func TestRowsShowWhoLeftSomebody(t *testing.T) {
	const calls = 40
	var f picture.Flow
	do := func(g int, kinds ...picture.Kind) {
		for _, k := range kinds {
			f.Changes = append(f.Changes, picture.Change{Goroutine: g, Kind: k, From: -1, On: "for a lock"})
		}
	}
	for i := range calls {
		f.Goroutines = append(f.Goroutines, steps.Goroutine{Name: fmt.Sprintf("Run #%d", i+1), By: -1},
			steps.Goroutine{Name: fmt.Sprintf("goroutine from run.go:8 #%d", i+1), By: 2 * i, File: "run.go", Line: 8})
		do(2*i, picture.Made, picture.GoesOn)
		do(2*i+1, picture.Made, picture.GoesOn)
		if i != 30 {
			do(2*i+1, picture.Ends)
		}
		do(2*i, picture.Ends)
	}
	do(61, picture.Blocks)
	p := picture.OfFlow(picture.Picture{Verdict: report.Fail}, f)
	var names []string
	for _, r := range p.Rows(10) {
		names = append(names, p.Lanes[r.Lane].Name)
	}
	require.Equal(t, []string{"goroutine from run.go:8 #1", "Run #31", "goroutine from run.go:8 #31"}, names)
}

func TestMomentsThatWereNotKept(t *testing.T) {
	c := crowd(3)
	c.Events = append(c.Events, report.Moment{Kind: report.Noted, Note: "1234 more moments are not shown", Left: 1234})
	p := picture.OfCheck("13_x", c)
	require.Equal(t, 1234, p.Left)
	require.Len(t, p.Lanes, 4, "three clients, and c5")
	c.Events[len(c.Events)-1].Left = -5
	require.Zero(t, picture.OfCheck("13_x", c).Left)
}
