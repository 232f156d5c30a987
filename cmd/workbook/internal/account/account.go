// Package account knows which service a learner hands in to, and the token for it.
//
//	a, err := account.Find(root, flag, os.Getenv)
//	if errors.Is(err, account.ErrNone) { … }
//
// The service's address is what was asked for, or $WORKBOOK_SERVER, or what stands in
// .workbook/server.toml of the course. The token is in a file of the user's own that nobody
// else may read, one for each address: a course that names another service does not get the
// token of this one. So $WORKBOOK_TOKEN, for scripts, counts only where the course's file
// does not say the address.
package account

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/atomicfile"
)

// The variables that say it.
const (
	ServerEnv = "WORKBOOK_SERVER"
	TokenEnv  = "WORKBOOK_TOKEN"
)

// file is where the address stands in a course.
const file = "server.toml"

// An Account is a service and who the learner is there.
type Account struct {
	Server string // the address: "https://class.example.org"
	CA     string // a file with certificates to trust besides the system's; may be empty
	NoTLS  bool   // the learner has said that nobody is between
	Token  string // empty: there is none
}

var (
	// ErrNone says that no service is known.
	ErrNone = tr.Error("no service to hand in to is known")
	// ErrNoToken says that there is no token for the service.
	ErrNoToken = tr.Error("you are not logged in")
	// ErrAddress is wrapped when an address is none.
	ErrAddress = tr.Error("it is no address of a service")
	// ErrOpen says that whoever is between could read the token.
	ErrOpen = tr.Error("http does not hide the token from whoever is between")
)

// written is what stands in the file.
type written struct {
	URL   string `toml:"url"`
	CA    string `toml:"ca,omitempty"`
	NoTLS bool   `toml:"no_tls,omitempty"`
}

// Find finds the account for the course at root. server is the address that was asked for,
// or empty. With [ErrNoToken] the account is whole but for the token.
func Find(root, server string, getenv func(string) string) (Account, error) {
	a, err := read(root)
	if err != nil {
		return Account{}, err
	}
	if server == "" {
		server = getenv(ServerEnv)
	}
	named := server != ""
	if named {
		address, err := Address(server)
		if err != nil {
			return Account{}, err
		}
		if address != a.Server {
			a = Account{Server: address} // what the file says is about another one
		}
	}
	if a.Server == "" {
		return Account{}, ErrNone
	}
	if err := a.Safe(); err != nil {
		return Account{}, err
	}
	if named {
		a.Token = getenv(TokenEnv)
	}
	if a.Token == "" {
		a.Token, err = readToken(a.Server)
	}
	if err == nil && a.Token == "" {
		err = tr.Errorf("%w to %s", ErrNoToken, a.Server)
	}
	return a, err
}

func read(root string) (Account, error) {
	name := filepath.Join(root, progress.Dir, file)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Account{}, nil
	}
	if err != nil {
		return Account{}, tr.Errorf("reading which service to hand in to: %w", err)
	}
	var w written
	if err := toml.Unmarshal(data, &w); err != nil {
		return Account{}, fmt.Errorf("%s: %w", name, err)
	}
	server, err := Address(w.URL)
	if err != nil {
		return Account{}, fmt.Errorf("%s: %w", name, err)
	}
	return Account{Server: server, CA: w.CA, NoTLS: w.NoTLS}, nil
}

// Address is what was written as an address in the one form that is kept. Without a
// scheme it is https.
func Address(text string) (string, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrAddress, err)
	case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return "", tr.Errorf("%w: %q is not like https://class.example.org", ErrAddress, text)
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return "", tr.Errorf("%w: %q has more than a host and a path", ErrAddress, u.Redacted())
	}
	return strings.TrimRight(u.Scheme+"://"+strings.ToLower(u.Host)+u.Path, "/"), nil
}

// Safe refuses to send a token where others could read it.
func (a Account) Safe() error {
	u, err := url.Parse(a.Server)
	if err != nil {
		return err
	}
	if u.Scheme == "https" || a.NoTLS || u.Hostname() == "localhost" {
		return nil
	}
	if ip := net.ParseIP(u.Hostname()); ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("%s: %w", a.Server, ErrOpen)
}

// Keep has the course at root hand in by this account from now on.
func (a Account) Keep(root string) error {
	if err := a.Safe(); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(written{URL: a.Server, CA: a.CA, NoTLS: a.NoTLS}); err != nil {
		return tr.Errorf("keeping which service to hand in to: %w", err)
	}
	dir := filepath.Join(root, progress.Dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return tr.Errorf("keeping which service to hand in to: %w", err)
	}
	if err := atomicfile.Write(filepath.Join(dir, file), b.Bytes()); err != nil {
		return tr.Errorf("keeping which service to hand in to: %w", err)
	}
	return a.keepToken()
}
