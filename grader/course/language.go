package course

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// written is the language of a course that does not name one.
var written = language.English

// translated matches the files of a translation, and finds its language in their names.
var translated = regexp.MustCompile(`^(?:lesson\.(.+)\.md|(?:exercise|course)\.(.+)\.toml)$`)

// languageOf gives the language of a file of a translation. What does not spell a
// language as it is spelled everywhere, pt-BR, is another file.
func languageOf(name string) (language.Tag, bool) {
	m := translated.FindStringSubmatch(name)
	if m == nil {
		return language.Tag{}, false
	}
	tag, err := language.Parse(m[1] + m[2])
	return tag, err == nil && tag.String() == m[1]+m[2]
}

// Misnamed gives the files of an exercise that are named like those of a translation, and
// are not read, because no language is spelled like that: lesson.pt_BR.md. Each has the
// name that was meant, which is empty when nobody can know.
func (c *Course) Misnamed(id string) map[string]string {
	meant := map[string]string{}
	for _, name := range filesIn(c.ExerciseDir(id)) {
		m := translated.FindStringSubmatch(name)
		if _, ok := languageOf(name); m == nil || ok {
			continue
		}
		meant[name] = ""
		if tag, err := language.Parse(m[1] + m[2]); err == nil {
			kind, _, _ := strings.Cut(name, ".")
			meant[name] = kind + "." + tag.String() + path.Ext(name)
		}
	}
	return meant
}

// languagesIn gives the languages in which there is a translation in a folder, or the
// beginning of one.
func languagesIn(dir string) []language.Tag {
	found := map[string]language.Tag{}
	for _, name := range filesIn(dir) {
		if tag, ok := languageOf(name); ok {
			found[tag.String()] = tag
		}
	}
	var tags []language.Tag
	for _, name := range slices.Sorted(maps.Keys(found)) {
		tags = append(tags, found[name])
	}
	return tags
}

// filesIn names the files of a folder; none when it cannot be read, which is told
// elsewhere.
func filesIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

// language reads the language in which a course was written.
func (t *table) language() language.Tag {
	name := t.text("language")
	if name == "" {
		return written
	}
	tag, err := language.Parse(name)
	if err != nil {
		t.problem("language", "language is "+name+", which is the name of no language", `write one such as "en" or "pt-BR"`)
		return written
	}
	return tag
}

// LessonPaths are the Markdown files of a lesson, the one to read first. A page that it
// lacks is in the next; the last has all of them.
func (c *Course) LessonPaths(id string) []string {
	var paths []string
	for _, e := range c.Exercises {
		if e.ID == id {
			for _, tag := range e.reading {
				if file := filepath.Join(c.ExerciseDir(id), lessonFile(tag)); exists(file) {
					paths = append(paths, file)
				}
			}
		}
	}
	return append(paths, c.LessonPath(id))
}

func lessonFile(tag language.Tag) string   { return "lesson." + tag.String() + ".md" }
func exerciseFile(tag language.Tag) string { return "exercise." + tag.String() + ".toml" }
