// A text is cut at 2,000 bytes on its way.
//
//workbook:caught-by TestSameValue
package propagate

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		if text, ok := p.(string); ok {
			p = text[:min(len(text), 2000)]
		}
		panic(p)
	}
}
