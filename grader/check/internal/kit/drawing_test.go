package kit

// drawing is a check that can draw random inputs, and no more.
func drawing(seed uint64, name string) *Check {
	return &Check{rng: random(seed, name), bulk: newBulk(seed, name)}
}
