package drawing

import "workbook/grader/picture"

// Room is how much room some lanes of a picture want; nil are all. Two pictures with columns
// in the same relation have the same scale.
func Room(p *picture.Picture, lanes []int) float64 {
	sum := 0.0
	for _, s := range sharesOf(p, lanes) {
		sum += s
	}
	return sum
}

// States are those that are drawn, in the order of a legend.
func States() []picture.State { return order }

// StyleOf is the style of a state.
func StyleOf(s picture.State) Style { return states[s].style }

// Glyph is what a state is drawn with.
func (l Look) Glyph(s picture.State) string { return l.glyph(s) }

// Fates are those that have a glyph of their own, in the order of a legend.
func Fates() []picture.Fate {
	return []picture.Fate{picture.Over, picture.Panicked, picture.ByServer, picture.Stuck}
}

// End is the glyph at the end of a lane with a fate, and its style. Who is still going has none.
func (l Look) End(f picture.Fate) (string, Style) {
	m := l.marks()
	switch f {
	case picture.Over:
		return m.end, Plain
	case picture.Panicked:
		return m.panic, Bad
	case picture.ByServer:
		return m.sever, Plain
	case picture.Stuck:
		return m.edge, Bad
	}
	return "", Plain
}
