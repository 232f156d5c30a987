package course

// loader is the state of one Load.
type loader struct {
	collector
	course *Course
	tables map[string]*table // exercise.toml by id, for the positions in it

	// What is not known of a course, because a key is missing or wrong, is not held
	// against the rest of it: one mistake is one problem.
	vague map[string]bool // exercises, by id, whose checks are not all known by name
	gaps  bool            // a chapter does not say what is in it
}
