package recording

import (
	"regexp"
	"strings"
)

// literals are the names of function literals, and what the linker adds to others.
var literals = regexp.MustCompile(`(\.func\d+.*|-fm|-range\d+.*|\[\.\.\.\])`)

// Function is a function's name without its package: "Handle.Join".
func Function(name string) string {
	name = literals.ReplaceAllString(name, "")
	name = name[strings.LastIndexByte(name, '/')+1:]
	_, name, _ = strings.Cut(name, ".")
	return strings.NewReplacer("(*", "", ")", "").Replace(name)
}
