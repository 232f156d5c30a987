//go:build unix

package tempdir

import "os"

// settle gives the folder its name, under which a sweep looks for the lock.
func settle(d *Dir, young string) error { return os.Rename(young, d.Path) }
