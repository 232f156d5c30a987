//go:build !unix

package policy

// openFlags are none where the system has no such flags; the comparison of the
// file before and after opening remains.
const openFlags = 0
