package store

import (
	"context"
	"fmt"
	"time"
)

// SessionLength is how long a browser stays logged in.
const SessionLength = 30 * 24 * time.Hour

// Login begins a session of a browser, and returns the secret of its cookie.
func (s *Store) Login(ctx context.Context, person int64) (cookie string, err error) {
	cookie = newSecret()
	now := time.Now()
	if _, err := s.db.ExecContext(ctx, "DELETE FROM sessions WHERE ends < ?", millis(now)); err != nil {
		return "", fmt.Errorf("logging in: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO sessions (cookie, person, ends) VALUES (?, ?, ?)",
		hash(cookie), person, millis(now.Add(SessionLength))); err != nil {
		return "", fmt.Errorf("logging in: %w", err)
	}
	return cookie, nil
}

// Session is whose session it is, or the error is [ErrToken].
func (s *Store) Session(ctx context.Context, cookie string) (Person, error) {
	return s.onePerson(ctx, ErrToken, "SELECT "+personColumns+` FROM sessions JOIN people ON people.id = sessions.person
		WHERE sessions.cookie = ? AND sessions.ends > ? AND people.revoked IS NULL`, hash(cookie), millis(time.Now()))
}

// Logout ends a session.
func (s *Store) Logout(ctx context.Context, cookie string) error {
	if _, err := s.db.ExecContext(ctx, "DELETE FROM sessions WHERE cookie = ?", hash(cookie)); err != nil {
		return fmt.Errorf("logging out: %w", err)
	}
	return nil
}
