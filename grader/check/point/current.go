//go:build amd64 || arm64

package point

import "unsafe"

// A stack's text costs some microseconds, and a program has many points. So the number
// is read where the runtime keeps it: in the descriptor of the goroutine, at a place
// that is looked for once.

// descriptor is where the runtime keeps what it knows of the calling goroutine.
func descriptor() unsafe.Pointer

// searched is how much of a descriptor is looked at, in words. All of it is larger.
const searched = 48

// place is where in a descriptor the number is, in words; 0 when it was not found.
var place = findPlace()

// current is the goroutine that calls.
func current() goroutine {
	if place == 0 {
		return numbered()
	}
	return *word(place)
}

func word(n int) *goroutine { return (*goroutine)(unsafe.Add(descriptor(), 8*n)) }

// findPlace looks for the one place that holds the numbers of three goroutines.
func findPlace() int {
	candidates := make([]bool, searched)
	for i := range candidates {
		candidates[i] = true
	}
	for range 3 {
		looked := make(chan struct{})
		go func() {
			defer close(looked)
			id := numbered()
			for i := range candidates {
				candidates[i] = candidates[i] && *word(i) == id
			}
		}()
		<-looked
	}
	found := 0
	for i, is := range candidates {
		if is && found > 0 {
			return 0
		}
		if is {
			found = i
		}
	}
	return found
}
