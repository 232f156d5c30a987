//go:build !linux

package jail

// A gauge shows nothing here.
type gauge struct{}

func newGauge(int, bool) *gauge { return nil }

func (*gauge) close() {}

func (*gauge) look() memory { return memory{} }
