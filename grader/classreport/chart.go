package classreport

import (
	"fmt"
	"time"
)

// A Chart shows the tries of an exercise over days. Those of one class have the same days,
// so that they can be compared.
type Chart struct {
	Width, Height int
	Base          int // where bars stand
	Most          int // tries of the highest bar
	Bars          []Bar
	Label         string // the whole in words
	First, Last   string // days
}

// A Bar is what came on one day, or on several that follow each other.
type Bar struct {
	Days          string
	Tries, Passed int

	X, Width              float64
	Y, Height             float64 // of all tries
	PassedY, PassedHeight float64 // of those that passed, at its foot
}

const (
	chartWidth  = 480
	chartHeight = 96
	chartTop    = 14 // for the number above the highest
	chartBase   = 78
	manyBars    = 60
	barShare    = 0.8 // of the room that a bar has
	widestBar   = 24
)

// newChart draws tries; nil when there are none. first and last are days.
func newChart(tries []Try, first, last time.Time) *Chart {
	if len(tries) == 0 {
		return nil
	}
	days := daysBetween(first, last) + 1
	each := (days + manyBars - 1) / manyBars // days of a bar
	c := &Chart{
		Width: chartWidth, Height: chartHeight, Base: chartBase,
		First: first.Format(time.DateOnly), Last: last.Format(time.DateOnly),
		Bars: make([]Bar, (days+each-1)/each),
	}
	for i := range c.Bars {
		from := first.AddDate(0, 0, i*each)
		to := from.AddDate(0, 0, each-1)
		if to.After(last) {
			to = last
		}
		c.Bars[i].Days = from.Format(time.DateOnly)
		if to.After(from) {
			c.Bars[i].Days += " to " + to.Format(time.DateOnly)
		}
	}
	for _, t := range tries {
		b := &c.Bars[daysBetween(first, day(t.At))/each]
		b.Tries++
		if t.Verdict.Passed() {
			b.Passed++
		}
	}
	c.draw()
	c.Label = c.words()
	return c
}

// day is the day of a moment, at midnight UTC, so that days can be counted.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func daysBetween(a, b time.Time) int { return int(b.Sub(a) / (24 * time.Hour)) }

// draw says where the bars are.
func (c *Chart) draw() {
	for _, b := range c.Bars {
		c.Most = max(c.Most, b.Tries)
	}
	room := float64(chartWidth) / float64(len(c.Bars))
	unit := float64(chartBase-chartTop) / float64(c.Most)
	for i := range c.Bars {
		b := &c.Bars[i]
		b.Width = min(room*barShare, widestBar)
		b.X = float64(i)*room + (room-b.Width)/2
		b.Height, b.PassedHeight = float64(b.Tries)*unit, float64(b.Passed)*unit
		b.Y, b.PassedY = chartBase-b.Height, chartBase-b.PassedHeight
	}
}

// Middle is the middle of the bar.
func (b Bar) Middle() float64 { return b.X + b.Width/2 }

// Above is where the number above the bar stands.
func (b Bar) Above() float64 { return b.Y - 3 }

// words say what the chart shows.
func (c *Chart) words() string {
	var all, passed int
	var most Bar
	for _, b := range c.Bars {
		all, passed = all+b.Tries, passed+b.Passed
		if b.Tries > most.Tries {
			most = b
		}
	}
	if len(c.Bars) == 1 {
		return fmt.Sprintf("%s on %s, %d passed.", count(all, "try", "tries"), most.Days, passed)
	}
	return fmt.Sprintf("%s, %d passed. The most at once: %d, %s.", count(all, "try", "tries"), passed, most.Tries, most.Days)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
