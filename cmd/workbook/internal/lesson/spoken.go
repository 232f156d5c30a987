package lesson

import (
	"fmt"
	"strings"
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
			out = append(out, said("Heading: ", b.Text))
		case CodeBlock:
			out = append(out, announced(b), b)
		case Quote:
			out = append(out, Paragraph{[]Span{{Text: "Note:"}}})
			out = append(out, spoken(b.Blocks)...)
			out = append(out, Paragraph{[]Span{{Text: "End of the note."}}})
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
	lines, words := strings.Count(b.Text, "\n"), "lines"
	if lines == 1 {
		words = "line"
	}
	what := "Code"
	if b.Lang == "go" {
		what = "Go code"
	}
	return Paragraph{[]Span{{Text: fmt.Sprintf("%s, %d %s:", what, lines, words)}}}
}

// rows names each cell of a table by its column.
func rows(t Table) []Block {
	out := []Block{Paragraph{[]Span{{Text: fmt.Sprintf("Table, rows: %d.", len(t.Rows))}}}}
	for i, cells := range t.Rows {
		text := []Span{{Text: fmt.Sprintf("Row %d. ", i+1)}}
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
