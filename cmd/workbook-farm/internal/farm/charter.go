package farm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"workbook/grader"
)

// A Charter says with what the work of a queue is graded. Verdicts of two machines with
// one charter are the same.
type Charter struct {
	Version   grader.Version    `json:"version"`
	Exercises map[string]string `json:"exercises"` // id -> its identity; empty: it cannot be graded
	Tries     int               `json:"tries"`     // how many workers work may take with it
}

// An Identifier says what a verdict depends on; *[grader.Grader] is one.
type Identifier interface {
	Identity(ctx context.Context, exercise string) (string, error)
	Version() (grader.Version, error)
}

// DefaultTries is how many workers work may take with it before it is given up.
const DefaultTries = 3

// CharterOf is the charter of who grades these exercises with g.
func CharterOf(ctx context.Context, g Identifier, exercises []string) (Charter, error) {
	version, err := g.Version()
	if err != nil {
		return Charter{}, err
	}
	c := Charter{Version: version, Exercises: map[string]string{}, Tries: DefaultTries}
	for _, id := range exercises {
		identity, err := g.Identity(ctx, id)
		if ctx.Err() != nil {
			return Charter{}, ctx.Err()
		}
		if err != nil {
			identity = "" // a draft, say: nobody grades it
		}
		c.Exercises[id] = identity
	}
	return c, nil
}

// maxNamed is how many exercises a difference names.
const maxNamed = 5

// Differences says in what ours differs from that of the queue, a sentence each without
// its full stop. It is empty when verdicts are the same.
func (c Charter) Differences(ours Charter) []string {
	var all []string
	differ := func(what, queue, here string) {
		if queue != here {
			all = append(all, fmt.Sprintf("%s is %s there and %s here", what, queue, here))
		}
	}
	differ("the Go that builds submissions", c.Version.Go, ours.Version.Go)
	differ("the platform", c.Version.Platform, ours.Version.Platform)
	differ("the program workbook-farm (its SHA-256)", short(c.Version.Program), short(ours.Version.Program))
	if len(all) > 0 {
		return all // each exercise differs by that, which says nothing
	}
	var missing, more, other []string
	for _, id := range slices.Sorted(maps.Keys(c.Exercises)) {
		switch here, ok := ours.Exercises[id]; {
		case !ok:
			missing = append(missing, id)
		case here != c.Exercises[id]:
			other = append(other, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ours.Exercises)) {
		if _, ok := c.Exercises[id]; !ok {
			more = append(more, id)
		}
	}
	name := func(ids []string, what string) {
		if len(ids) > 0 {
			all = append(all, listed(ids)+what)
		}
	}
	name(other, ": the hidden tests, exercise.toml or the settings of the build are not the queue's")
	name(missing, ": not in the course here")
	name(more, ": not in the queue's course")
	return all
}

func listed(ids []string) string {
	if len(ids) > maxNamed {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:maxNamed], ", "), len(ids)-maxNamed)
	}
	return strings.Join(ids, ", ")
}

func short(hash string) string { return hash[:min(len(hash), 12)] }

// A DifferentError refuses who would not come to the verdicts of the queue.
type DifferentError struct {
	Differences []string // sentences without their full stops
}

func (e *DifferentError) Error() string {
	return "this machine would not grade as the queue demands:\n  " + strings.Join(e.Differences, "\n  ")
}

// charterKey is under what the charter lies in its bucket.
const charterKey = "charter"

// Charter is that of the queue.
func (f *Farm) Charter(ctx context.Context) (Charter, error) {
	var c Charter
	entry, err := f.charter.Get(ctx, charterKey)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return c, ErrNoQueue
	}
	if err != nil {
		return c, fmt.Errorf("reading the queue's charter: %w", err)
	}
	if err := json.Unmarshal(entry.Value(), &c); err != nil {
		return c, fmt.Errorf("reading the queue's charter: %w", err)
	}
	return c, nil
}

// admit refuses, by a [*DifferentError], who is not of the queue's charter, which it gives.
func (f *Farm) admit(ctx context.Context, g Identifier) (Charter, error) {
	c, err := f.Charter(ctx)
	if err != nil {
		return c, err
	}
	ours, err := CharterOf(ctx, g, slices.Sorted(maps.Keys(c.Exercises)))
	if err != nil {
		return c, err
	}
	return c, differ(c, ours)
}

// unchanged refuses, by a [*DifferentError], to go on once the queue has another charter
// than the one that was begun with.
func (f *Farm) unchanged(ctx context.Context, begun Charter) error {
	now, err := f.Charter(ctx)
	if err != nil {
		return err
	}
	return differ(now, begun)
}

func differ(c, ours Charter) error {
	if found := c.Differences(ours); len(found) > 0 {
		return &DifferentError{found}
	}
	return nil
}
