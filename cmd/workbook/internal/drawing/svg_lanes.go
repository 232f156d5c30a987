package drawing

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// Measures of a picture, in its own units.
const (
	svgWidth  = 1280
	svgMargin = 32
	svgRow    = 40
	svgBar    = 14
	svgLetter = 7.9 // how wide a letter of a name is, as a rule
	svgSmall  = 6.9 // of a note
	svgFine   = 240 // columns of the axis
	svgKnob   = 8.0 // radius of a number's circle
	svgName   = 40  // letters of a name at most
	svgMost   = 40  // lanes that are drawn
	svgTies   = 200 // arrows that are drawn
)

// svgLanes are the lanes of a picture in an SVG that has room for more.
type svgLanes struct {
	plan
	*canvas.SVG
	axis        *Axis
	left, right float64 // where all lanes begin and end
	top         float64
	middle      map[int]float64 // by lane
}

func newSVGLanes(pl plan, s *canvas.SVG) *svgLanes {
	l := &svgLanes{plan: pl, SVG: s, axis: NewAxis(pl.p, svgFine, pl.lanes), middle: map[int]float64{}}
	names, fates := 0, 0
	for _, i := range pl.lanes {
		names = max(names, utf8.RuneCountInString(wording.Name(pl.p, i)))
		fates = max(fates, utf8.RuneCountInString(wording.Fate(pl.p, i)))
	}
	l.left = svgMargin + float64(min(names, svgName))*svgLetter + 16
	l.right = float64(s.Width-svgMargin) - min(float64(fates)*svgSmall, 300) - 30
	return l
}

// x is where an event is.
func (l *svgLanes) x(event int) float64 {
	return l.left + (l.right-l.left)*l.axis.Place(event)/float64(l.axis.Columns())
}

// width is that of so many columns.
func (l *svgLanes) width(columns float64) float64 {
	return (l.right - l.left) * columns / float64(l.axis.Columns())
}

// draw draws the lanes, the pauses and the arrows between them, and the numbers of what is
// said below.
func (l *svgLanes) draw() {
	if len(l.axis.Pauses()) > 0 {
		l.Y += 22
	}
	l.top = float64(l.Y)
	for _, r := range l.rows {
		l.middle[r.Lane] = float64(l.Y) + svgRow*0.6
		l.lane(r)
		l.Y += svgRow
		if n := len(r.Like); n > 0 {
			l.Text("rest", int(l.left), l.Y+4, alike(n))
			l.Y += 16
		}
	}
	l.pauses()
	l.arrows()
	l.ends()
	l.numbers()
}

func (l *svgLanes) lane(r picture.Row) {
	y := l.middle[r.Lane]
	name := wording.Name(l.p, r.Lane)
	if utf8.RuneCountInString(name) > svgName {
		name = wording.Short(l.p, r.Lane)
	}
	l.Text("name", svgMargin, int(y)+5, short(name, svgName))
	l.Line("row", l.left, y, l.right, y)
	l.spans(r.Lane, y)
	if fate := wording.Fate(l.p, r.Lane); fate != "" {
		class := "fate"
		if rests(l.p.Lanes[r.Lane]) {
			class = "rest"
		}
		l.fate(class, y, fate)
	}
}

// spans draws what a lane does; of very much, column by column what takes most of it.
func (l *svgLanes) spans(lane int, y float64) {
	if spans := l.p.Lanes[lane].Spans; len(spans) <= svgFine {
		for _, s := range spans {
			span(l.SVG, s.State, l.x(s.From), y, max(l.x(s.To)-l.x(s.From), 1.5))
		}
		return
	}
	at := 0.0
	canvas.Runs(l.axis.most(lane), func(s picture.State, times int) {
		if s != "" {
			span(l.SVG, s, l.left+l.width(at), y, l.width(float64(times)))
		}
		at += float64(times)
	})
}

// fate writes how a lane ends, in two lines where one is too short.
func (l *svgLanes) fate(class string, y float64, fate string) {
	x, most := l.right+18, int((float64(l.Width)-l.right-18-8)/svgSmall)
	if utf8.RuneCountInString(fate) <= most {
		l.Text(class, int(x), int(y)+5, fate)
		return
	}
	first, second := halves(fate, most)
	l.Text(class, int(x), int(y)-2, first)
	l.Text(class, int(x), int(y)+13, short(second, most))
}

// halves breaks a sentence between two words.
func halves(s string, most int) (first, second string) {
	at := most
	runes := []rune(s)
	for i := 0; i < len(runes) && i <= most; i++ {
		if runes[i] == ' ' {
			at = i
		}
	}
	return string(runes[:at]), string(slices.Clone(runes[at:]))
}

func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:max(most-1, 0)]) + "…"
	}
	return s
}

// span draws what somebody does. States differ in height and outline, for whoever does not
// see colors.
func span(s *canvas.SVG, state picture.State, x, y, width float64) {
	switch class := string(state); state {
	case picture.Runs, picture.Works:
		s.Rect(class, x, y-svgBar/2, width, svgBar)
	case picture.Queues:
		s.Rect(class, x, y-4, width, 8)
	default:
		s.Line(class, x, y, x+width, y)
	}
}

// pauses cuts the lanes where time goes by, and says how much.
func (l *svgLanes) pauses() {
	last := 0.0
	for _, p := range l.axis.Pauses() {
		x, w := l.left+l.width(float64(p.Column)), l.width(pauseColumns)
		l.Rect("cut", x, l.top, w, float64(l.Y)-l.top)
		for _, side := range []float64{x, x + w} {
			d := fmt.Sprintf("M%.1f %.1f", side, l.top)
			for y, by := l.top, 3.0; y+6 < float64(l.Y); y, by = y+6, -by {
				d += fmt.Sprintf(" l%.1f 6", by)
			}
			l.Path("zigzag", d)
		}
		label := wording.Length(p.Length)
		if half := float64(utf8.RuneCountInString(label)) * svgSmall / 2; x+w/2-half > last {
			l.Anchored("middle", "pause", x+w/2, l.top-6, label)
			last = x + w/2 + half + 6
		}
	}
}

// arrows draws who made and woke whom. Of too many, every other is left out.
func (l *svgLanes) arrows() {
	ties := l.ties()
	each := max(1, len(ties)/svgTies)
	for n := 0; n < len(ties); n += each {
		e := l.p.Events[ties[n]]
		x, from, to := l.x(ties[n]), l.middle[e.From], l.middle[e.Lane]
		by := 9.0
		if to < from {
			by = -by
		}
		l.Line("arrow", x, from, x, to-by)
		l.Path("head", fmt.Sprintf("M%.1f %.1f l-4.5 %.1f h9 z", x, to, -by))
	}
}

// ends marks how lanes end.
func (l *svgLanes) ends() {
	for _, i := range l.lanes {
		lane := l.p.Lanes[i]
		if len(lane.Spans) == 0 {
			continue
		}
		x, y := l.x(lane.Spans[len(lane.Spans)-1].To), l.middle[i]
		switch {
		case lane.Fate == picture.Panicked:
			l.Path("bad", fmt.Sprintf("M%.1f %.1f l12 12 m0 -12 l-12 12", x-6, y-6))
		case lane.Fate == picture.Stuck:
			class := "bad"
			if rests(lane) {
				class = "idle"
			}
			l.Path(class, fmt.Sprintf("M%.1f %.1f l8 6 l-8 6", l.right, y-6))
		case lane.Fate == picture.Over:
			l.Line("end", x, y-8, x, y+8)
		case lane.Unanswered:
			l.severed("bad", x, y)
		case lane.Fate == picture.ByServer:
			l.severed("end", x, y)
		}
	}
}

// severed marks that a server has closed a connection.
func (l *svgLanes) severed(class string, x, y float64) {
	l.Path(class, fmt.Sprintf("M%.1f %.1f v16 m4 -16 v16", x-2, y-8))
}

// numbers puts those of the chief events on their lanes.
func (l *svgLanes) numbers() {
	last := map[int]float64{}
	for n, i := range l.chief {
		lane := l.p.Events[i].Lane
		x := l.x(i)
		if before, is := last[lane]; is {
			x = max(x, before+2*svgKnob+1)
		}
		last[lane] = x
		l.knob(x, l.middle[lane]-svgBar, n+1)
	}
}

func (l *svgLanes) knob(x, y float64, number int) {
	l.Circle("knob", x, y, svgKnob)
	l.Anchored("middle", "number", x, y+4, strconv.Itoa(number))
}

// legend says what is drawn.
func (l *svgLanes) legend() {
	l.Y += 14
	x := float64(svgMargin)
	sign := func(words string, draw func(x, y float64)) {
		width := 36 + float64(utf8.RuneCountInString(words))*svgLetter + 26
		if x+width > float64(l.Width-svgMargin)+26 {
			x, l.Y = svgMargin, l.Y+24
		}
		draw(x, float64(l.Y)+12)
		l.Text("rest", int(x)+36, l.Y+17, words)
		x += width
	}
	for _, s := range l.used() {
		sign(wording.State(s), func(x, y float64) { span(l.SVG, s, x, y, 28) })
	}
	draw := map[picture.Fate]func(x, y float64){
		picture.Over:     func(x, y float64) { l.Line("end", x+20, y-8, x+20, y+8) },
		picture.Panicked: func(x, y float64) { l.Path("bad", fmt.Sprintf("M%.1f %.1f l12 12 m0 -12 l-12 12", x+12, y-6)) },
		picture.ByServer: func(x, y float64) { l.severed("end", x+20, y) },
		picture.Stuck:    func(x, y float64) { l.Path("bad", fmt.Sprintf("M%.1f %.1f l8 6 l-8 6", x+16, y-6)) },
	}
	for _, f := range Fates() {
		if l.plan.ends(f) {
			sign(wording.Ends(f), draw[f])
		}
	}
	if len(l.ties()) > 0 {
		sign(tr.T("starts or wakes"), func(x, y float64) {
			l.Line("arrow", x+18, y-9, x+18, y+2)
			l.Path("head", fmt.Sprintf("M%.1f %.1f l-4.5 -9 h9 z", x+18, y+9))
		})
	}
	l.Y += 28
}
