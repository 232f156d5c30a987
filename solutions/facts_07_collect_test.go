package solutions_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"workbook/grader/longtest"
)

// emptyErrors is the type of a typed nil.
type emptyErrors []error

func (*emptyErrors) Error() string { return "no errors" }

func TestCollectFacts(t *testing.T) {
	longtest.Turn(t)
	t.Run("output in the lesson", func(t *testing.T) { runsAsShown(t, "07_collect", 2) })

	one, two := errors.New("one"), errors.New("two")
	t.Run("a joined error is a tree", func(t *testing.T) {
		joined := errors.Join(fmt.Errorf("around: %w", one), errors.Join(two))
		require.ErrorIs(t, joined, one)
		require.ErrorIs(t, joined, two)
		require.NoError(t, errors.Unwrap(joined))
		require.Len(t, joined.(interface{ Unwrap() []error }).Unwrap(), 2)
	})
	t.Run("so is one with two verbs", func(t *testing.T) {
		both := fmt.Errorf("%w and %w", one, two)
		require.NoError(t, errors.Unwrap(both))
		require.Equal(t, []error{one, two}, both.(interface{ Unwrap() []error }).Unwrap())
	})
	t.Run("a text is not an error", func(t *testing.T) {
		require.NotErrorIs(t, fmt.Errorf("%v; %v", one, two), one)
	})
	t.Run("a typed nil is not nil", func(t *testing.T) {
		var none *emptyErrors
		var err error = none
		require.False(t, err == nil)
	})

	t.Run("errgroup waits for all and keeps the first", func(t *testing.T) {
		g, ctx := errgroup.WithContext(context.Background())
		ended := false
		g.Go(func() error { return one })
		g.Go(func() error {
			<-ctx.Done() // the first failure cancels
			ended = true
			return two
		})
		require.Equal(t, one, g.Wait())
		require.True(t, ended)
	})

	t.Run("a variadic call passes the slice itself", func(t *testing.T) {
		var got []int
		take := func(ns ...int) { got = ns }
		ns := []int{1, 2}
		take(ns...)
		require.Same(t, &ns[0], &got[0])
		take()
		require.Nil(t, got)
	})
}
