package course

import _ "embed"

// Guide explains to whoever writes exercises every file and every key of a course. It is
// what `workbook help exercise` shows; a test holds each block of it against the code that
// reads such a file.
//
//go:embed guide.txt
var Guide string

// GuideCommand shows the guide. Whoever tells of a mistake in a course names it.
const GuideCommand = "workbook help exercise"
