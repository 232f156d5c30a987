package progress

// replaceFile replaces path by a file that holds b, in one step. The library that
// does it elsewhere leaves Windows out.
func replaceFile(path string, b []byte) error { return replaceByRename(path, b) }
