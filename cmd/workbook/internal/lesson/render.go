package lesson

import (
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// MinWidth is the least width that is laid out for; less is taken as MinWidth.
const MinWidth = 20

// minText is the width that nested lists and quotes leave to the text in them:
// what is nested deeper is not indented any more.
const minText = 12

// codeIndent stands before every line of code.
const codeIndent = "  "

// Render lays the page out for a screen of width columns. No line is wider, but
// for those of code blocks.
func Render(p Page, width int) []Line {
	return stack(p.Blocks, max(width, MinWidth), Plain, true)
}

// stack lays blocks out below one another. Plain text becomes text in the given
// base style.
func stack(blocks []Block, width int, base Style, spaced bool) []Line {
	var out []Line
	for i, b := range blocks {
		if i > 0 && spaced {
			out = append(out, nil)
		}
		out = append(out, layout(b, width, base)...)
	}
	return out
}

func layout(b Block, width int, base Style) []Line {
	switch b := b.(type) {
	case Heading:
		style := Subtitle
		if b.Level == 1 {
			style = Title
		}
		return wrap(restyle(b.Text, style), width)
	case Paragraph:
		return wrap(restyle(b.Text, base), width)
	case CodeBlock:
		lines := codeLines(b)
		for i, l := range lines {
			if len(l) > 0 {
				lines[i] = append(Line{{codeIndent, CodeText}}, l...)
			}
		}
		return lines
	case Quote:
		return beside(b.Blocks, width, Span{"│ ", Bar}, Span{"│ ", Bar}, Quoted, true)
	case List:
		return list(b, width, base)
	case Table:
		return table(b, width, base)
	case Rule:
		return []Line{{{strings.Repeat("─", width), RuleMark}}}
	}
	return nil
}

func list(l List, width int, base Style) []Line {
	var out []Line
	last := strconv.Itoa(l.Start + len(l.Items) - 1)
	for i, item := range l.Items {
		mark := "• "
		if l.Ordered {
			number := strconv.Itoa(l.Start + i)
			mark = strings.Repeat(" ", max(len(last)-len(number), 0)) + number + ". "
		}
		if i > 0 && !l.Tight {
			out = append(out, nil)
		}
		rest := strings.Repeat(" ", displaywidth.String(mark))
		out = append(out, beside(item, width, Span{mark, Bullet}, Span{rest, Plain}, base, !l.Tight)...)
	}
	return out
}

// beside lays blocks out to the right of a mark: first before the first line,
// rest before the others. Where no room would be left, the mark goes.
func beside(blocks []Block, width int, first, rest Span, base Style, spaced bool) []Line {
	indent := displaywidth.String(first.Text)
	if width-indent < minText {
		return stack(blocks, width, base, spaced)
	}
	lines := stack(blocks, width-indent, base, spaced)
	if len(lines) == 0 {
		lines = []Line{nil}
	}
	for i, l := range lines {
		mark := rest
		if i == 0 {
			mark = first
		}
		if len(l) == 0 {
			mark.Text = strings.TrimRight(mark.Text, " ")
		}
		if mark.Text != "" {
			lines[i] = append(Line{mark}, l...)
		}
	}
	return lines
}

// restyle gives plain text the style; what is marked up keeps its own.
func restyle(text []Span, style Style) []Span {
	if style == Plain {
		return text
	}
	out := make([]Span, len(text))
	for i, s := range text {
		if s.Style == Plain || (style == Title || style == Subtitle) && s.Style != Code {
			s.Style = style
		}
		out[i] = s
	}
	return out
}
