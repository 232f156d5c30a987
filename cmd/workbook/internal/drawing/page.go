package drawing

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// pageData is what the page's script knows. Sentences that come again are there once.
type pageData struct {
	Events [][6]int    `json:"events"` // sentence, lane, file (-1: none), line, column, 1 where another lane goes on
	X      []float64   `json:"x"`      // by event
	Said   []string    `json:"said"`
	Files  []pageFile  `json:"files"`
	Lanes  []pageLane  `json:"lanes"` // that are drawn
	Of     map[int]int `json:"of"`    // a lane's index among them
}

type pageFile struct {
	Name  string   `json:"name"`
	Lines []string `json:"lines"`
}

type pageLane struct {
	Name  string   `json:"name"`
	Y     float64  `json:"y"`
	Spans [][3]int `json:"spans"` // from, to, sentence
}

// HTML writes a picture as one page that loads nothing from elsewhere: the lanes, with a
// cursor that keys move from event to event.
func HTML(w io.Writer, p *picture.Picture) error {
	s := &canvas.SVG{Width: svgWidth, Margin: svgMargin, Y: 8}
	l := newSVGLanes(newPlan(p, svgMost), s)
	l.draw()
	bottom := s.Y
	l.legend()
	s.Line("cursor", 0, 0, 0, float64(bottom)) // the script finds it by its class
	data, err := json.Marshal(l.data())        // it escapes <, > and &
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{
		"Title": title(p), "Heading": p.Title, "About": strings.TrimSpace(p.Exercise + " " + p.Check + ". " + about(p)),
		"Message": report.Terminal(p.Message), "Said": l.said(), "Data": template.JS(data), //nolint:gosec // JSON that cannot end the script
		"SVG":  template.HTML(s.End(title(p), svgStyle)), //nolint:gosec // all its texts are escaped
		"Keys": tr.T("← → one event, [ ] to another goroutine, Home End"), "Count": len(p.Events),
		"NoScript": tr.T("Without scripts there is no cursor; what happened stands below."),
	})
}

// data is what the script needs.
func (l *svgLanes) data() pageData {
	d := pageData{Events: [][6]int{}, X: []float64{}, Of: map[int]int{}, Said: []string{}, Files: []pageFile{}, Lanes: []pageLane{}}
	known := map[string]int{}
	say := func(s string) int {
		if i, is := known[s]; is {
			return i
		}
		known[s] = len(d.Said)
		d.Said = append(d.Said, s)
		return known[s]
	}
	files := map[string]int{}
	for i, f := range l.p.Files {
		files[report.OneLine(f.Name)] = i
		d.Files = append(d.Files, pageFile{report.OneLine(f.Name), strings.Split(report.Terminal(f.Text), "\n")})
	}
	goes := -1
	for i, e := range l.p.Events {
		file, is := files[e.File]
		if !is {
			file = -1
		}
		another := 0
		if e.Kind == picture.GoesOn && e.Lane != goes {
			another, goes = 1, e.Lane
		}
		d.Events = append(d.Events, [6]int{say(wording.Told(l.p, i)), e.Lane, file, e.Line, e.Column, another})
		d.X = append(d.X, float64(int(l.x(i)*10))/10)
	}
	for n, i := range l.lanes {
		lane := pageLane{Name: wording.Name(l.p, i), Y: l.middle[i], Spans: [][3]int{}}
		for _, s := range l.p.Lanes[i].Spans {
			lane.Spans = append(lane.Spans, [3]int{s.From, s.To, say(wording.Does(s))})
		}
		d.Lanes = append(d.Lanes, lane)
		d.Of[i] = n
	}
	return d
}
