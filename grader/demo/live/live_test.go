package live

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/demo"
)

var params = []Param{{Name: "n", Means: "how many", Least: 1, Most: 9, Default: 3}}

var spoken = []Translation{{"de", map[string]string{
	"A demo.": "Eine Vorführung.", "how many": "wie viele", "%d of them": "%d davon", "one": "einer",
}}, {"pt-BR", map[string]string{"one": "um"}}}

// told runs a demo with arguments, and reads what it tells.
func told(t *testing.T, run func(ctx context.Context, r *Run) error, args ...string) *demo.Stream {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, program{"A demo.", params, run, spoken}.tell(t.Context(), &out, args))
	s := demo.NewStream(nil)
	_, _ = s.Write(out.Bytes())
	return s
}

// What a demo tells is what is read of it.
func TestTell(t *testing.T) {
	about, err := told(t, nil, demo.OwnAbout).About()
	require.NoError(t, err)
	require.Equal(t, demo.About{Title: "A demo.", Params: params}, about)

	r, err := told(t, func(_ context.Context, r *Run) error {
		r.Begin("together")
		a, b := r.Lane("A"), r.Lane("B")
		a.Is(Waiting)
		a.Is(Working)
		a.Note("done")
		require.GreaterOrEqual(t, a.End(), int64(0))
		b.Runs(Served, "a job")
		s := r.Series("waiting")
		s.Is(2)
		s.Is(1)
		r.Mark("stop")
		b.Lost("no answer")
		r.Figure(Figure{ID: "n", Name: "as many", Value: float64(r.Param("n"))})
		r.Say("It is done.")
		return nil
	}, "n=4").Result()
	require.NoError(t, err)
	require.Len(t, r.Lanes, 2)
	require.Equal(t, "together", r.Lanes[0].Group)
	require.Equal(t, []Kind{Waiting, Working}, []Kind{r.Lanes[0].Spans[0].Kind, r.Lanes[0].Spans[1].Kind})
	require.Equal(t, "done", r.Lanes[0].Note)
	require.True(t, r.Lanes[1].Lost)
	require.Equal(t, "a job", r.Lanes[1].Spans[0].Label)
	require.Equal(t, "stop", r.Marks[0].Name)
	require.Equal(t, "together", r.Marks[0].Group)
	require.Equal(t, "waiting", r.Series[0].Name)
	require.Equal(t, []float64{2, 1}, []float64{r.Series[0].Points[0].Value, r.Series[0].Points[1].Value})
	require.Equal(t, []string{"It is done."}, r.Sentences)
	f, ok := r.Figure("n")
	require.True(t, ok)
	require.EqualValues(t, 4, f.Value)
}

func TestTellWhatIsWrong(t *testing.T) {
	_, err := told(t, func(context.Context, *Run) error { return errors.New("no luck") }).Result()
	require.ErrorContains(t, err, "it says: no luck")
	_, err = told(t, nil, "n=99").Result()
	require.ErrorContains(t, err, "n cannot be 99")
	err = program{"", params, nil, nil}.tell(t.Context(), &bytes.Buffer{}, []string{"n"})
	require.ErrorContains(t, err, `"n" is no parameter`)
}

// A demo speaks the language that is wanted most, of those that it has.
func TestTellInALanguage(t *testing.T) {
	about, err := told(t, nil, demo.OwnIn+"de-AT", demo.OwnAbout).About()
	require.NoError(t, err)
	require.Equal(t, "Eine Vorführung.", about.Title)
	require.Equal(t, "wie viele", about.Params[0].Means)
	says := func(wanted string) []string {
		r, err := told(t, func(_ context.Context, r *Run) error {
			r.Say(r.T("%d of them", 3))
			r.Say(r.N(1, "one", "many"))
			r.Say(r.T("what lacks"))
			return nil
		}, demo.OwnIn+wanted, "n=4").Result()
		require.NoError(t, err)
		return r.Sentences
	}
	require.Equal(t, []string{"3 davon", "Einer", "What lacks"}, says("fr,de"))
	require.Equal(t, []string{"3 of them", "Um", "What lacks"}, says("pt-BR"))
	require.Equal(t, []string{"3 of them", "One", "What lacks"}, says("en-GB,de"))
	require.Equal(t, []string{"3 of them", "One", "What lacks"}, says(""))
}
