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
