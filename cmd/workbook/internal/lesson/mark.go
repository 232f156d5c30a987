package lesson

// Marked returns the page with its code spans between backticks, for a screen
// that has no style to tell them from words: "`go` wants a call".
func (p Page) Marked() Page {
	p.Blocks = marked(p.Blocks)
	return p
}

func marked(blocks []Block) []Block {
	out := make([]Block, len(blocks))
	for i, b := range blocks {
		switch b := b.(type) {
		case Heading:
			b.Text = markedText(b.Text)
			out[i] = b
		case Paragraph:
			out[i] = Paragraph{markedText(b.Text)}
		case Quote:
			out[i] = Quote{marked(b.Blocks)}
		case List:
			items := make([][]Block, len(b.Items))
			for j, item := range b.Items {
				items[j] = marked(item)
			}
			b.Items = items
			out[i] = b
		case Table:
			b.Head = markedCells(b.Head)
			rows := make([][][]Span, len(b.Rows))
			for j, row := range b.Rows {
				rows[j] = markedCells(row)
			}
			b.Rows = rows
			out[i] = b
		default:
			out[i] = b
		}
	}
	return out
}

func markedCells(cells [][]Span) [][]Span {
	out := make([][]Span, len(cells))
	for i, c := range cells {
		out[i] = markedText(c)
	}
	return out
}

func markedText(text []Span) []Span {
	out := make([]Span, len(text))
	for i, s := range text {
		if s.Style == Code {
			s.Text = "`" + s.Text + "`"
		}
		out[i] = s
	}
	return out
}
