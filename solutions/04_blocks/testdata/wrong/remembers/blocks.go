// Package blocks calls f once for equal elements, and gives the result to all of them.
//
//workbook:caught-by TestOncePerElement
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	seen := map[any]func() R{}
	var wg sync.WaitGroup
	for i, v := range in {
		call := func() R { return f(v) }
		if known, ok := lookUp(seen, v); ok {
			call = known
		} else {
			call = sync.OnceValue(call)
			remember(seen, v, call)
		}
		wg.Go(func() { out[i] = call() })
	}
	wg.Wait()
	return out
}

// lookUp finds nothing where the element cannot be a key.
func lookUp[R any](seen map[any]func() R, v any) (call func() R, ok bool) {
	defer func() { _ = recover() }()
	call, ok = seen[v]
	return call, ok
}

func remember[R any](seen map[any]func() R, v any, call func() R) {
	defer func() { _ = recover() }()
	seen[v] = call
}
