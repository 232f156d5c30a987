package lanes_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/lanes"
	"workbook/grader/demo"
)

func result() demo.Result {
	return demo.Result{
		Title: "Two clients at two servers.",
		Lanes: []demo.Lane{
			{Group: "slow", Name: "A", Spans: []demo.Span{{Kind: demo.Silent, Begin: 0, End: 60_000}, {Kind: demo.Served, Begin: 60_000, End: 60_001}}},
			{Group: "slow", Name: "B", Spans: []demo.Span{{Kind: demo.Waiting, Begin: 0, End: 60_000}, {Kind: demo.Served, Begin: 60_000, End: 100_000}}, Note: "late", Lost: true},
			{Group: "fast", Name: "B", Spans: []demo.Span{{Kind: demo.Waiting, Begin: 0, End: 10}, {Kind: demo.Working, Begin: 10, End: 50_000}}},
		},
		Figures: []demo.Figure{
			{ID: "a", Name: "slow", Value: 100, Unit: "ms"},
			{ID: "b", Name: "words", Text: "panic: <nil>"},
			{ID: "c", Name: "threads", Missing: "cannot be measured here"},
		},
		Sentences: []string{"B waited 60 ms."},
	}
}

// What other programs took of the machine is said when it was much: times are longer then.
func TestBesideOthers(t *testing.T) {
	const said = "Other programs took 62 % of this machine's processors meanwhile"
	busy, quiet := result(), result()
	busy.Others, quiet.Others = 0.62, 0.2
	for _, draw := range []func(demo.Result) string{
		func(r demo.Result) string { return lanes.Text(r, lanes.Look{Width: 120}) },
		lanes.SVG,
	} {
		require.Contains(t, html.UnescapeString(draw(busy)), said)
		require.NotContains(t, draw(quiet), "Other programs")
	}
}

func TestText(t *testing.T) {
	require.Equal(t, `Two clients at two servers.

slow: 100 ms in all
  A  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌═
  B  ·················════════════  late

fast: 50 ms in all
  B  ━━━━━━━━━━━━━━

  · waits   ╌ is silent   ━ works
  ═ is served

  slow     100 ms
  words    panic: <nil>
  threads  cannot be measured here

B waited 60 ms.
`, lanes.Text(result(), lanes.Look{Width: 40}))
}

func TestTextIsASCII(t *testing.T) {
	text := lanes.Text(result(), lanes.Look{Width: 40, ASCII: true})
	require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return r > 126 }), text)
	require.Contains(t, text, "  B  .................============  late\n")
}

// No glyph stands for anything in what is read aloud.
func TestSpoken(t *testing.T) {
	text := lanes.Text(result(), lanes.Look{Width: 80, Spoken: true})
	require.Contains(t, text, "  A: is silent for 60 ms, is served for 0.00 ms\n  B: waits for 60 ms, is served for 40 ms, late\n")
	require.NotContains(t, text, "═")
}

// A scheduler's result: whose time a processor gives, when somebody steals, and how many wait.
func scheduled() demo.Result {
	r := demo.Result{Title: "Two processors."}
	r.Lanes = []demo.Lane{{Group: "both", Name: "one", Spans: []demo.Span{
		{Kind: demo.Working, Begin: 0, End: 30_000, Label: "1"}, {Kind: demo.Working, Begin: 30_000, End: 60_000, Label: "12"},
		{Kind: demo.Working, Begin: 60_000, End: 62_000, Label: "1"}, {Kind: demo.Stopping, Begin: 62_000, End: 100_000},
	}}}
	r.Marks = []demo.Mark{{Group: "both", Name: "asked", At: 60_000}, {Group: "both", Name: "over", At: 99_000}, {Group: "none", Name: "elsewhere"}}
	r.Series = []demo.Series{{Group: "both", Name: "open", Points: []demo.Point{{At: 0, Value: 0}, {At: 20_000, Value: 2}, {At: 50_000, Value: 4}, {At: 90_000, Value: 0}}}}
	return r
}

func TestMarksAndSeries(t *testing.T) {
	require.Equal(t, `Two processors.

both: 100 ms in all
  one   1━━━━━12━━━━━▒▒▒▒▒▒▒▒
                    ▲ asked ▲ over
  open      ▄▄▄▄▄▄█████████    at most 4
`, strings.Split(lanes.Text(scheduled(), lanes.Look{Width: 40}), "\n  ━")[0])
	ascii := lanes.Text(scheduled(), lanes.Look{Width: 40, ASCII: true})
	require.Equal(t, -1, strings.IndexFunc(ascii, func(r rune) bool { return r > 126 }), ascii)
	require.Contains(t, ascii, "^ asked ^ over")
	spoken := lanes.Text(scheduled(), lanes.Look{Width: 80, Spoken: true})
	require.Contains(t, spoken, "  after 60 ms: asked\n  after 99 ms: over\n  open: at most 4, in the end 0\n")
	require.NotContains(t, spoken, "elsewhere")
	r := scheduled()
	r.Series[0].Points = r.Series[0].Points[:3]
	require.Contains(t, lanes.Text(r, lanes.Look{Width: 40}), "  open      ▄▄▄▄▄▄█            at most 4\n", "so far")
	for _, width := range []int{30, 60, 120} {
		for line := range strings.Lines(lanes.Text(scheduled(), lanes.Look{Width: width})) {
			assert.LessOrEqual(t, ansi.StringWidth(strings.TrimRight(line, "\n")), width, "%q", line)
		}
	}
}

// A moment or a number that cannot be is drawn somewhere, and nothing of it steers a terminal.
func TestStrangeMarks(t *testing.T) {
	r := scheduled()
	r.Lanes[0].Spans[0].Label = "\x1b[2J"
	r.Marks = append(r.Marks, demo.Mark{Group: "both", Name: "before\x1b[2J", At: -5_000_000}, demo.Mark{Group: "both", Name: strings.Repeat("long ", 50), At: 70_000})
	r.Series = append(r.Series, demo.Series{Group: "both", Name: "none"}, demo.Series{Group: "both", Name: "odd", Points: []demo.Point{{At: 90_000, Value: -3}, {At: -7, Value: 1e15}}})
	for _, width := range []int{30, 80} {
		text := lanes.Text(r, lanes.Look{Width: width})
		require.NotContains(t, text, "\x1b")
		for line := range strings.Lines(text) {
			assert.LessOrEqual(t, ansi.StringWidth(strings.TrimRight(line, "\n")), width, "%q", line)
		}
	}
	require.NotContains(t, lanes.SVG(r), "\x1b")
}

// Of many lanes those are seen that fared in a way of their own.
func TestNotesAreSeen(t *testing.T) {
	r := demo.Result{}
	for i := range 40 {
		l := demo.Lane{Group: "many", Name: fmt.Sprintf("client %d", i), Spans: []demo.Span{{Kind: demo.Served, End: int64(1000 * (i + 1))}}}
		if i == 17 {
			l.Note = "panics"
		}
		if i > 30 {
			l.Note = "sent away"
		}
		r.Lanes = append(r.Lanes, l)
	}
	text := lanes.Text(r, lanes.Look{Width: 80})
	require.Equal(t, 1, strings.Count(text, "panics"))
	require.Contains(t, text, "sent away")
	require.Contains(t, text, "client 0 ", "the first of them")
	require.Contains(t, text, "client 39", "the last of them")
	require.Contains(t, text, "and 28 more between them")
}

// Nothing is wider than the screen, and a hundred lanes are as many as can be seen at once.
func TestTextFits(t *testing.T) {
	r := result()
	r.Lanes[1].Note = strings.Repeat("a long note that ", 9)
	r.Figures[1].Text = strings.Repeat("long words ", 20)
	r.Figures[2].Name = strings.Repeat("a long name ", 9)
	for i := range 100 {
		r.Lanes = append(r.Lanes, demo.Lane{Group: "many", Name: fmt.Sprintf("client %d", i), Spans: []demo.Span{{Kind: demo.Served, Begin: 0, End: int64(1000 * (100 - i))}}})
	}
	for _, width := range []int{30, 60, 80, 120, 200} {
		text := lanes.Text(r, lanes.Look{Width: width})
		for line := range strings.Lines(text) {
			assert.LessOrEqual(t, ansi.StringWidth(strings.TrimRight(line, "\n")), width, "%q", line)
		}
		assert.Contains(t, text, "and 88 more between them")
		assert.Contains(t, text, "client 0 ", "the last of them")
		assert.Contains(t, text, "client 99", "the first of them")
	}
}

func TestPainted(t *testing.T) {
	styles := map[lanes.Style]bool{}
	plain := lanes.Text(result(), lanes.Look{Width: 40})
	text := lanes.Text(result(), lanes.Look{Width: 40, Paint: func(s lanes.Style, text string) string {
		styles[s] = true
		return "\x1b[1m" + text + "\x1b[0m"
	}})
	require.Equal(t, plain, ansi.Strip(text))
	require.True(t, styles[lanes.Lost])
}

// The picture is well formed whatever a result says, and loads nothing.
func TestSVG(t *testing.T) {
	r := result()
	r.Title = "a <b> & \"c\" \x1b[2J\x00"
	r.Lanes[1].Note = "<script>"
	extra := scheduled()
	r.Lanes, r.Marks, r.Series = append(r.Lanes, extra.Lanes...), extra.Marks, extra.Series
	svg := lanes.SVG(r)
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			require.Contains(t, []string{"svg", "title", "style", "text", "line", "rect", "path"}, start.Name.Local)
			for _, attr := range start.Attr {
				require.NotContains(t, attr.Name.Local, "href")
			}
		}
	}
	for _, kind := range []string{"waiting", "silent", "working", "served", "stopping"} {
		require.Contains(t, svg, `<rect class="`+kind+`"`)
	}
	require.Contains(t, svg, ">12</text>")
	require.Contains(t, svg, ">asked</text>")
	require.Contains(t, svg, ">&lt;script&gt;<")
	require.Contains(t, svg, "prefers-color-scheme: dark")
}

// Figures stand beside what they were; while the demo runs, those that are still to come are
// there already, so that no row moves.
func TestBefore(t *testing.T) {
	before, now := result(), result()
	before.Params, now.Params = map[string]int{"n": 4, "m": 1}, map[string]int{"n": 8, "m": 1}
	now.Figures[0].Value = 50
	look := lanes.Look{Width: 60, Before: &before}
	require.Contains(t, lanes.Text(now, look), "\n  before → now: n=4 → n=8\n  slow     100 ms → 50 ms\n  words    panic: <nil>\n")
	require.Equal(t, []string{"slow  100 ms → 50 ms"}, lanes.Chief(now, look, 3))
	require.Equal(t, []string{"…  100 ms → 50 ms"}, lanes.Chief(now, lanes.Look{Width: 16, Before: &before}, 3)[:1])
	look.ASCII = true
	require.Contains(t, lanes.Text(now, look), "  slow     100 ms -> 50 ms\n")

	now.Figures = nil
	look = lanes.Look{Width: 60, Before: &before, Runs: true}
	require.Contains(t, lanes.Text(now, look), "\n  slow  100 ms → …\n")
	look.Runs = false
	require.NotContains(t, lanes.Text(now, look), "100 ms → …", "it has ended without them")
}

// Results of one scale can be compared by eye, and lanes of a demo that runs grow.
func TestScale(t *testing.T) {
	bar := func(look lanes.Look) int {
		look.Width = 46
		_, after, _ := strings.Cut(lanes.Text(result(), look), "fast: ")
		return strings.Count(strings.SplitN(after, "\n", 3)[1], "━")
	}
	alone := bar(lanes.Look{})
	require.Equal(t, alone/2, bar(lanes.Look{Least: 200_000}))
	require.Less(t, bar(lanes.Look{Runs: true}), alone/2, "a quarter of a second is what there is room for")
	require.Equal(t, 30, strings.Count(lanes.Text(hundred(), lanes.Look{Width: 60, Lanes: 30}), "client"))
}

func hundred() demo.Result {
	var r demo.Result
	for i := range 100 {
		r.Lanes = append(r.Lanes, demo.Lane{Group: "many", Name: fmt.Sprintf("client %d", i), Spans: []demo.Span{{Kind: demo.Served, Begin: 0, End: int64(i)}}})
	}
	return r
}

// Whatever a result says, it is drawn within its width.
func FuzzText(f *testing.F) {
	f.Add([]byte(`{"lanes":[{"group":"g","name":"A","spans":[{"kind":"served","begin":-9,"end":900},{"kind":"waiting","begin":5,"end":1}]}]}`), 40)
	f.Add([]byte(`{"title":"T","figures":[{"id":"a","name":"n","value":3},{"id":"a","missing":"m"}],"sentences":["It is."]}`), 3)
	f.Add([]byte(`{"lanes":[{"spans":[{"kind":"silent","begin":9000000000000,"end":9000000000000}],"note":"\u202e"},{"name":"\u001b[2J"}]}`), 120)
	f.Fuzz(func(t *testing.T, data []byte, width int) {
		var r demo.Result
		if json.Unmarshal(data, &r) != nil {
			t.Skip()
		}
		width = min(max(width, 0), 300)
		for _, look := range []lanes.Look{{}, {Before: &r, Runs: true, Lanes: 1}, {Spoken: true}, {ASCII: true, Least: 1 << 40}} {
			look.Width = width
			lanes.Text(r, look)
			lanes.Chief(r, look, 3)
		}
		lanes.SVG(r)
	})
}
