// Work that left by runtime.Goexit gets a second chance.
//
//workbook:caught-by TestOnce
package propagate

type ending struct {
	returned bool
	value    any
}

func Run(work func()) {
	for range 2 {
		over := make(chan ending)
		go func() {
			var e ending
			defer func() {
				e.value = recover()
				over <- e
			}()
			work()
			e.returned = true
		}()
		switch e := <-over; {
		case e.value != nil:
			panic(e.value)
		case e.returned:
			return
		}
	}
}
