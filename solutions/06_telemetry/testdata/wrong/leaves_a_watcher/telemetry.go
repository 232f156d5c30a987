// Package telemetry warns when emit takes long, from a goroutine that nobody
// ever tells to stop.
//
//workbook:caught-by TestOnceEach
package telemetry

import (
	"log"
	"sync"
	"time"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	go func() {
		time.Sleep(time.Minute)
		log.Print("emit has been at work for a minute or more")
	}()
	work()
}
