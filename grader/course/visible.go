package course

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// VisibleFile is the file in solutions/ID that holds the visible checks, all of them and
// no others. Students get it as it is, so it uses nothing of the instructor's half but
// the package that it tests. It has no TestMain where another file has one.
const VisibleFile = "visible_test.go"

// visible validates that the visible checks of an exercise can be handed out, and that
// nothing else would be with them.
func (l *loader) visible(e *Exercise, inside map[string]hiddenTest, folder string) {
	if l.vague[e.ID] {
		return
	}
	file := path.Join(folder, VisibleFile)
	for _, c := range e.Checks {
		test, ok := inside[c.Name]
		switch {
		case !ok:
		case c.Visible && test.file != file:
			l.add(test.file, test.line, fmt.Sprintf("check %s is visible, and its test stands among hidden ones", c.Name), "move it to "+file)
		case !c.Visible && test.file == file:
			l.add(test.file, test.line, fmt.Sprintf("check %s is hidden, and students get the file of its test", c.Name),
				"write visible = true in its [[checks]] table, or move the test to another file")
		}
	}
	if !exists(l.course.SolutionDir(e.ID) + "/" + VisibleFile) {
		return
	}
	parsed, fset := l.parse(file)
	if parsed == nil {
		return
	}
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil && strings.Contains("/"+name+"/", "/solutions/") && !strings.HasSuffix(name, "/"+folder) {
			l.add(file, fset.Position(spec.Pos()).Line, fmt.Sprintf("students get this file, and it imports %s, which they do not get", name),
				"write what it needs of that in the file itself")
		}
	}
}
