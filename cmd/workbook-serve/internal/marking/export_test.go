package marking

import "time"

// SetPause has what failed have its turn again after that time. Set it before Run.
func (m *Marker) SetPause(d time.Duration) { m.pause = d }
