package lesson_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/lesson"
)

// styled writes a line with the name of every style but plain.
func styled(l lesson.Line) string {
	var sb strings.Builder
	for _, s := range l {
		if s.Style == lesson.Plain {
			sb.WriteString(s.Text)
		} else {
			fmt.Fprintf(&sb, "‹%s:%s›", s.Style, s.Text)
		}
	}
	return sb.String()
}

func TestRender(t *testing.T) {
	l, err := lesson.Load("testdata/tour.md")
	require.NoError(t, err)
	for _, width := range []int{40, 80} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			var sb strings.Builder
			for i, p := range l.Pages {
				fmt.Fprintf(&sb, "==== page %d %q from line %d\n", i+1, p.Title, p.Line)
				for _, line := range lesson.Render(p, width) {
					sb.WriteString(line.String() + "\n")
				}
			}
			golden.RequireEqual(t, sb.String())
		})
	}
	t.Run("styles", func(t *testing.T) {
		var sb strings.Builder
		for _, line := range lesson.Render(l.Pages[0], 60) {
			sb.WriteString(styled(line) + "\n")
		}
		golden.RequireEqual(t, sb.String())
	})
}

func TestPages(t *testing.T) {
	for _, tc := range []struct {
		name, src string
		titles    []string
		lines     []int
	}{
		{"one", "# A\n", []string{"A"}, []int{1}},
		{"two", "# A\n\n---\n\n# B\n", []string{"A", "B"}, []int{1, 4}},
		{"no blank line needed", "text\n---\nmore\n", []string{"", ""}, []int{1, 3}},
		{"empty pages are dropped", "---\n# A\n---\n\n---\n# B\n---\n", []string{"A", "B"}, []int{2, 6}},
		{"a fence hides the mark", "```\n---\n```\n---\n# B", []string{"", "B"}, []int{1, 5}},
		{"so does a longer fence", "````\n```\n---\n````\n---\n# B", []string{"", "B"}, []int{1, 6}},
		{"and one of tildes", "~~~\n---\n~~~\n---\n# B", []string{"", "B"}, []int{1, 5}},
		{"and one in a list", "- x\n  ```\n  y\n  ```\n---\n# B", []string{"", "B"}, []int{1, 6}},
		{"Windows line ends", "# A\r\n---\r\n# B\r\n", []string{"A", "B"}, []int{1, 3}},
		{"nothing", " \n---\n", nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var titles []string
			var lines []int
			for _, p := range lesson.Parse([]byte(tc.src)).Pages {
				titles, lines = append(titles, p.Title), append(lines, p.Line)
			}
			require.Equal(t, tc.titles, titles)
			require.Equal(t, tc.lines, lines)
		})
	}
}

func TestSnippet(t *testing.T) {
	src := "---\n# A\n\n```go\n// snippet: body\nx := 1\n```\n\n> ```go\n> y\n> ```\n\n- ```console\n  // snippet: shown\n  ```\n"
	var got []lesson.CodeBlock
	for b := range lesson.Parse([]byte(src)).CodeBlocks() {
		got = append(got, b)
	}
	require.Equal(t, []lesson.CodeBlock{
		{Lang: "go", Snippet: "body", Text: "x := 1\n", Line: 6},
		{Lang: "go", Text: "y\n", Line: 10},
		{Lang: "console", Text: "// snippet: shown\n", Line: 14},
	}, got)
}

// What a lesson says must not steer the terminal, however it is spelled.
func TestHarmless(t *testing.T) {
	src := "a\x1b[2J &#27;[31m `\x1b]0;t\a` \u202e\n\n    code \x9b1m\n\n[x](http://\x1b&#7;) <b\x1b>\n\n|\x1bh|\n|-|\n|c|\n\xff\xfe"
	for _, p := range lesson.Parse([]byte(src)).Pages {
		for _, l := range lesson.Render(p, 40) {
			for _, r := range l.String() {
				require.Falsef(t, unicode.IsControl(r) || r == '\u202e', "%q in %q", r, l.String())
			}
		}
	}
}

func TestLoadErrors(t *testing.T) {
	dir := t.TempDir()
	_, err := lesson.Load(filepath.Join(dir, "lesson.md"))
	require.ErrorIs(t, err, os.ErrNotExist)

	empty := filepath.Join(dir, "empty.md")
	require.NoError(t, os.WriteFile(empty, []byte("\n---\n"), 0o644))
	_, err = lesson.Load(empty)
	require.ErrorIs(t, err, lesson.ErrEmpty)
	require.ErrorContains(t, err, empty)

	large := filepath.Join(dir, "large.md")
	require.NoError(t, os.WriteFile(large, make([]byte, lesson.MaxSize+1), 0o644))
	_, err = lesson.Load(large)
	require.ErrorContains(t, err, "larger than 1024 KiB")
}

func TestMarked(t *testing.T) {
	src := "# `a`\n\n- `b` c\n\n> *d* `e`\n\n| `f` |\n|---|\n| `g` |\n\n```go\nh\n```\n"
	page := lesson.Parse([]byte(src)).Pages[0]
	var got []string
	for _, l := range lesson.Render(page.Marked(), 40) {
		got = append(got, l.String())
	}
	require.Equal(t, []string{"`a`", "", "• `b` c", "", "│ d `e`", "", "`f`", "───", "`g`", "", "  h"}, got)
	require.Equal(t, "a", lesson.Render(page, 40)[0].String(), "the page itself stays as it was")
}

func TestFold(t *testing.T) {
	line := lesson.Line{
		{Text: "    ", Style: lesson.CodeText}, {Text: "func", Style: lesson.Keyword},
		{Text: " Spawn(ctx context.Context, f func() error) *Handle", Style: lesson.CodeText},
	}
	for width, want := range map[int]string{
		99: "    func Spawn(ctx context.Context, f func() error) *Handle",
		40: "    func Spawn(ctx context.Context, f\n    ↳ func() error) *Handle",
		31: "    func Spawn(ctx\n    ↳ context.Context, f func()\n    ↳ error) *Handle",
		20: "    func Spawn(ctx\n  ↳ context.Context,\n  ↳ f func() error)\n  ↳ *Handle",
		0:  "    func Spawn(ctx context.Context, f func() error) *Handle",
	} {
		require.Equal(t, want, folded(line, width), "at %d columns", width)
	}
	require.Equal(t, "日本\n語", folded(lesson.Line{{Text: "日本語"}}, 4), "no room for a mark")
	require.Equal(t, "aaaaaa\n↳ aaaa\n↳ aa", folded(lesson.Line{{Text: strings.Repeat("a", 12)}}, 6))
}

func folded(l lesson.Line, width int) string {
	var out []string
	for _, part := range l.Fold(width) {
		out = append(out, part.String())
	}
	return strings.Join(out, "\n")
}

func FuzzRender(f *testing.F) {
	tour, err := os.ReadFile("testdata/tour.md")
	require.NoError(f, err)
	f.Add(tour, 40)
	f.Add([]byte(strings.Repeat("> ", 50)+"deep\n"+strings.Repeat("- ", 50)+"deep"), 20)
	f.Add([]byte("|a|b|\n|-|-|\n|"+strings.Repeat("x", 500)+"|y|\n"), 30)
	f.Add([]byte("☺**\ufe0f** 日本語 &#8203; 👩\u200d👩 é"), 20)
	f.Add([]byte("```go\n// snippet: x\n\"unfinished\n`raw\n\tx\n/* y\n```"), 20)
	f.Fuzz(func(t *testing.T, src []byte, width int) {
		width = min(width, 500)
		for _, p := range lesson.Parse(src).Pages {
			for _, l := range lesson.Render(p, width) {
				if limit := max(width, lesson.MinWidth); !l.IsCode() && l.Width() > limit {
					t.Errorf("%d columns on a screen of %d: %q", l.Width(), limit, l.String())
				}
				for _, r := range l.String() {
					if unicode.IsControl(r) {
						t.Errorf("control character %q in %q", r, l.String())
					}
				}
				for _, part := range l.Fold(width) {
					if limit := max(width, 2); width > 0 && part.Width() > limit { // a wide character always fits
						t.Errorf("folded to %d columns on a screen of %d: %q", part.Width(), width, part.String())
					}
				}
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	src, err := os.ReadFile("testdata/tour.md")
	require.NoError(b, err)
	for b.Loop() {
		lesson.Parse(src)
	}
}

func BenchmarkRender(b *testing.B) {
	l, err := lesson.Load("testdata/tour.md")
	require.NoError(b, err)
	for b.Loop() {
		lesson.Render(l.Pages[0], 80)
	}
}

func TestLoadTranslation(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	written := file("lesson.md", "# One\n---\n# The task: first\n---\n# The task: second\n---\n# The tasks of others\n")
	titles := func(l lesson.Lesson) (titles []string, tasks []int) {
		for i, p := range l.Pages {
			titles = append(titles, p.Title)
			if p.Task {
				tasks = append(tasks, i)
			}
		}
		return titles, tasks
	}
	for _, tc := range []struct {
		name  string
		paths []string
		want  []string
	}{
		{"as it was written", []string{written}, []string{"One", "The task: first", "The task: second", "The tasks of others"}},
		{"a page is blank, and the last is missing", []string{file("lesson.de.md", "# Eins\n---\n\n---\n# Die Aufgabe\n"), written},
			[]string{"Eins", "The task: first", "Die Aufgabe", "The tasks of others"}},
		{"one translation after the other", []string{file("lesson.pt-BR.md", "---\n# Tarefa (BR)\n"), file("lesson.pt.md", "# Um\n---\n# Tarefa\n"), written},
			[]string{"Um", "Tarefa (BR)", "The task: second", "The tasks of others"}},
		{"pages that nobody wrote are left out", []string{file("lesson.fr.md", "\n---\n---\n---\n---\n# Cinq\n"), written},
			[]string{"One", "The task: first", "The task: second", "The tasks of others"}},
	} {
		l, err := lesson.Load(tc.paths...)
		require.NoError(t, err, tc.name)
		got, tasks := titles(l)
		require.Equal(t, tc.want, got, tc.name)
		require.Equal(t, []int{1, 2}, tasks, "%s: a translation has its task where it was written", tc.name)
	}
	_, err := lesson.Load(filepath.Join(dir, "lesson.es.md"), written)
	require.ErrorContains(t, err, "lesson.es.md")
}
