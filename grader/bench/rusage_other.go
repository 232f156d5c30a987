//go:build !unix

package bench

import "time"

// processorTime is not known here.
func processorTime() (time.Duration, error) { return 0, nil }
