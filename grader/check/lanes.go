package check

import "fmt"

// numbered is a name in moments. A check may have several listeners of one name, one after the
// other or at the same time, and several clients: each has a name of its own, "the listener #2",
// so that a picture can tell them apart.
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s #%d", name, n)
}
