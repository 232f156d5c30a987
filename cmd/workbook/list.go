package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/report"
)

// listSchema names the JSON form of the list. It changes when a field changes
// its meaning or goes away; new fields do not change it.
const listSchema = "workbook.list/v1"

type listing struct {
	Schema    string   `json:"schema"`
	Title     string   `json:"title"` // of the course
	Passed    int      `json:"passed"`
	Points    int      `json:"points"`
	MaxPoints int      `json:"max_points"`
	Next      string   `json:"next,omitempty"` // id of the next step; absent when all are passed
	Exercises []listed `json:"exercises"`
	Drafts    []draft  `json:"drafts,omitempty"`
}

// A draft is an exercise that cannot be used, and why.
type draft struct {
	ID       string         `json:"id"`
	Title    string         `json:"title,omitempty"`
	Chapter  string         `json:"chapter,omitempty"`
	Problems []draftProblem `json:"problems"`
}

type draftProblem struct {
	File    string `json:"file"` // relative to the course
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

type listed struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Chapter   string         `json:"chapter"`
	Summary   string         `json:"summary"`
	State     progress.State `json:"state"`             // untouched, failing, passed or regressed, when it was graded last
	Changed   bool           `json:"changed,omitempty"` // since then: an untouched one was edited, or it is not what passed
	Points    int            `json:"points"`            // the best so far
	MaxPoints int            `json:"max_points"`
	Attempts  int            `json:"attempts"`
	History   []progress.Try `json:"history,omitempty"` // the last attempts, the oldest first
	Hints     int            `json:"hints"`             // there are
	HintsSeen int            `json:"hints_seen"`
	Files     []string       `json:"files"` // to edit, relative to the course
}

func listCommand(s *session) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: tr.T("Show the exercises and how far you are"),
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := s.open(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return s.out.json(d.listing(cmd.Context()))
			}
			s.list(cmd.Context(), d)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, tr.T("as JSON, schema %s", listSchema))
	return cmd
}

func (d *desk) listing(ctx context.Context) listing {
	score := d.score()
	l := listing{
		Schema: listSchema, Title: d.Title, Exercises: []listed{},
		Passed: score.Passed, Points: score.Points, MaxPoints: score.MaxPoints,
	}
	if e := d.next(); e != nil {
		l.Next = e.ID
	}
	d.each(func(ch course.Chapter, e *course.Exercise) {
		entry := d.progress.Entry(e.ID)
		files := make([]string, len(e.Files))
		for i, f := range e.Files {
			files[i] = "exercises/" + e.ID + "/" + f
		}
		l.Exercises = append(l.Exercises, listed{
			ID: e.ID, Title: e.Title, Chapter: ch.Title, Summary: e.Summary,
			State: entry.State(), Changed: d.changed(ctx, e), Points: min(entry.Points, e.Points()), MaxPoints: e.Points(),
			Attempts: entry.Attempts, History: entry.History, Hints: len(e.Hints), HintsSeen: min(entry.Hints, len(e.Hints)), Files: files,
		})
	})
	for _, d := range d.Drafts {
		out := draft{ID: d.ID, Title: d.Title, Chapter: d.Chapter}
		for _, p := range d.Problems {
			out.Problems = append(out.Problems, draftProblem(p))
		}
		l.Drafts = append(l.Drafts, out)
	}
	return l
}

// each calls f for every exercise, in order, with its chapter.
func (d *desk) each(f func(course.Chapter, *course.Exercise)) {
	for _, ch := range d.Chapters {
		for _, id := range ch.Exercises {
			if e, err := d.Exercise(id); err == nil {
				f(ch, e)
			}
		}
	}
}

var stateColors = map[progress.State]string{
	progress.Untouched: dim, progress.Failing: yellow, progress.Passed: green, progress.Regressed: red, changed: yellow,
}

func (s *session) list(ctx context.Context, d *desk) {
	widest, title := 0, 0
	for _, e := range d.Exercises {
		widest, title = max(widest, len(e.ID)), max(title, ansi.StringWidth(report.OneLine(e.Title)))
	}
	words := max(9, study.StandingWidth(), utf8.RuneCountInString(tr.Text(string(edited))))
	before := 2 + widest + 2 + words + 2 + 7 + 2 // columns before the title
	chapter := ""
	d.each(func(ch course.Chapter, e *course.Exercise) {
		if ch.Title != chapter {
			if chapter != "" {
				s.out.printf("\n")
			}
			s.out.printf("%s\n", s.out.paint(bold, report.OneLine(ch.Title)))
			chapter = ch.Title
		}
		entry := d.progress.Entry(e.ID)
		state := d.state(ctx, e)
		line := fmt.Sprintf("  %-*s  %s  %7s  %s", widest, e.ID,
			s.out.paint(stateColors[state], fmt.Sprintf("%-*s", words, tr.Text(string(state)))),
			fmt.Sprintf("%d/%d", min(entry.Points, e.Points()), e.Points()), report.OneLine(e.Title))
		line += s.out.paint(dim, s.tries(entry, e.Points(), ansi.StringWidth(line), before+title))
		s.out.printf("%s\n", line)
	})
	s.drafts(d.Drafts)
	s.out.printf("\n%s\n", tr.Count(d.score()))
}

// tries says how often an exercise was tried, and draws for a person how it went, behind a
// line of so many columns and not before a column of its own. One try is no news, and what
// does not fit on the screen is left out.
func (s *session) tries(entry progress.Entry, points, line, column int) string {
	const columns = 12
	if entry.Attempts < 2 {
		return ""
	}
	words := strings.Repeat(" ", max(0, column-line)) + "  " + tr.T("%2d tries", entry.Attempts)
	if !s.out.terminal {
		return words
	}
	room := s.out.width() - line
	if spark := progress.Sparkline(entry.History, points, columns); spark != "" && ansi.StringWidth(words)+2+columns <= room {
		words += "  " + spark
	}
	if ansi.StringWidth(words) > room {
		return ""
	}
	return words
}

// drafts lists the exercises that cannot be used, and why.
func (s *session) drafts(drafts []course.Draft) {
	if len(drafts) == 0 {
		return
	}
	s.out.printf("\n%s\n", s.out.paint(bold, tr.T("Drafts")))
	for _, d := range drafts {
		s.out.printf("  %s\n", strings.TrimRight(d.ID+"  "+s.out.paint(yellow, tr.T("draft"))+"  "+report.OneLine(d.Title), " "))
		for _, p := range d.Problems {
			s.out.printf("%s\n", s.out.wrap(4, p.String()))
		}
	}
	s.out.printf("  %s\n", guide())
}
