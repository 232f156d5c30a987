package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/report"
)

//go:embed templates static
var files embed.FS

// functions are what templates have besides html/template's own, which escapes all that it
// is given for its place.
var functions = template.FuncMap{
	"line":  report.OneLine,
	"clip":  func(s string) string { return report.Clip(report.OneLine(s), 120) },
	"when":  func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04") + " UTC" },
	"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"short": short,
	"word":  func(v report.Verdict) string { return v.Word() },
	"glyph": glyph,
	"style": style,
}

// templates are the pages, each with the frame that all have.
var templates = func() map[string]*template.Template {
	frame := template.Must(template.New("frame").Funcs(functions).ParseFS(files, "templates/frame.gohtml"))
	pages := map[string]*template.Template{}
	for _, name := range []string{"login", "student", "verdict", "class", "problem"} {
		pages[name] = template.Must(template.Must(frame.Clone()).ParseFS(files, "templates/"+name+".gohtml"))
	}
	return pages
}()

// short is the number of an exercise, where its id begins with one: a column has little room.
func short(id string) string {
	if number, _, ok := strings.Cut(id, "_"); ok && number != "" {
		return number
	}
	return id
}

// glyph shows a verdict without colors.
func glyph(v report.Verdict) string {
	switch {
	case v == "":
		return "…"
	case v.Passed():
		return "✓"
	case v == report.NotRun:
		return "–"
	case v == report.GraderError || !v.Known():
		return "!"
	}
	return "✗"
}

// style is the class of a verdict in style.css.
func style(v report.Verdict) string {
	return map[string]string{"…": "none", "✓": "pass", "–": "none", "!": "odd", "✗": "fail"}[glyph(v)]
}

// A frame is what every page has.
type frame struct {
	Title  string
	Course string
	Person *store.Person // nil: nobody is logged in
	Live   bool          // the page keeps itself up to date
	Body   any
}

// show writes a page.
func (s *service) show(w http.ResponseWriter, status int, name string, f frame) error {
	f.Course = s.Course.Title
	var b bytes.Buffer
	if err := templates[name].ExecuteTemplate(&b, "frame.gohtml", f); err != nil {
		return fmt.Errorf("making the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // who has asked is gone when it fails
	return nil
}

// complain answers a browser why not.
func (s *service) complain(w http.ResponseWriter, _ *http.Request, err error) {
	p := s.problemOf(err)
	p.announce(w)
	if err := s.show(w, p.status, "problem", frame{Title: "Not granted", Body: p.text}); err != nil {
		s.Log.Error("a page could not be made", "error", err)
	}
}

// staticFiles are the style and the script.
func staticFiles() http.Handler {
	next := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "max-age=300")
		next.ServeHTTP(w, r)
	})
}

// home leads to the page that a person has.
func (s *service) home(w http.ResponseWriter, r *http.Request, p store.Person) error {
	to := "/mine"
	if p.Role == store.Instructor {
		to = "/class"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
