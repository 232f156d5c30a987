package jail

import "testing"

// StartSharing chooses how processes are started in namespaces until the test is over.
func StartSharing(t *testing.T, on bool) {
	before := sharing.Swap(on)
	t.Cleanup(func() { sharing.Store(before) })
}

// StartsSharing reports whether they are started so since the probe.
func StartsSharing() bool { return sharing.Load() }
