package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"
)

// The measures of a picture of a terminal, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	margin     = 14.0
	baseline   = 13.5 // of a line's text, below its top
)

// Colors where the terminal has its own.
const (
	ground = "#16181d"
	ink    = "#d7dae0"
)

// drawTerminal draws what a terminal of that size shows as an SVG.
func drawTerminal(term vt10x.Terminal, title string, columns, rows int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14">
<title>%s</title>
<rect width="100%%" height="100%%" rx="8" fill="%s"/>
`, float64(columns)*cellWidth+2*margin, float64(rows)*cellHeight+2*margin, title, ground)
	for y := range rows {
		for x := 0; x < columns; {
			end := x + 1
			for end < columns && alike(term.Cell(x, y), term.Cell(end, y)) {
				end++
			}
			drawRun(&b, term, x, end, y)
			x = end
		}
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// alike reports whether two cells belong into one run of text.
func alike(a, b vt10x.Glyph) bool {
	return a.FG == b.FG && a.BG == b.BG && a.Mode&bold10x == b.Mode&bold10x
}

// bold10x is vt10x's mark of a bold character, which it does not export.
const bold10x = 1 << 2

// drawRun draws the cells of line y from start to before end.
func drawRun(b *strings.Builder, term vt10x.Terminal, start, end, y int) {
	look := term.Cell(start, y)
	top := margin + float64(y)*cellHeight
	if look.BG != vt10x.DefaultBG {
		fmt.Fprintf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
			margin+float64(start)*cellWidth, top, float64(end-start)*cellWidth, cellHeight, color(look.BG))
	}
	for start < end && term.Cell(start, y).Char == ' ' {
		start++
	}
	for start < end && term.Cell(end-1, y).Char == ' ' {
		end--
	}
	if start == end {
		return
	}
	var text strings.Builder
	for x := start; x < end; x++ {
		text.WriteRune(term.Cell(x, y).Char)
	}
	left, width := margin+float64(start)*cellWidth, float64(end-start)*cellWidth
	weight := ""
	if look.Mode&bold10x != 0 {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text xml:space="preserve" x="%.1f" y="%.1f" textLength="%.1f" fill="%s"%s>`, left, top+baseline, width, color(look.FG), weight)
	_ = xml.EscapeText(b, []byte(text.String())) // a strings.Builder takes all
	b.WriteString("</text>\n")
}

// color is a terminal's color as the web has it: one of 16, of a cube, or a gray.
func color(c vt10x.Color) string {
	switch {
	case c == vt10x.DefaultBG:
		return ground
	case c >= vt10x.DefaultFG:
		return ink
	case c < 16:
		return [...]string{
			"#16181d", "#cd5c5c", "#5faf5f", "#d7af5f", "#5f87d7", "#af87d7", "#5fafaf", "#d7dae0",
			"#6c7079", "#ff875f", "#87d787", "#ffd75f", "#87afff", "#d7afff", "#5fd7d7", "#ffffff",
		}[c]
	case c < 232:
		step := func(n vt10x.Color) int { return [...]int{0, 0x5f, 0x87, 0xaf, 0xd7, 0xff}[n%6] }
		return fmt.Sprintf("#%02x%02x%02x", step((c-16)/36), step((c-16)/6), step(c-16))
	case c < 256:
		return strings.Replace("#ggg", "ggg", strings.Repeat(fmt.Sprintf("%02x", 8+10*(c-232)), 3), 1)
	}
	return fmt.Sprintf("#%06x", uint32(c))
}

// textOf is what is written in a picture, line by line.
func textOf(t *testing.T, svg string) []string {
	t.Helper()
	var lines []string
	d, last := xml.NewDecoder(strings.NewReader(svg)), ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return lines
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "text" {
			continue
		}
		var element struct {
			Y    string `xml:"y,attr"`
			Text string `xml:",chardata"`
		}
		require.NoError(t, d.DecodeElement(&element, &start))
		if element.Y != last {
			lines, last = append(lines, ""), element.Y
		}
		lines[len(lines)-1] += element.Text + " "
	}
}
