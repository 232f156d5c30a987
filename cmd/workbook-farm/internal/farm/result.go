package farm

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"workbook/grader/report"
)

// A result is a verdict as it lies under its key.
type result struct {
	Worker  string          `json:"worker"`
	Verdict report.Exercise `json:"verdict"`
}

// maxResult bounds what a result may become when it is unpacked.
const maxResult = 64 << 20

// slim leaves out what nobody reads of thousands, as package batch does: moments, and what
// a check printed that passed. It is most of a verdict.
func (r *result) slim() {
	r.Verdict.Checks = slices.Clone(r.Verdict.Checks)
	for i := range r.Verdict.Checks {
		c := &r.Verdict.Checks[i]
		c.Events = nil
		if c.Verdict.Passed() {
			c.Output = ""
		}
	}
}

// mute leaves out all that was printed.
func (r *result) mute() {
	r.Verdict.Stages = slices.Clone(r.Verdict.Stages)
	for i := range r.Verdict.Checks {
		r.Verdict.Checks[i].Output = ""
	}
	for i := range r.Verdict.Stages {
		r.Verdict.Stages[i].Output = ""
	}
}

// encode makes what is stored, at most so many bytes: of a verdict that is larger what was
// printed is left out.
func (r result) encode(most int64) ([]byte, error) {
	r.slim()
	for _, cut := range []func(){func() {}, r.mute} {
		cut()
		data, err := pack(r)
		if err != nil || int64(len(data)) <= most {
			return data, err
		}
	}
	return nil, fmt.Errorf("a verdict is larger than the %d bytes that the queue takes", most)
}

func pack(v any) ([]byte, error) {
	var buf bytes.Buffer
	zipped := gzip.NewWriter(&buf)
	if err := errors.Join(json.NewEncoder(zipped).Encode(v), zipped.Close()); err != nil {
		return nil, fmt.Errorf("encoding a verdict: %w", err)
	}
	return buf.Bytes(), nil
}

func decodeResult(data []byte) (result, error) {
	var r result
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err == nil {
		err = json.NewDecoder(io.LimitReader(zipped, maxResult)).Decode(&r)
	}
	if err != nil {
		return r, fmt.Errorf("reading a verdict: %w", err)
	}
	if !r.Verdict.Verdict.Known() {
		return r, fmt.Errorf("reading a verdict: %q is none", r.Verdict.Verdict)
	}
	return r, nil
}

// failed reports whether it is no verdict on the work but on the machine: whoever asks
// again has it graded again.
func (r result) failed() bool {
	return (&report.Report{Exercises: []report.Exercise{r.Verdict}}).ExitCode() == report.ExitGraderError
}

// result gives the verdict under a key, and its revision; 0 when there is none.
func (f *Farm) result(ctx context.Context, key string) (result, uint64, error) {
	entry, err := f.results.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return result{}, 0, nil
	}
	if err != nil {
		return result{}, 0, fmt.Errorf("looking for a verdict: %w", err)
	}
	r, err := decodeResult(entry.Value())
	return r, entry.Revision(), err
}

// keep stores a verdict, unless there is one; the first stays.
func (f *Farm) keep(ctx context.Context, key string, r result) error {
	data, err := r.encode(f.nc.MaxPayload() - 4096) // headers count
	if err != nil {
		return err
	}
	if _, err := f.results.Create(ctx, key, data); err != nil && !errors.Is(err, jetstream.ErrKeyExists) {
		return fmt.Errorf("storing a verdict: %w", err)
	}
	return f.nc.Publish(doneSubject+key, nil) // lost, it makes a client wait for its next look
}

// forget removes a verdict when it is still the one of that revision.
func (f *Farm) forget(ctx context.Context, key string, revision uint64) error {
	err := f.results.Delete(ctx, key, jetstream.LastRevision(revision))
	var api jetstream.JetStreamError
	if errors.As(err, &api) && api.APIError() != nil && api.APIError().ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence {
		return nil // somebody else did, or there is a new one
	}
	if err != nil {
		return fmt.Errorf("removing an old verdict: %w", err)
	}
	return nil
}
