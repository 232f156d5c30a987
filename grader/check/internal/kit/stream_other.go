//go:build !linux

package kit

// writeOut does nothing: there are no steady runs here, and so no records.
func writeOut([]byte) {}
