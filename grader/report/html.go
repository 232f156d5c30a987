package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
)

// htmlStyle is the page's: light or dark as the reader's, and fit for paper.
const htmlStyle = `:root { color-scheme: light dark; --edge: #8884; --bad: #b3261e; --good: #1b7a3d; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7bd88f; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--edge); }
td.points, th.points { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
section { border: 1px solid var(--edge); border-radius: .5rem; padding: .25rem 1rem 1rem; margin: 1.5rem 0; break-inside: avoid-page; }
.pass { color: var(--good); } .bad { color: var(--bad); }
.message { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0 .75rem; }
code { overflow-wrap: anywhere; }
footer { color: #777; font-size: .85rem; }
@media print { body { margin: 0; max-width: none; } }
`

// WriteHTML writes r as one page of HTML, which loads nothing, runs nothing, and can be
// printed.
//
// It is written by hand: hidden tests are linked with this package, and html/template
// would come along. Whatever is not a constant is escaped, and stands between tags.
func WriteHTML(w io.Writer, r *Report) error {
	r = r.orEmpty()
	var b bytes.Buffer
	title := html.EscapeString(r.Count().String())
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>workbook: %s</title>\n"+
		"<style>\n%s</style>\n</head>\n<body>\n<h1>%s</h1>\n", title, htmlStyle, title)
	htmlTable(&b, "Exercise", len(r.Exercises), func(i int) (string, Verdict, int, int) {
		e := &r.Exercises[i]
		return fmt.Sprintf("<a href=\"#e%d\">%s</a> %s", i, htmlLine(e.about()), htmlLine(e.Title)), e.Verdict, e.Points, e.MaxPoints
	})
	for i := range r.Exercises {
		htmlExercise(&b, i, &r.Exercises[i])
	}
	if s := r.isolation(); s != "" {
		fmt.Fprintf(&b, "<footer>Isolation: %s</footer>\n", htmlLine(s))
	}
	b.WriteString("</body>\n</html>\n")
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the report as HTML: %w", err)
	}
	return nil
}

func htmlExercise(b *bytes.Buffer, i int, e *Exercise) {
	fmt.Fprintf(b, "<section id=\"e%d\">\n<h2>%s %s: <span class=\"%s\">%s</span></h2>\n",
		i, htmlLine(e.about()), htmlLine(e.Title), htmlClass(e.Verdict), e.Verdict.Word())
	for _, f := range e.findings() {
		fmt.Fprintf(b, "<h3>%s%s</h3>\n", htmlLine(f.what), map[level]string{warning: " (not required)", notice: " (left out)"}[f.level])
		if at := place(f.file, f.line, f.column); at != "" {
			fmt.Fprintf(b, "<div>at <code>%s</code></div>\n", html.EscapeString(at))
		}
		fmt.Fprintf(b, "<div class=\"message\">%s</div>\n", html.EscapeString(text(f.message)))
	}
	htmlTable(b, "Check", len(e.Checks), func(i int) (string, Verdict, int, int) {
		c := e.Checks[i]
		return html.EscapeString(c.heading()), c.Verdict, c.Points, c.MaxPoints
	})
	if at := e.when(); at != "" {
		fmt.Fprintf(b, "<p><small>Graded %s", at)
		for _, s := range []string{e.Course, e.Go} {
			if s != "" {
				fmt.Fprintf(b, ", %s", htmlLine(s))
			}
		}
		fmt.Fprintf(b, ", seed %d</small></p>\n", e.Seed)
	}
	b.WriteString("</section>\n")
}

// htmlTable writes a table of verdicts. What row gives first is HTML already.
func htmlTable(b *bytes.Buffer, what string, n int, row func(i int) (name string, v Verdict, points, most int)) {
	fmt.Fprintf(b, "<table>\n<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"points\">Points</th></tr></thead>\n<tbody>\n", what)
	for i := range n {
		name, v, points, most := row(i)
		fmt.Fprintf(b, "<tr><td>%s</td><td class=\"%s\">%s %s</td><td class=\"points\">%d / %d</td></tr>\n", name, htmlClass(v), htmlMark(v), v.Word(), points, most)
	}
	b.WriteString("</tbody>\n</table>\n")
}

// htmlMark is a verdict's sign in characters that any font has: not every machine has one
// with emoji.
func htmlMark(v Verdict) string {
	switch {
	case v.Passed():
		return "✓"
	case v == NotRun:
		return "–"
	case v == GraderError || !v.Known():
		return "!"
	}
	return "✗"
}

func htmlClass(v Verdict) string {
	switch {
	case v.Passed():
		return "pass"
	case v == NotRun:
		return "untried"
	}
	return "bad"
}

func htmlLine(s string) string { return html.EscapeString(line(s)) }
