package chain

// Calls is a hash of the addresses to which the calls that led here return, of the
// innermost 32. Equal chains have equal hashes, and others have with near certainty
// others. It is 0 where that is not known, which no chain has here.
//
// Go keeps a frame pointer in every frame, whose word above is where the frame returns to
// (cmd/compile/abi-internal.md, "Frame layout"; the runtime's tracer goes the same way).
//
//go:noescape
func Calls() uint64
