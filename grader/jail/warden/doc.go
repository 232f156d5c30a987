// Package warden is the inside of a jail's wall. Importing it makes a program able
// to start others in isolation:
//
//	import _ "workbook/grader/jail/warden"
//
// A Go program cannot restrict a child between fork and exec. So the jail starts
// its own program again as a warden, in new namespaces; that process takes
// everything away from itself that the program must not have, in this order, and
// then becomes the program:
//
//  1. a root file system of its own, that holds what the program needs to start
//  2. resource limits
//  3. all capabilities, and the way to new ones
//  4. landlock: the same files again, for where there is no root of its own
//  5. seccomp: every system call that it has no use for
//
// The start happens in this package's init, before the surrounding program's main
// is reached. The dependencies are here and not in package jail, because that is
// linked into programs whose start must be quick.
package warden
