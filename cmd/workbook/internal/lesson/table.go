package lesson

import (
	"slices"
	"strings"
)

// columnGap parts the columns of a table.
const columnGap = 2

// minColumn is the width to which a column may be squeezed. A table that needs
// less is shown as one block a row.
const minColumn = 8

func table(t Table, width int, base Style) []Line {
	widths := columnWidths(t, width)
	if widths == nil {
		return records(t, width, base)
	}
	out := row(t.Head, widths, t.Right, TableHead)
	total := columnGap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	out = append(out, Line{{strings.Repeat("─", total), RuleMark}})
	for _, cells := range t.Rows {
		out = append(out, row(cells, widths, t.Right, base)...)
	}
	return out
}

// columnWidths gives every column what its widest cell takes, and squeezes the
// widest columns until the table fits. It returns nil when it cannot fit.
func columnWidths(t Table, width int) []int {
	room := width - columnGap*(len(t.Right)-1)
	widths := make([]int, len(t.Right))
	total := 0
	for i := range widths {
		widths[i] = max(1, Line(t.Head[i]).Width())
		for _, r := range t.Rows {
			widths[i] = max(widths[i], Line(r[i]).Width())
		}
		total += widths[i]
	}
	for total > room {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= minColumn {
			return nil
		}
		cut := 1
		if room > 0 && widths[widest] > room { // a very long cell: not one column at a time
			cut = widths[widest] - room
		}
		widths[widest] -= cut
		total -= cut
	}
	return widths
}

// row lays the cells of one row out beside one another.
func row(cells [][]Span, widths []int, right []bool, base Style) []Line {
	columns := make([][]Line, len(cells))
	height := 1
	for i, c := range cells {
		columns[i] = wrap(restyle(c, base), widths[i])
		height = max(height, len(columns[i]))
	}
	out := make([]Line, height)
	for y := range out {
		pad := 0 // spaces that are due before the next text
		for i, c := range columns {
			var l Line
			if y < len(c) {
				l = c[y]
			}
			free := max(widths[i]-l.Width(), 0)
			if right[i] {
				pad, free = pad+free, 0
			}
			if len(l) > 0 {
				if pad > 0 {
					out[y] = append(out[y], Span{strings.Repeat(" ", pad), Plain})
				}
				out[y] = append(out[y], l...)
				pad = 0
			}
			pad += free + columnGap
		}
	}
	return out
}

// records shows a table that is too wide one row after the other, each cell
// under the name of its column.
func records(t Table, width int, base Style) []Line {
	var out []Line
	for i, cells := range t.Rows {
		if i > 0 {
			out = append(out, nil)
		}
		for j, c := range cells {
			text := slices.Concat(restyle(t.Head[j], TableHead), []Span{{": ", TableHead}}, restyle(c, base))
			out = append(out, wrap(text, width)...)
		}
	}
	return out
}
