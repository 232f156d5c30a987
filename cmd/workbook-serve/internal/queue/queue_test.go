package queue_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/queue"
)

var roomy = queue.Limits{All: 100, Each: 10}

// Everybody has a turn, and what Ahead says is what comes before.
func TestTurns(t *testing.T) {
	q := queue.New(roomy)
	var all []queue.Item
	for _, it := range []queue.Item{{1, 7}, {2, 7}, {3, 7}, {4, 8}, {5, 9}, {6, 9}} {
		q.Add(it)
		all = append(all, it)
	}
	want := []int64{1, 4, 5, 2, 6, 3}
	for _, it := range all {
		n, waits := q.Ahead(it)
		require.True(t, waits)
		require.Equal(t, it.ID, want[n])
	}
	for i, id := range want {
		require.Equal(t, len(want)-i, q.Len())
		it, err := q.Next(t.Context())
		require.NoError(t, err)
		require.Equal(t, id, it.ID)
		_, waits := q.Ahead(it)
		require.False(t, waits)
		q.Done(it)
	}
}

// Of one person one thing at a time is graded; others go on meanwhile.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(roomy)
		q.Add(queue.Item{ID: 1, Owner: 7})
		q.Add(queue.Item{ID: 2, Owner: 7})
		first, err := q.Next(t.Context())
		require.NoError(t, err)
		got := make(chan int64, 2)
		for range 2 {
			go func() {
				it, err := q.Next(t.Context())
				if err == nil {
					got <- it.ID
				}
			}()
		}
		synctest.Wait()
		require.Empty(t, got, "its owner is busy")
		q.Add(queue.Item{ID: 3, Owner: 8})
		synctest.Wait()
		require.EqualValues(t, 3, <-got)
		require.Empty(t, got)
		q.Done(first)
		synctest.Wait()
		require.EqualValues(t, 2, <-got)
	})
}

func TestNextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := queue.New(roomy).Next(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func TestLimits(t *testing.T) {
	q := queue.New(queue.Limits{All: 3, Each: 2})
	changed := q.Changed()
	for _, it := range []queue.Item{{1, 7}, {2, 7}} {
		require.NoError(t, q.Room(7))
		q.Add(it)
	}
	<-changed
	require.ErrorIs(t, q.Room(7), queue.ErrOwnerFull)
	require.NoError(t, q.Room(8))
	q.Add(queue.Item{ID: 3, Owner: 8})
	require.ErrorIs(t, q.Room(8), queue.ErrFull)
	require.ErrorIs(t, q.Room(7), queue.ErrOwnerFull)
	it, err := q.Next(t.Context())
	require.NoError(t, err)
	require.NoError(t, q.Room(8))
	q.Done(it)
}
