// Package chain tells calls apart by where they came from, for a twentieth of what a stack
// trace costs.
//
//	if c := chain.Calls(); c != 0 && c == last {
//		return // the same line as before, called by the same ones
//	}
//
// The kit notes with each Read and Write of the learner's code where it came from, and most
// come from where the one before came from: a server that takes a byte at a time spent nine
// tenths of its time in runtime.Callers.
package chain
