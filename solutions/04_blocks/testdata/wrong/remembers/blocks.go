// Package blocks calls f once for equal elements, and gives the result to all of them.
//
//workbook:caught-by TestOncePerElement
package blocks

import (
	"reflect"
	"sync"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	seen := map[any]func() R{}
	var wg sync.WaitGroup
	for i, v := range in {
		call := func() R { return f(v) }
		if key := any(v); reflect.ValueOf(key).IsValid() && reflect.ValueOf(key).Comparable() {
			known, ok := seen[key]
			if !ok {
				known = sync.OnceValue(call)
				seen[key] = known
			}
			call = known
		}
		wg.Go(func() { out[i] = call() })
	}
	wg.Wait()
	return out
}
