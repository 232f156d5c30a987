// Package blocks calls f again, for the log.
//
//workbook:caught-by TestOncePerElement
package blocks

import (
	"fmt"
	"io"
	"log"
	"sync"
)

var debug = log.New(io.Discard, "map: ", 0)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			out[i] = f(v)
			debug.Print(fmt.Sprint(v), " becomes ", f(v))
		})
	}
	wg.Wait()
	return out
}
