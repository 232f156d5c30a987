package demo_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"workbook/grader/demo"
)

func streamed(chunks ...string) *demo.Stream {
	s := demo.NewStream(nil)
	for _, c := range chunks {
		_, _ = s.Write([]byte(c))
	}
	return s
}

func TestStream(t *testing.T) {
	var seen []demo.Frame
	s := demo.NewStream(func(f demo.Frame) { seen = append(seen, f) })
	all := `{"frame":{"elapsed":5,"lanes":[{"group":"g","name":"A","spans":[{"kind":"served","begin":1,"end":4}]}]}}
` + `{"result":{"title":"T","figures":[{"id":"a","name":"n","value":3}],"sentences":["It is."]}}
`
	for _, b := range []byte(all) { // however the pieces come
		_, _ = s.Write([]byte{b})
	}
	require.Len(t, seen, 1)
	require.EqualValues(t, 5, seen[0].Elapsed)
	require.Equal(t, "A", seen[0].Lanes[0].Name)
	r, err := s.Result()
	require.NoError(t, err)
	require.Equal(t, []string{"It is."}, r.Sentences)
	require.Equal(t, demo.Schema, r.Schema)
}

// What a program tells is bounded, and what is too much or makes no sense is said.
func TestStreamRefuses(t *testing.T) {
	lanes := func(n, spans int) string {
		lane := `{"name":"x","spans":[` + strings.TrimSuffix(strings.Repeat(`{"begin":0,"end":0},`, spans), ",") + `]}`
		return `{"result":{"lanes":[` + strings.TrimSuffix(strings.Repeat(lane+",", n), ",") + `]}}` + "\n"
	}
	for name, tc := range map[string]struct{ line, says string }{
		"no JSON":        {"hello\n", "cannot be read"},
		"nothing":        {"", "without a result"},
		"no line":        {`{"result":{}}`, "without a result"},
		"its own words":  {`{"error":"no luck\u001b[2J"}` + "\n", "it says: no luck"},
		"a long line":    {strings.Repeat("x", 1<<20+1), "more than 1048576 bytes"},
		"lanes":          {lanes(501, 0), "tells of 501 lanes, and 500 are the most"},
		"spans":          {lanes(3, 7000), "tells of 21000 parts of lanes"},
		"overlapping":    {`{"result":{"lanes":[{"name":"x","spans":[{"begin":5,"end":9},{"begin":8,"end":9}]}]}}` + "\n", "from 8 to 9 microseconds, and the one before it to 9"},
		"backwards":      {`{"result":{"lanes":[{"name":"x","spans":[{"begin":5,"end":4}]}]}}` + "\n", "from 5 to 4"},
		"before it all":  {`{"result":{"lanes":[{"name":"x","spans":[{"begin":-5,"end":4}]}]}}` + "\n", "from -5 to 4"},
		"a huge figure":  {`{"result":{"figures":[{"name":"x","value":1e300}]}}` + "\n", "is 1e+300"},
		"after an error": {"hello\n" + `{"result":{}}` + "\n", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := streamed(tc.line).Result()
			require.ErrorContains(t, err, tc.says)
			require.NotContains(t, err.Error(), "\x1b")
		})
	}
	for name, tc := range map[string]struct{ params, says string }{
		"name":   {`{"name":"a b"}`, `"a b" cannot be the name`},
		"twice":  {`{"name":"a"},{"name":"a"}`, "there twice"},
		"bounds": {`{"name":"a","least":3,"most":9,"default":2}`, "do not fit together"},
		"huge":   {`{"name":"a","most":9000000000}`, "do not fit together"},
		"many":   {strings.TrimSuffix(strings.Repeat(`{"name":"a"},`, 9), ","), "9 parameters, and 8 are the most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := streamed(fmt.Sprintf(`{"about":{"title":"T","params":[%s]}}`, tc.params) + "\n").About()
			require.ErrorContains(t, err, tc.says)
		})
	}
	_, err := streamed(`{"about":{"title":" "}}` + "\n").About()
	require.ErrorContains(t, err, "no title")
	_, err = streamed().About()
	require.ErrorContains(t, err, "live.Main")
}

// However much comes, no more is kept than one line.
func TestStreamEnds(t *testing.T) {
	s := demo.NewStream(nil)
	line := []byte(`{"frame":{"title":"` + strings.Repeat("x", 500_000) + `"}}` + "\n")
	for range 200 {
		n, err := s.Write(line)
		require.NoError(t, err)
		require.Equal(t, len(line), n)
	}
	_, err := s.Result()
	require.ErrorContains(t, err, "it tells more than")
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"about":{"title":"T","params":[{"name":"n","least":1,"most":9,"default":3}]}}` + "\n"))
	f.Add([]byte(`{"frame":{"elapsed":5,"lanes":[{"group":"\u001b[2J","name":"A","spans":[{"kind":"\u001b]0;x","begin":1,"end":4}]}]}}` + "\n"))
	f.Add([]byte(`{"result":{"title":"\u202e","figures":[{"id":"a","value":-1e15,"missing":"\n"}],"sentences":["\u0007"],"params":{"n":3}}}` + "\n"))
	f.Add([]byte(`{"error":"\u009b31m"}` + "\n" + `{"result":null}` + "\n\n{}\n[]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var frames []demo.Frame
		s := demo.NewStream(func(f demo.Frame) { frames = append(frames, f) })
		half := len(data) / 2
		_, _ = s.Write(data[:half])
		_, _ = s.Write(data[half:])
		about, err := s.About()
		harmless(t, about, err)
		for _, p := range about.Params {
			if err == nil && (p.Default < p.Least || p.Default > p.Most) {
				t.Fatalf("%+v", p)
			}
		}
		r, err := s.Result()
		harmless(t, r, err)
		for _, f := range frames {
			harmless(t, f, nil)
		}
	})
}

// harmless holds all texts to what steers no terminal.
func harmless(t *testing.T, v any, err error) {
	data, _ := json.Marshal(v)
	var tree any
	if json.Unmarshal(data, &tree) != nil {
		t.Fatalf("%s", data)
	}
	look := func(s string) {
		for _, r := range s {
			if unicode.IsControl(r) || r == '\u202e' {
				t.Fatalf("%q", s)
			}
		}
	}
	if err != nil {
		look(err.Error())
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			look(v)
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(tree)
}
