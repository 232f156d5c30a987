//go:build unix

package handover

import (
	"os"

	"golang.org/x/sys/unix"
)

// become puts the program into this process's place, and returns only an error.
func become(path string, argv []string) (int, error) {
	return 0, unix.Exec(path, argv, os.Environ())
}
