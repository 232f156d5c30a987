package course

import "slices"

// Only is the course with no other exercises than these, which are named as for
// [Course.Exercise], and with the chapters that have some of them. Their order stays
// that of the course. Its errors are those of Exercise.
func (c *Course) Only(named ...string) (*Course, error) {
	var keep []string
	for _, name := range named {
		e, err := c.Exercise(name)
		if err != nil {
			return nil, err
		}
		keep = append(keep, e.ID)
	}
	out := *c
	out.Exercises, out.Chapters, out.Drafts = nil, nil, nil
	for _, e := range c.Exercises {
		if slices.Contains(keep, e.ID) {
			out.Exercises = append(out.Exercises, e)
		}
	}
	for _, chapter := range c.Chapters {
		chapter.Exercises = slices.DeleteFunc(slices.Clone(chapter.Exercises), func(id string) bool { return !slices.Contains(keep, id) })
		if len(chapter.Exercises) > 0 {
			out.Chapters = append(out.Chapters, chapter)
		}
	}
	return &out, nil
}
