package main

import (
	"context"
	"io"
	"os"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/picture"
)

// drawTrace runs a check and draws the run.
func (s *session) drawTrace(ctx context.Context, d *desk, e *course.Exercise, flags traceFlags) error {
	var p *picture.Picture
	err := s.traced(ctx, d, e, flags, func(g *grader.Grader, sub grader.Submission) (err error) {
		p, err = g.Picture(ctx, sub, flags.check, flags.schedule, flags.source)
		return err
	})
	if err != nil {
		return err
	}
	if p.Source == picture.Steps {
		s.unfound(p.Verdict, flags)
	}
	return s.writeTo(flags.output, func(w io.Writer) error { return s.drawn(w, p, flags) })
}

// drawn writes a picture.
func (s *session) drawn(w io.Writer, p *picture.Picture, flags traceFlags) error {
	switch flags.format {
	case tracePicture:
		return writeJSON(w, p)
	case tracePerfetto:
		return drawing.Perfetto(w, p)
	case traceHTML:
		return drawing.HTML(w, p)
	case traceSVG:
		_, err := io.WriteString(w, drawing.SVG(p))
		return err
	}
	look := drawing.Look{Width: plainWidth, Spoken: s.out.spoken, ASCII: os.Getenv("TERM") == "dumb"}
	if flags.output == "" || flags.output == "-" {
		look.Width, look.Paint = s.out.columns(), s.paintRun
	}
	_, err := io.WriteString(w, drawing.Text(p, look))
	return err
}

// runColors are those that other output has.
var runColors = map[drawing.Style]string{
	drawing.Heading: bold, drawing.Aside: dim, drawing.Bad: red, drawing.Cut: dim, drawing.Arrow: "35",
	drawing.Runs: "34", drawing.Ready: "34", drawing.Waits: dim, drawing.Queues: yellow, drawing.Asks: yellow,
	drawing.Idle: dim, drawing.Works: green, drawing.Opens: dim,
}

func (s *session) paintRun(style drawing.Style, text string) string {
	return s.out.paint(runColors[style], text)
}
