//go:build !linux

package demo

// used is what processors have done so far, and whether the system tells. What others do is
// read on Linux alone.
func used() (usage, bool) { return usage{}, false }
