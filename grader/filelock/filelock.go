// Package filelock keeps two processes from doing the same thing at once.
//
//	f, err := os.Create(name)
//	free, err := filelock.Try(f)
//	if !free { … } // somebody else has it
//	defer f.Close() // lets go of it
package filelock

import "os"

// Try locks the file until it is closed, and reports whether it could. The system lets
// go of it when the process dies, however it dies.
func Try(f *os.File) (bool, error) { return try(f) }
