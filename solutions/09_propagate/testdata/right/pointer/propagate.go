// A variable holds the value, and a closed channel says that it is there.
package propagate

type outcome struct {
	over  chan struct{}
	value any
}

func Run(work func()) {
	o := &outcome{over: make(chan struct{})}
	go o.of(work)
	<-o.over
	if o.value != nil {
		panic(o.value)
	}
}

func (o *outcome) of(work func()) {
	defer close(o.over)
	defer func() { o.value = recover() }()
	work()
}
