package release

import (
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"workbook/cmd/internal/tr"
)

// outline is what a course.toml says of exercises.
type outline struct {
	Chapters []struct {
		Title     string   `toml:"title"`
		Exercises []string `toml:"exercises"`
	} `toml:"chapters"`
}

// keepExercises takes the exercises that are not chosen out of a course.toml, and
// chapters that have none left. Everything else stays as it was written, comments too.
func keepExercises(doc string, chosen func(id string) bool) (string, error) {
	var before outline
	if _, err := toml.Decode(doc, &before); err != nil {
		return "", tr.Errorf("reading %s: %w", outlineFile, err)
	}
	s := scanOutline(doc)
	var cuts []span
	for i, section := range s.sections {
		list := s.within(section)
		dropped := 0
		for _, id := range list {
			if !chosen(id.text) {
				cuts = append(cuts, elementAt(doc, id.span))
				dropped++
			}
		}
		if i > 0 && len(list) > 0 && dropped == len(list) {
			cuts = append(cuts, section)
		}
	}
	text := strings.TrimRight(cut(doc, cuts), "\n") + "\n"
	var after outline
	if _, err := toml.Decode(text, &after); err != nil {
		return "", rewriting(err)
	}
	want, got := chosenOf(before, chosen), chosenOf(after, func(string) bool { return true })
	if !slices.EqualFunc(want, got, slices.Equal) {
		return "", rewriting(tr.Errorf("it would list %q instead of %q", got, want))
	}
	return text, nil
}

func rewriting(err error) error {
	return tr.Errorf("%s cannot be written for the chosen exercises (write `exercises = [\"02_spawned\", …]` in each [[chapters]]): %w", outlineFile, err)
}

// chosenOf are the titles of chapters, each with its exercises.
func chosenOf(o outline, chosen func(string) bool) [][]string {
	var list [][]string
	for _, c := range o.Chapters {
		ids := slices.DeleteFunc(slices.Clone(c.Exercises), func(id string) bool { return !chosen(id) })
		if len(ids) > 0 {
			list = append(list, append([]string{c.Title}, ids...))
		}
	}
	return list
}

// A span is a part of a document.
type span struct{ start, end int }

// cut takes parts out of a document. They may overlap.
func cut(doc string, parts []span) string {
	slices.SortFunc(parts, func(a, b span) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, p := range parts {
		if p.start > at {
			b.WriteString(doc[at:p.start])
		}
		at = max(at, p.end)
	}
	return b.String() + doc[at:]
}

// elementAt widens the span of a text in an array to its comma, and to its line when it
// has one for itself.
func elementAt(doc string, s span) span {
	lineStart := strings.LastIndexByte(doc[:s.start], '\n') + 1
	end := skip(doc, s.end, " \t")
	comma := end < len(doc) && doc[end] == ','
	if comma {
		end = skip(doc, end+1, " \t")
	}
	if strings.TrimSpace(doc[lineStart:s.start]) == "" && end < len(doc) && (doc[end] == '\n' || doc[end] == '\r' || doc[end] == '#') {
		if i := strings.IndexByte(doc[end:], '\n'); i >= 0 {
			return span{lineStart, end + i + 1}
		}
	}
	if before := strings.TrimRight(doc[:s.start], " \t"); !comma && strings.HasSuffix(before, ",") {
		return span{len(before) - 1, s.end} // the last one
	}
	return span{s.start, end}
}

func skip(doc string, at int, set string) int {
	for at < len(doc) && strings.IndexByte(set, doc[at]) >= 0 {
		at++
	}
	return at
}
