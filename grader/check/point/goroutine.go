package point

import "runtime"

// A goroutine is the number that the runtime has given to one: those that are made
// later have higher ones, and none has 0.
type goroutine uint64

// numbered is the number that the text of a stack begins with: "goroutine 18 [running]".
func numbered() goroutine {
	var head [32]byte
	n := runtime.Stack(head[:], false)
	id := goroutine(0)
	for _, c := range head[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = 10*id + goroutine(c-'0')
	}
	return id
}
