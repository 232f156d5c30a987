//go:build !linux

package kit

import "os"

// writeOut writes to standard output, for traces: there are no steady runs here, and so no
// records.
func writeOut(b []byte) { _, _ = os.Stdout.Write(b) } // or else nobody reads any more
