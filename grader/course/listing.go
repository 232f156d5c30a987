package course

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"workbook/grader/atomicfile"
)

// AddExercise lists an exercise as the last of a chapter, which is counted from 0, in
// course.toml. All else in the file stays as it is: the comments, the order, the way in
// which it is written.
func (c *Course) AddExercise(chapter int, id string) error {
	file := filepath.Join(c.Root, filepath.FromSlash(courseFile))
	doc, err := readLimited(file, maxTOML)
	if err != nil {
		return fmt.Errorf("listing %s in %s: %w", id, courseFile, err)
	}
	longer, err := withExercise(string(doc), chapter, id)
	if err != nil {
		return fmt.Errorf("listing %s in %s: %w", id, courseFile, err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("listing %s in %s: %w", id, courseFile, err)
	}
	if err := atomicfile.WriteMode(file, []byte(longer), info.Mode().Perm()); err != nil {
		return fmt.Errorf("listing %s in %s: %w", id, courseFile, err)
	}
	return nil
}

// withExercise is the text of a course.toml with one more exercise in a chapter.
func withExercise(doc string, chapter int, id string) (string, error) {
	path := keyPath(itemPath(keyPath("", "chapters"), chapter), "exercises")
	array, ok := scan(doc).arrays[path]
	if !ok {
		return "", fmt.Errorf("chapter %d has no exercises = [...] to add to", chapter+1)
	}
	longer := appended(doc, array, fmt.Sprintf("%q", id))
	if err := addsOnly(doc, longer, chapter, id); err != nil {
		return "", err
	}
	return longer, nil
}

// appended puts an element at the end of an array: on the line of the last one, or on
// a line of its own when the closing bracket has one.
func appended(doc string, array span, element string) string {
	behind := doc[array.last:array.close]
	newline := strings.IndexByte(behind, '\n')
	switch {
	case array.empty:
		return doc[:array.close] + element + doc[array.close:]
	case newline < 0:
		return doc[:array.last] + ", " + element + doc[array.last:]
	}
	line := doc[strings.LastIndexByte(doc[:array.last], '\n')+1:]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	end := array.last + newline // of the last element's line, and of the comment on it
	ending := "\n"
	if strings.HasSuffix(doc[:end], "\r") {
		ending = "\r\n"
		end--
	}
	rest := doc[array.last:end]
	if strings.HasPrefix(strings.TrimLeft(rest, " \t"), ",") {
		return doc[:end] + ending + indent + element + "," + doc[end:]
	}
	return doc[:array.last] + "," + rest + ending + indent + element + doc[end:]
}

// addsOnly reads both texts, and says so when they differ in more than one exercise.
func addsOnly(before, after string, chapter int, id string) error {
	type outline struct {
		Chapters []Chapter `toml:"chapters"`
	}
	var was, is outline
	if _, err := toml.Decode(before, &was); err != nil {
		return fmt.Errorf("it is not valid TOML: %w", err)
	}
	_, err := toml.Decode(after, &is)
	if err == nil && chapter < len(was.Chapters) {
		was.Chapters[chapter].Exercises = append(slices.Clone(was.Chapters[chapter].Exercises), id)
		if reflect.DeepEqual(was, is) {
			return nil
		}
	}
	return fmt.Errorf("the list of chapter %d is written in a way that cannot be added to; write %q there yourself", chapter+1, id)
}

// A NoChapterError says that a course has no chapter of that name, or more than one that it
// could mean.
type NoChapterError struct {
	Name   string
	Titles []string // of the chapters that there are
}

func (e *NoChapterError) Error() string {
	return fmt.Sprintf("there is no chapter %q; the chapters are %s", e.Name, strings.Join(e.Titles, ", "))
}

// FindChapter finds a chapter by its title, by its number from 1, or by the beginning of
// its title as long as that is the beginning of one only. An empty name means the last. The
// error is a [*NoChapterError].
func (c *Course) FindChapter(name string) (index int, err error) {
	asked := strings.ToLower(strings.TrimSpace(name))
	if asked == "" && len(c.Chapters) > 0 {
		return len(c.Chapters) - 1, nil
	}
	var near []int
	for i, ch := range c.Chapters {
		title := strings.ToLower(ch.Title)
		if title == asked || fmt.Sprint(i+1) == asked {
			return i, nil
		}
		if strings.HasPrefix(title, asked) {
			near = append(near, i)
		}
	}
	if len(near) == 1 {
		return near[0], nil
	}
	var titles []string
	for _, ch := range c.Chapters {
		titles = append(titles, fmt.Sprintf("%q", ch.Title))
	}
	return 0, &NoChapterError{name, titles}
}
