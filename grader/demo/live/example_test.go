package live_test

import (
	"context"
	"sync"
	"time"

	"workbook/grader/demo/live"
)

// This is a whole demo: workers that take jobs from one channel until they are asked to stop.
func Example() {
	live.Main("Workers that take jobs from one channel.", []live.Param{
		{Name: "workers", Means: "workers at the same time", Least: 1, Most: 16, Default: 4},
	}, work, live.Translation{Language: "de", Texts: map[string]string{
		"Workers that take jobs from one channel.": "Arbeiter, die Aufträge aus einem Kanal nehmen.",
		"workers at the same time":                 "Arbeiter zur selben Zeit",
		"worker %d":                                "Arbeiter %d",
		"all were asked to stop":                   "alle sollen aufhören",
		"%d job was done.":                         "%d Auftrag wurde erledigt.",
		"%d jobs were done.":                       "%d Aufträge wurden erledigt.",
	}})
}

func work(ctx context.Context, r *live.Run) error {
	r.Begin(r.T("from one channel"))
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		done    int
		jobs    = make(chan string)
		left    = r.Series(r.T("jobs that are left"))
	)
	for i := range r.Param("workers") {
		lane := r.Lane(r.T("worker %d", i+1))
		workers.Go(func() {
			defer lane.End()
			lane.Is(live.Waiting)
			for job := range jobs {
				lane.Runs(live.Working, job) // whose time it is
				time.Sleep(20 * time.Millisecond)
				mu.Lock()
				done++
				mu.Unlock()
				lane.Is(live.Waiting)
			}
		})
	}
	all := []string{"a", "b", "c", "d", "e", "f"}
	for i, job := range all {
		left.Is(float64(len(all) - i))
		select {
		case jobs <- job:
		case <-ctx.Done():
			close(jobs)
			workers.Wait()
			return ctx.Err()
		}
	}
	asked := r.Mark(r.T("all were asked to stop"))
	close(jobs)
	workers.Wait()
	r.Figure(live.Figure{ID: "asked", Name: r.T("asked to stop after"), Value: float64(asked) / 1000, Unit: "ms"})
	r.Say(r.N(done, "%d job was done.", "%d jobs were done.", done))
	return nil
}
