package web

import (
	"net/http"
	"strings"

	"workbook/cmd/workbook-serve/internal/store"
)

func (s *service) loginPage(w http.ResponseWriter, r *http.Request) {
	if _, err := s.session(r); err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.askForToken(w, r, http.StatusOK, "")
}

func (s *service) askForToken(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	if err := s.show(w, status, "login", frame{Title: "Log in", Body: wrong}); err != nil {
		s.complain(w, r, err)
	}
}

// maxForm is the largest form that is read.
const maxForm = 4 << 10

// login begins a session by a token.
func (s *service) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	p, err := s.who(r, strings.TrimSpace(r.PostFormValue("token")))
	if err != nil {
		trouble := s.problemOf(err)
		trouble.announce(w)
		s.askForToken(w, r, trouble.status, trouble.text)
		return
	}
	secret, err := s.Store.Login(r.Context(), p.ID)
	if err != nil {
		s.complain(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie(secret, int(store.SessionLength.Seconds())))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// cookie is that of a session; it ends at once when its age is negative.
func (s *service) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteStrictMode,
	}
}

func (s *service) logout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(s.cookieName()); err == nil {
		if err := s.Store.Logout(r.Context(), cookie.Value); err != nil {
			s.complain(w, r, err)
			return
		}
	}
	http.SetCookie(w, s.cookie("", -1))
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}
