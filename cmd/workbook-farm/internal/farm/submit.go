package farm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// errFull is why work has to wait at the client.
var errFull = errors.New("the queue is full; work waits here until there is room")

// submit brings work into the queue, unless it waits there.
func (f *Farm) submit(ctx context.Context, key string, message []byte) error {
	_, err := f.js.Publish(ctx, jobSubject+key, message)
	if err == nil {
		return nil
	}
	// The server has one code for all of these, and tells them apart by text.
	switch text := err.Error(); {
	case strings.Contains(text, "maximum messages per subject exceeded"):
		return nil
	case strings.Contains(text, "maximum messages exceeded"), strings.Contains(text, "maximum bytes exceeded"):
		return errFull
	}
	return fmt.Errorf("handing in work: %w", err)
}

// waits reports whether work of the key is in the queue: waiting, or with a worker.
func (f *Farm) waits(ctx context.Context, key string) (bool, error) {
	_, err := f.jobs.GetLastMsgForSubject(ctx, jobSubject+key)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for work: %w", err)
	}
	return true, nil
}
