package release

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const longOutline = `# What is shown, "01_a" first.
title = "A [course]" # its title

# The first chapter.
[[chapters]]
title = "One" # "02_b" comes later
exercises = ["01_a", "02_b"] # both

# The second chapter,
# with a long list.
[[chapters]]
title = '''Two'''
exercises = [
	# the hard one
	"03_c",
	"04_d", # "03_c" made harder
	'05_e' # the last one
]

# Nothing of it is ready.
[[chapters]]
title = "Three"
exercises = ["06_f"]
`

func TestKeepExercises(t *testing.T) {
	keep := func(ids string) string {
		out, err := keepExercises(longOutline, func(id string) bool { return strings.Contains(ids, id) })
		require.NoError(t, err)
		return out
	}
	require.Equal(t, longOutline, keep("01_a 02_b 03_c 04_d 05_e 06_f"))
	require.Equal(t, `# What is shown, "01_a" first.
title = "A [course]" # its title

# The first chapter.
[[chapters]]
title = "One" # "02_b" comes later
exercises = ["01_a"] # both

# The second chapter,
# with a long list.
[[chapters]]
title = '''Two'''
exercises = [
	# the hard one
	"04_d", # "03_c" made harder
]
`, keep("01_a 04_d"))
	require.Equal(t, `# What is shown, "01_a" first.
title = "A [course]" # its title

# The first chapter.
[[chapters]]
title = "One" # "02_b" comes later
exercises = ["02_b"] # both

# Nothing of it is ready.
[[chapters]]
title = "Three"
exercises = ["06_f"]
`, keep("02_b 06_f"))
}

// FuzzKeepExercises: whatever is written, the result lists what was chosen, or it is an
// error; keepExercises looks at that itself.
func FuzzKeepExercises(f *testing.F) {
	f.Add(longOutline)
	f.Add("[[chapters]]\nexercises=[\"01_a\",\"02_b\",]")
	f.Add("[[chapters]]\r\nexercises = [\"\"\"01_a\"\"\", [\"x\"]]\r\n")
	f.Fuzz(func(t *testing.T, doc string) {
		_, _ = keepExercises(doc, func(id string) bool { return len(id)%2 == 0 })
	})
}
