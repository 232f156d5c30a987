package warden

import (
	"fmt"
	"os"

	"workbook/grader/jail/internal/order"
)

// beRoot makes the one who started this process root in its user namespace; see
// user_namespaces(7). A process may say that of itself once, and only after it has given
// up choosing its groups.
func beRoot(who *order.Owner) error {
	if who == nil {
		return nil
	}
	for _, say := range []struct{ file, text string }{
		{"setgroups", "deny"},
		{"uid_map", fmt.Sprintf("0 %d 1", who.User)},
		{"gid_map", fmt.Sprintf("0 %d 1", who.Group)},
	} {
		// One call of write each: the kernel takes no second one.
		if err := os.WriteFile("/proc/self/"+say.file, []byte(say.text), 0); err != nil {
			return fmt.Errorf("being root in a namespace: %w", err)
		}
	}
	return nil
}
