package bench

import (
	"slices"
	"time"
)

// A sample is one measured value, in seconds.
type sample float64

func seconds(d time.Duration) sample { return sample(d.Seconds()) }

// quantile is the sample below which a share of them lies; between two, in proportion.
func quantile(samples []sample, share float64) float64 {
	sorted := slices.Sorted(slices.Values(samples))
	if len(sorted) == 0 {
		return 0
	}
	at := share * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	part := sample(at - float64(below))
	return float64(sorted[below]*(1-part) + sorted[above]*part)
}
