// Package remote hands in to a class's service and follows the verdict from there.
//
//	s, err := remote.Dial(account)
//	…
//	sub, err := s.HandIn(ctx, "02_spawned", files)
//	result, err := s.Follow(ctx, sub, func(e grader.Event) { … })
//
// The events are the grader's own, so that whoever shows a run need not know where it was
// graded. A connection that is lost is made again: nothing is handed in twice, and nothing
// is told twice. What both sides say is in package api.
package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/account"
)

// A Service is a class's, as one learner. It is safe for concurrent use.
type Service struct {
	account account.Account
	client  *http.Client
	pause   func(ctx context.Context, d time.Duration) error // between tries

	// Tell hears why there is another try, in a sentence. It may be nil.
	Tell func(text string)
}

// Dial prepares to talk with the account's service, and does not talk yet.
func Dial(a account.Account) (*Service, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = time.Minute
	if a.CA != "" {
		pool, err := poolWith(a.CA)
		if err != nil {
			return nil, err
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return errElsewhere }}
	return &Service{account: a, client: client, pause: sleep}, nil
}

// errElsewhere keeps the token from another address.
var errElsewhere = tr.Error("it answers with another address; log in to that one")

// poolWith is what the system trusts, and what is in a file.
func poolWith(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, tr.Errorf("reading certificates to trust: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, tr.Errorf("reading certificates to trust: there is none in %s", file)
	}
	return pool, nil
}

// A Refusal is what a service says to a request that it does not grant.
type Refusal struct {
	Status int
	api.Problem
	After time.Duration // when to try again; 0: not by itself
}

func (r *Refusal) Error() string { return r.Problem.Error }

// An Unreachable says that there was no answer that could be understood.
type Unreachable struct {
	Server string
	Err    error
}

func (u *Unreachable) Error() string {
	return tr.T("the service at %s cannot be reached: %v", u.Server, u.Err)
}

func (u *Unreachable) Unwrap() error { return u.Err }

// do asks once. The answer is a success, and its body must be closed.
func (s *Service) do(ctx context.Context, method, path string, body []byte, header http.Header) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.account.Server+path, bytes.NewReader(body))
	if err != nil {
		return nil, tr.Errorf("asking the service: %w", err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Authorization", "Bearer "+s.account.Token)
	resp, err := s.client.Do(req)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &Unreachable{s.account.Server, bare(err)}
	case resp.StatusCode/100 == 2:
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, s.refusal(resp)
}

// bare is an error of the client without the address, which is said already.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// maxProblem is how much of an answer that is no success is read.
const maxProblem = 64 << 10

func (s *Service) refusal(resp *http.Response) error {
	r := &Refusal{Status: resp.StatusCode}
	err := json.NewDecoder(io.LimitReader(resp.Body, maxProblem)).Decode(&r.Problem)
	if err != nil || r.Problem.Error == "" {
		if resp.StatusCode/100 != 5 {
			return &Unreachable{s.account.Server, tr.Errorf("what answers there is no service of a class (%s)", resp.Status)}
		}
		r.Problem.Error = tr.T("the service failed: %s", resp.Status) // a proxy before one that restarts says it
	}
	// The service says it in English, and marks what is worth translating.
	r.Problem.Error, r.Hint = tr.Text(r.Problem.Error), tr.Text(r.Hint)
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		r.After = time.Duration(seconds) * time.Second
	}
	return r
}

// ask asks, again and again for a while where that may help, and reads the answer.
func (s *Service) ask(ctx context.Context, method, path string, body []byte, header http.Header, into any) error {
	tries := s.newTries()
	for {
		resp, err := s.do(ctx, method, path, body, header)
		if err == nil {
			err = s.read(resp, into)
		}
		if err == nil {
			return nil
		}
		if err := tries.after(ctx, err); err != nil {
			return err
		}
	}
}

// maxAnswer is how much of an answer is read.
const maxAnswer = 64 << 20

func (s *Service) read(resp *http.Response, into any) error {
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return &Unreachable{s.account.Server, tr.Errorf("its answer cannot be read: %w", err)}
	}
	return nil
}

// Me asks who the learner is there.
func (s *Service) Me(ctx context.Context) (me api.Me, err error) {
	return me, s.ask(ctx, http.MethodGet, api.PathMe, nil, nil, &me)
}

// Submission asks how something stands that was handed in before.
func (s *Service) Submission(ctx context.Context, id int64) (sub api.Submission, err error) {
	return sub, s.ask(ctx, http.MethodGet, pathOf(id), nil, nil, &sub)
}

func pathOf(id int64) string { return api.PathSubmissions + "/" + strconv.FormatInt(id, 10) }
