package drawing_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what was drawn with a file that somebody has looked at.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// queue is a run in which Echo serves A while B waits in the queue; a goroutine ends, which
// is waited for, and another waits to the end.
func queue() *picture.Picture {
	return picture.OfRun(&steps.Run{
		Exercise: "01_x", Check: "TestX", Title: "Clients are served", Schedule: 7, Verdict: report.Fail, Message: "B waits for ever.",
		Sources:    []steps.Source{{Name: "echo.go", Text: "package x\n\nfunc Echo() {\n\tfor {\n\t\tgo serve()\n\t\twait()\n\t\tlast()\n\t}\n\tend </script><b>()\n"}},
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}, {Name: "goroutine from echo.go:5 #1", By: 0, File: "echo.go", Line: 5}, {Name: "goroutine from echo.go:5 #2", By: 0, File: "echo.go", Line: 5}},
		Steps: []steps.Step{
			{Goroutine: 0, File: "echo.go", Line: 3, Column: 1, Events: []report.Moment{{Kind: report.Spawned, Who: "Echo"}, {Kind: report.ClientDialed, Who: "A"}, {Kind: report.ClientDialed, Who: "B"}}},
			{Goroutine: 0, File: "echo.go", Line: 5, Column: 3, Events: []report.Moment{{Kind: report.Accepted, Who: "A"}}},
			{Goroutine: 0, File: "echo.go", Line: 6, Column: 3, Changed: []steps.Place{{Goroutine: 1, State: steps.Ready}, {Goroutine: 2, State: steps.Ready}}},
			{Goroutine: 2, File: "echo.go", Line: 9, Column: 2, Changed: []steps.Place{{Goroutine: 0, State: steps.Waits, On: "to receive from a channel", File: "echo.go", Line: 6}}},
			{Goroutine: 1, File: "echo.go", Line: 9, Column: 2, AtUS: 5000, Changed: []steps.Place{{Goroutine: 2, State: steps.Waits, On: "for a lock", File: "echo.go", Line: 9}}, Output: "hello\n"},
			{Goroutine: 0, File: "echo.go", Line: 7, Column: 3, AtUS: 5000, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}, {Goroutine: 1, State: steps.Ended}},
				Events: []report.Moment{{AtUS: 5000, Kind: report.Closed, Who: "A", Note: "closed by the server"}}},
		},
		End: []steps.Place{{Goroutine: 0, State: steps.Ended, File: "echo.go", Line: 8}},
	})
}

// crowd is a check with many clients that queue, one that is accepted, and no goroutines.
func crowd(n int) *picture.Picture {
	c := report.Check{Name: "TestX", Title: "A crowd", Verdict: report.Fail}
	for i := range n {
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: fmt.Sprintf("c%d", i)})
	}
	c.Events = append(c.Events, report.Moment{AtUS: 86_400_000_000, Kind: report.Accepted, Who: "c5"})
	return picture.OfCheck("13_x", c)
}

func TestText(t *testing.T) {
	golden(t, "queue.txt", drawing.Text(queue(), drawing.Look{Width: 80}))
	golden(t, "queue_ascii.txt", drawing.Text(queue(), drawing.Look{Width: 60, ASCII: true}))
	golden(t, "queue_spoken.txt", drawing.Text(queue(), drawing.Look{Width: 80, Spoken: true}))
	golden(t, "crowd.txt", drawing.Text(crowd(2000), drawing.Look{Width: 80}))
}

func TestStrip(t *testing.T) {
	p := queue()
	golden(t, "strip.txt", drawing.Strip(p, p.Telling(4), drawing.Look{Width: 70}))
	require.Empty(t, drawing.Strip(p, nil, drawing.Look{Width: 70}))
}

// TestWidth draws at every width: nothing is wider, and colors change no width.
func TestWidth(t *testing.T) {
	paint := func(s drawing.Style, text string) string { return fmt.Sprintf("\x1b[3%dm%s\x1b[0m", int(s)%8, text) }
	for _, p := range []*picture.Picture{queue(), crowd(50), picture.OfRun(nil)} {
		for width := 30; width < 160; width++ {
			plain := drawing.Text(p, drawing.Look{Width: width})
			for line := range strings.Lines(plain) {
				require.LessOrEqual(t, ansi.StringWidth(strings.TrimRight(line, "\n")), width, "%q at %d", line, width)
			}
			painted := drawing.Text(p, drawing.Look{Width: width, Paint: paint})
			require.Equal(t, plain, ansi.Strip(painted), "at %d", width)
		}
	}
}

func TestASCII(t *testing.T) {
	text := drawing.Strip(queue(), queue().Telling(8), drawing.Look{Width: 120, ASCII: true})
	for _, r := range text {
		require.Less(t, r, rune(128), text)
	}
}

// TestAxis asks of every event that it has a column, in order, and that it is found there.
func TestAxis(t *testing.T) {
	for _, p := range []*picture.Picture{queue(), crowd(3000)} {
		for _, columns := range []int{1, 7, 40, 200} {
			a := drawing.NewAxis(p, columns, nil)
			require.LessOrEqual(t, a.Columns(), columns)
			last := 0
			for i := range p.Events {
				c := a.Column(i)
				require.GreaterOrEqual(t, c, last)
				require.Less(t, c, a.Columns())
				require.LessOrEqual(t, a.EventAt(c), i)
				last = c
			}
		}
	}
	require.Len(t, drawing.NewAxis(crowd(100), 80, nil).Pauses(), 1)
}

func TestSVG(t *testing.T) {
	golden(t, "queue.svg", drawing.SVG(queue()))
	for _, p := range []*picture.Picture{queue(), hostile(), crowd(2000), picture.OfRun(nil)} {
		svg := drawing.SVG(p)
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			if e, is := token.(xml.StartElement); is {
				require.NotContains(t, []string{"script", "image", "foreignObject", "a"}, e.Name.Local)
			}
		}
		require.NotContains(t, svg, "NaN")
	}
}

// hostile is a picture whose texts try to be more than texts.
func hostile() *picture.Picture {
	const evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\x1b]0;x\a"
	return picture.OfRun(&steps.Run{
		Exercise: evil, Check: evil, Title: evil, Message: evil, Verdict: report.Fail,
		Sources:    []steps.Source{{Name: evil, Text: evil}},
		Goroutines: []steps.Goroutine{{Name: evil, By: -1, File: evil, Line: 1}},
		Steps: []steps.Step{{Goroutine: 0, File: evil, Line: 1, Column: 3, Output: evil,
			Events: []report.Moment{{Kind: report.ClientDialed, Who: evil}, {Kind: report.Noted, Who: evil, Note: evil}}}},
		End: []steps.Place{{Goroutine: 0, State: steps.Waits, On: evil, File: evil, Line: 1}},
	})
}

// TestHostile writes texts that try to leave their places.
func TestHostile(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, drawing.HTML(&b, hostile()))
	require.Equal(t, 1, strings.Count(b.String(), "</script>"), "the page's own")
	require.NotContains(t, b.String(), "<img")
	require.NotContains(t, b.String(), "\x1b")
	require.NotContains(t, drawing.Text(hostile(), drawing.Look{Width: 80}), "\x1b")
}

// TestPerfetto reads what is written as the format's description has it: every slice has a
// track and a length, slices of a track do not overlap, and every arrow has two ends that lie
// in slices or at them.
func TestPerfetto(t *testing.T) {
	p := queue()
	var b bytes.Buffer
	require.NoError(t, drawing.Perfetto(&b, p))
	var file struct {
		TraceEvents []struct {
			Name     string         `json:"name"`
			Ph       string         `json:"ph"`
			TS, Dur  int64          `json:",omitempty"`
			PID, TID int            `json:",omitempty"`
			ID       int            `json:"id"`
			BP       string         `json:"bp"`
			Args     map[string]any `json:"args"`
		} `json:"traceEvents"`
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &file))
	tracks, ends, arrows, slices := map[int]string{}, map[int]int64{}, map[int][]string{}, 0
	for _, e := range file.TraceEvents {
		require.Equal(t, 1, e.PID)
		switch e.Ph {
		case "M":
			if e.Name == "thread_name" {
				tracks[e.TID] = e.Args["name"].(string)
			}
		case "X":
			slices++
			require.NotEmpty(t, tracks[e.TID])
			require.Positive(t, e.Dur)
			require.GreaterOrEqual(t, e.TS, ends[e.TID])
			ends[e.TID] = e.TS + e.Dur
		case "s", "f":
			require.NotEmpty(t, tracks[e.TID])
			arrows[e.ID] = append(arrows[e.ID], e.Ph)
		default:
			require.Equal(t, "i", e.Ph)
		}
	}
	require.Len(t, tracks, len(p.Lanes))
	require.Len(t, arrows, len(p.Ties()))
	for _, both := range arrows {
		require.Equal(t, []string{"s", "f"}, both)
	}
	require.Positive(t, slices)
}

// BenchmarkOpen opens a picture with 5,000 lanes in every way: 200 ms are too long.
func BenchmarkOpen(b *testing.B) {
	p := crowd(5000)
	for b.Loop() {
		drawing.Text(p, drawing.Look{Width: 120})
		_ = drawing.HTML(io.Discard, p)
	}
}

// What many wait for to the end is said once.
func TestLastWaitsAreSaidOnce(t *testing.T) {
	c := report.Check{Name: "TestX", Title: "A few", Verdict: report.Fail}
	for i := range 9 {
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: fmt.Sprintf("c%d", i)})
	}
	text := drawing.Text(picture.OfCheck("13_x", c), drawing.Look{Width: 80})
	require.Contains(t, text, "c8 dials, and waits in the queue to the end, and so do 8 more", "by then it is true of all")
	require.Equal(t, 1, strings.Count(text, " dials"))
}

// Of rounds of which the last went wrong, the last is told.
func TestTheLastRoundIsTold(t *testing.T) {
	c := report.Check{Name: "TestX", Title: "Again and again", Verdict: report.Fail}
	for i := range 30 {
		who := fmt.Sprintf("Run #%d", i+1)
		c.Events = append(c.Events, report.Moment{Kind: report.Spawned, Who: who},
			report.Moment{Kind: report.Panicked, Who: who, Note: "last"}, report.Moment{Kind: report.Joined, Who: who, Note: "panicked"})
	}
	c.Events[len(c.Events)-1].Note = "returned"
	c.Events = slices.Delete(c.Events, len(c.Events)-2, len(c.Events)-1)
	text := drawing.Text(picture.OfCheck("09_x", c), drawing.Look{Width: 80, Rows: 30})
	require.Contains(t, text, "Run #30 has returned")
	require.NotContains(t, text, "Run #29: panicked", "that it panics is told already")
}
