// Alone is a warden and nothing else. A grader starts one for every process that it walls
// in; as a warden, a program with screens and lessons in it takes twice as long to begin.
// Package build makes this one, see its Warden.
package main

import (
	"fmt"

	"workbook/grader/jail/warden"
)

// Whoever has built it asks what it was made of. A warden never gets here.
func main() { fmt.Print(warden.Sources()) }
