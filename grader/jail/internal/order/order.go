// Package order is what a jail tells its warden: the process that walls itself in
// and then becomes the program.
package order

import _ "embed"

// Source is this file, for who must know whether another program means the same by an
// [Order].
//
//go:embed order.go
var Source string

// Name is argument zero of a process that is to be a warden. Argument one is the
// file descriptor that an [Order] is read from, as JSON.
const Name = "workbook-warden"

// FailExit is a warden's exit code when it cannot carry out its order. Why is
// written to the descriptor after the order's, which is closed without a word
// when the program takes over.
const FailExit = 125

// Linked is whether this program has a warden in it, which package warden says
// when it is linked.
var Linked bool

// An Order says how to wall in and what to run then.
type Order struct {
	Program string   // absolute path
	Args    []string // argument zero included
	Env     []string
	Dir     string // where it starts, and where relative names lead
	Own     int    // the first descriptor that is the warden's own; the program gets those below

	Owner   *Owner   // nil: whoever started it has said who it is in its user namespace
	Root    string   // an empty folder to build a root on; empty: the file system stays as it is
	Sockets bool     // it may make sockets; with a network of its own that is nobody's business
	Tools   bool     // it is a build tool, and may start programs and write files
	Read    []string // files and folders that it may read and run
	Write   []string // folders that it may change

	Rlimits []Rlimit
}

// An Owner is the user and group that started the process, who are root in its user
// namespace and anybody outside of it.
type Owner struct{ User, Group int }

// An Rlimit is one resource limit, soft and hard the same.
type Rlimit struct {
	Resource int
	Max      uint64
}
