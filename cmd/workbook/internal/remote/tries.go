package remote

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
)

const (
	firstPause = 500 * time.Millisecond
	longest    = 15 * time.Second
	most       = 6 // tries without an answer, one after the other: half a minute
)

// tries say whether and when to ask again.
type tries struct {
	service *Service
	failed  int // without an answer, one after the other
}

func (s *Service) newTries() *tries { return &tries{service: s} }

// worked begins counting anew.
func (t *tries) worked() { t.failed = 0 }

// after waits until it is time to ask again after an error; it returns the error when
// that is not to be done.
func (t *tries) after(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		busy := refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusServiceUnavailable
		switch {
		case busy && refusal.After > 0:
			return t.wait(ctx, err, refusal.After+jitter(refusal.After/4)) // it says when, and so it is there
		case refusal.Status/100 != 5:
			return err
		}
	}
	if t.failed++; t.failed >= most || lasting(err) {
		return err
	}
	wait := min(firstPause<<(t.failed-1), longest)
	return t.wait(ctx, err, wait+jitter(wait))
}

// lasting reports whether an error would be the same the next time.
func lasting(err error) bool {
	var name *net.DNSError
	return errors.Is(err, errElsewhere) || errors.Is(err, errNewer) ||
		errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, &name) && name.IsNotFound
}

func (t *tries) wait(ctx context.Context, why error, d time.Duration) error {
	if t.service.Tell != nil && d >= time.Second {
		// What a service says of a refusal is a sentence.
		t.service.Tell(tr.T("%v; the next try is in %v", strings.TrimSuffix(why.Error(), "."), d.Round(time.Second)))
	}
	return t.service.pause(ctx, d)
}

// jitter keeps a class from asking all at once when the service is back.
func jitter(most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	return rand.N(most)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
