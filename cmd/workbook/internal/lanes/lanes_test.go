package lanes_test

import (
	"encoding/xml"
	"errors"
	"fmt"
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
	svg := lanes.SVG(r)
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			require.Contains(t, []string{"svg", "title", "style", "text", "line", "rect"}, start.Name.Local)
			for _, attr := range start.Attr {
				require.NotContains(t, attr.Name.Local, "href")
			}
		}
	}
	for _, kind := range []string{"waiting", "silent", "working", "served"} {
		require.Contains(t, svg, `<rect class="`+kind+`"`)
	}
	require.Contains(t, svg, ">&lt;script&gt;<")
	require.Contains(t, svg, "prefers-color-scheme: dark")
}
