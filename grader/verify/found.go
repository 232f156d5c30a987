package verify

import "path"

// problem notes something that an instructor has to mend.
func (l *look) problem(p Problem) { l.out.Problems = append(l.out.Problems, p) }

// note adds what spoils nothing.
func (l *look) note(p Problem) { l.out.Notes = append(l.out.Notes, p) }

// path names something of the exercise in one half of the course, for people.
func (l *look) path(half string, more ...string) string {
	return path.Join(append([]string{half, l.ex.ID}, more...)...)
}
