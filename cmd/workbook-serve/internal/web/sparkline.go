package web

import "fmt"

// A sparkline draws the points of attempts, the oldest on the left.
type sparkline struct {
	Label  string // the same in words
	Width  int
	Height int
	Bars   []bar
}

// A bar is one attempt.
type bar struct {
	X, Y, Height int
	Full         bool // all points
}

const (
	barWidth   = 5
	barGap     = 2
	sparkline0 = 2 // the height of a bar without points, so that it can be seen
	sparkline1 = 18
	manyTries  = 30 // that are drawn, the newest
)

func newSparkline(points []int, most int) sparkline {
	s := sparkline{Height: sparkline1}
	if len(points) == 0 {
		return s
	}
	s.Label = fmt.Sprintf("%d attempts, the last with %d of %d points", len(points), points[len(points)-1], most)
	if len(points) == 1 {
		s.Label = fmt.Sprintf("1 attempt, with %d of %d points", points[0], most)
	}
	points = points[max(0, len(points)-manyTries):]
	for i, p := range points {
		height := sparkline0
		if most > 0 {
			height += (sparkline1 - sparkline0) * min(max(p, 0), most) / most
		}
		s.Bars = append(s.Bars, bar{X: i * (barWidth + barGap), Y: sparkline1 - height, Height: height, Full: p >= most})
	}
	s.Width = len(points)*(barWidth+barGap) - barGap
	return s
}
