package lesson

import (
	"strings"

	"workbook/cmd/internal/tr"
)

// Spoken returns the page with words for what only its look would say, for a screen
// reader or a terminal that shows nothing but lines: a heading, code and a note say what
// they are, a table is one sentence a row, and code spans stand between backticks.
func (p Page) Spoken() Page {
	p = p.Marked()
	p.Blocks = spoken(p.Blocks)
	return p
}

func spoken(blocks []Block) []Block {
	var out []Block
	for _, b := range blocks {
		switch b := b.(type) {
		case Heading:
			out = append(out, said(tr.T("Heading:")+" ", b.Text))
		case CodeBlock:
			out = append(out, announced(b), b)
		case Quote:
			out = append(out, Paragraph{[]Span{{Text: tr.T("Note:")}}})
			out = append(out, spoken(b.Blocks)...)
			out = append(out, Paragraph{[]Span{{Text: tr.T("End of the note.")}}})
		case List:
			items := make([][]Block, len(b.Items))
			for i, item := range b.Items {
				items[i] = spoken(item)
			}
			b.Items = items
			out = append(out, b)
		case Table:
			out = append(out, rows(b)...)
		case Rule:
		default:
			out = append(out, b)
		}
	}
	return out
}

func said(before string, text []Span) Paragraph {
	return Paragraph{append([]Span{{Text: before}}, text...)}
}

// announced says how long the code is, and so where it ends.
func announced(b CodeBlock) Paragraph {
	lines := strings.Count(b.Text, "\n")
	what := tr.T("Code")
	if b.Lang == "go" {
		what = tr.T("Go code")
	}
	return Paragraph{[]Span{{Text: tr.N(lines, "%s, %d line:", "%s, %d lines:", what, lines)}}}
}

// rows names each cell of a table by its column.
func rows(t Table) []Block {
	out := []Block{Paragraph{[]Span{{Text: tr.T("Table, rows: %d.", len(t.Rows))}}}}
	for i, cells := range t.Rows {
		text := []Span{{Text: tr.T("Row %d.", i+1) + " "}}
		for j, cell := range cells {
			if j > 0 {
				text = append(text, Span{Text: "; "})
			}
			text = append(append(append(text, t.Head[j]...), Span{Text: ": "}), cell...)
		}
		out = append(out, Paragraph{append(text, Span{Text: "."})})
	}
	return out
}

// Task is the index of the first page that states the task, or that of the last page.
func (l Lesson) Task() int {
	for i, p := range l.Pages {
		if p.Task {
			return i
		}
	}
	return max(len(l.Pages)-1, 0)
}
