package web

import (
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"

	"workbook/cmd/workbook-serve/internal/store"
)

// A handler answers a person of the class.
type handler func(w http.ResponseWriter, r *http.Request, p store.Person) error

// program lets programs in, by their token.
func (s *service) program(next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		p, err := s.who(r, token)
		if err == nil {
			err = next(w, r, p)
		}
		if err != nil && r.Context().Err() == nil {
			s.refuse(w, err)
		}
	}
}

// who is the person with the token. Who has one is always heard: no token can be guessed,
// and behind a proxy, or in the room of a class, all have one address. An
// address that has tried too many wrong ones is told to wait, and nothing more.
func (s *service) who(r *http.Request, token string) (store.Person, error) {
	p, err := s.Store.Who(r.Context(), token)
	if errors.Is(err, store.ErrToken) {
		if wait, ok := s.failures.allow(address(r)); !ok {
			return p, tooMany(wait)
		}
	}
	if err != nil {
		return p, err
	}
	return p, s.often(p)
}

// often counts a request of a person.
func (s *service) often(p store.Person) error {
	if wait, ok := s.requests.allow(key(p)); !ok {
		return tooMany(wait)
	}
	return nil
}

func key(p store.Person) string { return strconv.FormatInt(p.ID, 10) }

// address is where a request comes from. What a proxy says of it is not believed: behind
// one, all share the limit of wrong tokens.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String() // who has one address of IPv6 has these
	}
	return host
}

// cookieName is that of a browser's session. The prefix has browsers insist on TLS.
func (s *service) cookieName() string {
	if s.Secure {
		return "__Host-workbook"
	}
	return "workbook"
}

// page lets browsers in, by their session.
func (s *service) page(next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := s.session(r)
		if errors.Is(err, store.ErrToken) {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		if err == nil {
			err = s.often(p)
		}
		if err == nil {
			err = next(w, r, p)
		}
		if err != nil && r.Context().Err() == nil {
			s.complain(w, r, err)
		}
	}
}

func (s *service) session(r *http.Request) (store.Person, error) {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return store.Person{}, store.ErrToken
	}
	return s.Store.Session(r.Context(), cookie.Value)
}

// instructors lets only instructors in.
func (s *service) instructors(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request, p store.Person) error {
		if p.Role != store.Instructor {
			return errNotYours
		}
		return next(w, r, p)
	}
}
