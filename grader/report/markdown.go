package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes r in GitHub's Markdown: a table of the exercises, and under it
// for each that did not pass what there is to say. Nothing of a submission is
// Markdown, HTML or a link in it.
func WriteMarkdown(w io.Writer, r *Report) error {
	r = r.orEmpty()
	var b bytes.Buffer
	fmt.Fprintf(&b, "## %s\n\n", r.Count())
	if len(r.Exercises) > 0 {
		b.WriteString("| | Exercise | Verdict | Points |\n|---|---|---|---:|\n")
	}
	for i := range r.Exercises {
		e := &r.Exercises[i]
		fmt.Fprintf(&b, "| %s | %s %s | %s | %d / %d |\n", mark(e.Verdict), md(e.about()), md(e.Title), e.Verdict.Word(), e.Points, e.MaxPoints)
	}
	for i := range r.Exercises {
		if e := &r.Exercises[i]; !e.Verdict.Passed() {
			markdownOf(&b, e)
		}
	}
	for _, c := range r.circumstances() {
		if s := line(c.isolation); s != "" {
			fmt.Fprintf(&b, "\n<sub>Isolation: %s; seed %d</sub>\n", md(s), c.seed)
		}
	}
	if _, err := io.WriteString(w, logCommands.Replace(b.String())); err != nil {
		return fmt.Errorf("writing the report as Markdown: %w", err)
	}
	return nil
}

func markdownOf(b *bytes.Buffer, e *Exercise) {
	fmt.Fprintf(b, "\n### %s %s: %s\n\n", md(e.about()), md(e.Title), e.Verdict.Word())
	for _, f := range e.findings() {
		if f.level == notice {
			continue
		}
		fmt.Fprintf(b, "- **%s**", md(f.what))
		if at := place(f.file, f.line, f.column); at != "" {
			fmt.Fprintf(b, " at `%s`", strings.ReplaceAll(at, "`", "'"))
		}
		b.WriteString("\n\n")
		first, rest, _ := strings.Cut(text(f.message), "\n")
		fmt.Fprintf(b, "  %s\n", md(first))
		if rest != "" {
			fmt.Fprintf(b, "\n  %s\n", fenced(rest, "  "))
		}
	}
	if n := e.ChecksWith(NotRun); n > 0 {
		fmt.Fprintf(b, "- %s not run\n", plural(n, "check"))
	}
}

// mark shows a verdict at a glance; the word beside it says it.
func mark(v Verdict) string {
	switch {
	case v.Passed():
		return "✅"
	case v == NotRun:
		return "➖"
	case v == GraderError || !v.Known():
		return "⚠️"
	}
	return "❌"
}

// mdEscaper takes the meaning from what means something within a line of Markdown. What
// is harmless there (points, dashes, round brackets without square ones) stays.
var mdEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "{", `\{`, "}", `\}`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "#", `\#`, ">", `\>`,
	"<", "&lt;", "&", "&amp;",
	"@", "@\u200b", // or it calls somebody of that name
	"://", "\u200b://", "www.", "www\u200b.", // or it becomes a link
	"$", `\$`, // or mathematics
)

// md is s on one line, with no meaning but its own.
func md(s string) string { return mdEscaper.Replace(line(s)) }

// fenced is s as a block of code, each line indented.
func fenced(s, indent string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + "\n" + indent + strings.ReplaceAll(s, "\n", "\n"+indent) + "\n" + indent + fence
}
