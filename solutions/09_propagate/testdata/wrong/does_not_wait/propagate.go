// Run starts the work and goes home. A panic has nobody to go to.
//
//workbook:caught-by TestWaits
package propagate

import "log"

func Run(work func()) {
	go func() {
		defer func() {
			if p := recover(); p != nil {
				log.Print(p)
			}
		}()
		work()
	}()
}
