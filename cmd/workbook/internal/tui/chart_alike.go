package tui

import (
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// more says how many lanes are folded into a row.
func more(n int) string {
	return tr.N(n, "%s more like this", "%s more like this", wording.Number(n))
}

// alike says how many lanes are folded into a row whose words stand before it, and where not all
// of them do the same at the cursor, how many of them do: in the whole of the run they are alike,
// and one is always ahead of another.
func (c *chart) alike(r chartRow) string {
	words, same := c.doing(r.lane), 0
	for _, row := range c.folded {
		if row.Lane != r.lane {
			continue
		}
		for _, lane := range row.Like {
			if c.doing(lane) == words {
				same++
			}
		}
	}
	if same == r.like {
		return more(r.like)
	}
	return tr.N(r.like, "%s of %s more", "%s of %s more", wording.Number(same), wording.Number(r.like))
}

// doing is what a lane does at the cursor, or how it ended, in a few words.
func (c *chart) doing(lane int) string {
	if fate := wording.Fate(c.p, lane); c.ended() && fate != "" {
		return fate
	}
	if s, there := c.at(lane); there {
		return wording.Does(s)
	}
	return ""
}

// at is what a lane does at the cursor, without the function that it is in: there is little
// room, and the sentence below says it.
func (c *chart) at(lane int) (s picture.Span, there bool) {
	s, there = c.p.At(lane, c.event())
	s.In = ""
	return s, there
}
