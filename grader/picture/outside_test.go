package picture

import "testing"

func TestOutside(t *testing.T) {
	for on, want := range map[string]bool{
		"in Accept": true, "in Read": true, "in Write": true, "in Close": true, "in io.Copy": true,
		"in bufio.Reader.ReadString": true, "in bufio.Scanner.Scan": true, "in textproto.Reader.ReadLine": true, "in fmt.Fprintf": true,
		"in a task that it was given": true, "in time.Sleep": true, "for time to pass": true, "for input or output": true,
		"to receive from a channel": false, "to lock a sync.Mutex": false, "for a lock": false, "in a select": false,
		"in an empty select, for ever": false, "in an iterator": false, "in sync.WaitGroup.Wait": false,
		"in sync.Cond.Wait": false, "in errgroup.Group.Wait": false, "": false,
	} {
		if outside(on) != want {
			t.Errorf("%q: %v", on, !want)
		}
	}
}
