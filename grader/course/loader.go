package course

import (
	"fmt"
	"path/filepath"
	"strings"
)

// loader is the state of one Load.
type loader struct {
	collector
	course   *Course
	chapters map[string]string  // titles, by the exercises that they list
	places   map[Problem]string // exercises, by their problems in course.toml
	tables   map[string]*table  // exercise.toml by id, for the positions in it

	// What is not known of a course, because a key is missing or wrong, is not held
	// against the rest of it: one mistake is one problem.
	vague map[string]bool // exercises, by id, whose checks are not all known by name
	gaps  bool            // a chapter does not say what is in it
}

func newLoader(root string) (*loader, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("loading the course in %s: %w", root, err)
	}
	return &loader{
		course: &Course{Root: abs}, chapters: map[string]string{}, places: map[Problem]string{},
		tables: map[string]*table{}, vague: map[string]bool{},
	}, nil
}

// draft notes a problem that stands in course.toml and is one of an exercise.
func (l *loader) draft(id string, line int, message, fix string) {
	l.add(courseFile, line, message, fix)
	l.places[l.problems[len(l.problems)-1]] = id
}

// byExercise gives the problems of each exercise that has some. The error is all there
// are, when the course itself has one.
func (l *loader) byExercise() (map[string]Problems, error) {
	err := l.err() // puts them in order
	found := map[string]Problems{}
	for _, p := range l.problems {
		id := l.owner(p)
		if id == "" {
			return nil, err
		}
		found[id] = append(found[id], p)
	}
	return found, nil
}

// owner is the exercise that a problem is one of; empty when it is the course's own.
func (l *loader) owner(p Problem) string {
	if id, ok := l.places[p]; ok {
		return id
	}
	parts := strings.Split(p.File, "/")
	if len(parts) < 2 || parts[0] != "exercises" && parts[0] != "solutions" || p.File == courseFile {
		return ""
	}
	return parts[1]
}
