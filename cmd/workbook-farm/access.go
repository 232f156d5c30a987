package main

import (
	"context"
	"errors"
	"os"

	"github.com/nats-io/nats.go"
	"github.com/spf13/pflag"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-farm/internal/farm"
)

// The variables that say where the queue is and who we are, where no flag does: `workbook
// batch --farm` passes its environment on.
const (
	tokenEnv = "WORKBOOK_FARM_TOKEN" // the token itself
	farmEnv  = "WORKBOOK_FARM"       // the URL; and for each flag below, WORKBOOK_FARM_CREDS and so on
)

// declareAccess declares the flags by which a client of the server says who it is.
func declareAccess(f *pflag.FlagSet, a *farm.Access) {
	credentials := func(to *string, name, env, what string) {
		f.StringVar(to, name, os.Getenv(farmEnv+env), what+"; default: $"+farmEnv+env)
	}
	credentials(&a.Creds, "creds", "_CREDS", "a `file` of NATS credentials (JWT and seed)")
	credentials(&a.NKey, "nkey", "_NKEY", "a `file` with the seed of an nkey")
	credentials(&a.TokenFile, "token-file", "_TOKEN_FILE", "a `file` with the server's token")
	credentials(&a.CA, "tls-ca", "_CA", "a `file` of certificates by which the other side's is checked")
	credentials(&a.Cert, "tls-cert", "_CERT", "a `file` with a certificate of our own")
	credentials(&a.Key, "tls-key", "_KEY", "the `file` with its key")
}

// declareFarm declares the flag that says where the queue is, and those of declareAccess.
func declareFarm(f *pflag.FlagSet, a *farm.Access) {
	f.StringVar(&a.URL, "farm", os.Getenv(farmEnv), "the queue's `URL`, such as tls://10.0.0.1:4222; default: $"+farmEnv)
	declareAccess(f, a)
}

// named completes what the flags have said.
func (s *session) named(a farm.Access, name string) (farm.Access, error) {
	if a.URL == "" {
		return a, exit.Wrong(errors.New("no farm is named"), "name it: --farm nats://HOST:4222; `workbook-farm serve` runs one")
	}
	a.Name, a.Tell = name, s.note
	if a.TokenFile == "" {
		a.Token = os.Getenv(tokenEnv)
	}
	return a, nil
}

// open connects to the queue.
func open(ctx context.Context, a farm.Access) (*farm.Farm, error) {
	f, err := farm.Open(ctx, a)
	if err != nil {
		return nil, unreachable(err)
	}
	return f, nil
}

// unreachable says what to do about a queue that cannot be used.
func unreachable(err error) error {
	switch {
	case errors.Is(err, farm.ErrNoQueue):
		return exit.Wrong(err, "lay one out: `workbook-farm serve --nats URL`; or name the server that `workbook-farm serve` runs")
	case errors.Is(err, nats.ErrAuthorization):
		return exit.Wrong(err, "say who you are: --token-file with the file that `workbook-farm serve` names, or --creds")
	case errors.Is(err, nats.ErrNoServers), errors.Is(err, nats.ErrTimeout):
		return exit.Failed(err, "see that `workbook-farm serve` runs there, and that no firewall is between")
	}
	return exit.Failed(err)
}

// refused says what to do when the queue does not take this machine.
func refused(err error) error {
	if errors.As(err, new(*farm.DifferentError)) {
		return exit.Wrong(err, "bring this machine to the queue's: check out the same commit of the course, install the same Go, and copy workbook-farm from there;\n"+
			"or if this one is right, `workbook-farm serve` again with it")
	}
	return unreachable(err)
}
