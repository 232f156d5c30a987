package farm

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Access says where a queue is and who we are, by the means of NATS.
type Access struct {
	URL       string // nats://host:4222, tls://…, several with commas between; may hold a user and a password
	Creds     string // a file of credentials (JWT and seed)
	NKey      string // a file with the seed of an nkey
	TokenFile string // a file with a token
	Token     string // the token itself
	CA        string // a file of certificates that the server's is checked with
	Cert, Key string // files of our own certificate

	// Within is a server in this process, which is then reached without a network; URL and
	// certificates are not needed.
	Within nats.InProcessConnProvider

	Name string            // of this connection, for who looks at the server
	Tell func(text string) // hears when the connection is lost and comes back; may be nil
}

const (
	reconnectWait = 500 * time.Millisecond
	pingInterval  = 10 * time.Second // three without an answer, and the connection counts as lost
	pingsOut      = 3
)

func (a Access) options() ([]nats.Option, error) {
	tell := a.Tell
	if tell == nil {
		tell = func(string) {}
	}
	options := []nats.Option{
		nats.Name(a.Name), nats.MaxReconnects(-1), nats.ReconnectWait(reconnectWait), nats.Timeout(patienceForAnAnswer),
		nats.ReconnectBufSize(-1), // what cannot be sent now is an error now, and is tried again by who knows whether it should
		nats.PingInterval(pingInterval), nats.MaxPingsOutstanding(pingsOut),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				tell(fmt.Sprintf("the connection to the queue is lost (%v); trying again", err))
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { tell("the queue answers again") }),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // by default it writes to standard error
	}
	if a.Within != nil {
		options = append(options, nats.InProcessServer(a.Within))
	}
	token, err := a.token()
	switch {
	case err != nil:
		return nil, err
	case token != "":
		options = append(options, nats.Token(token))
	}
	if a.Creds != "" {
		options = append(options, nats.UserCredentials(a.Creds))
	}
	if a.NKey != "" {
		option, err := nats.NkeyOptionFromSeed(a.NKey)
		if err != nil {
			return nil, fmt.Errorf("reading the nkey: %w", err)
		}
		options = append(options, option)
	}
	if a.CA != "" {
		options = append(options, nats.RootCAs(a.CA))
	}
	if a.Cert != "" || a.Key != "" {
		options = append(options, nats.ClientCert(a.Cert, a.Key))
	}
	return options, nil
}

func (a Access) token() (string, error) {
	if a.TokenFile == "" {
		return a.Token, nil
	}
	data, err := os.ReadFile(a.TokenFile)
	if err != nil {
		return "", fmt.Errorf("reading the token: %w", err)
	}
	return strings.TrimSpace(string(data)), nil
}

// server is the URL without what is secret in it.
func (a Access) server() string {
	if a.Within != nil {
		return "this program"
	}
	var shown []string
	for part := range strings.SplitSeq(a.URL, ",") {
		if u, err := url.Parse(strings.TrimSpace(part)); err == nil {
			u.User = nil
			part = u.String()
		}
		shown = append(shown, part)
	}
	return strings.Join(shown, ",")
}
