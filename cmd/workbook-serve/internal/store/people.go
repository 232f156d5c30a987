package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"workbook/grader/report"
)

// A Role says what a person may see.
type Role string

// The roles.
const (
	Student    Role = "student"    // own work
	Instructor Role = "instructor" // everybody's
)

// A Person belongs to the class.
type Person struct {
	ID      int64
	Name    string
	Role    Role
	Added   time.Time
	Revoked time.Time // zero: the token is good
}

// Errors about people.
var (
	ErrNobody = errors.New("there is nobody of that name in the class")
	ErrExists = errors.New("there is somebody of that name in the class already")
	ErrToken  = errors.New("the token is not one of this class, or was revoked")
	ErrName   = errors.New("this cannot be a name")
)

// tokenPrefix lets people, and programs that look for secrets, tell what a token is.
const tokenPrefix = "wb_"

// newSecret has 256 random bits.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hash is what is kept of a secret.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// maxName is the longest name, in characters.
const maxName = 100

// checkName refuses what could not be told apart from another name by looking at it.
func checkName(name string) error {
	switch {
	case name == "" || strings.TrimSpace(name) != name:
		return fmt.Errorf("%w: it is empty, or begins or ends with a space", ErrName)
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("%w: it has more than %d characters", ErrName, maxName)
	case !utf8.ValidString(name), strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || report.Invisible(r) }):
		return fmt.Errorf("%w: it has characters that cannot be seen", ErrName)
	}
	return nil
}

// Add takes somebody into the class. The token is not kept and cannot be had again.
func (s *Store) Add(ctx context.Context, name string, role Role) (token string, err error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	token = tokenPrefix + newSecret()
	err = s.within(ctx, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM people WHERE name = ?", name).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return ErrExists
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO people (name, role, token, added) VALUES (?, ?, ?, ?)", name, role, hash(token), millis(time.Now()))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("adding %q: %w", name, err)
	}
	return token, nil
}

// Renew gives somebody another token; the one before, and what browsers have by it, is
// good for nothing any more.
func (s *Store) Renew(ctx context.Context, name string) (token string, err error) {
	token = tokenPrefix + newSecret()
	if err := s.change(ctx, name, "UPDATE people SET token = ?, revoked = NULL WHERE id = ?", hash(token)); err != nil {
		return "", fmt.Errorf("a new token for %q: %w", name, err)
	}
	return token, nil
}

// Revoke takes somebody's access. What they have handed in stays.
func (s *Store) Revoke(ctx context.Context, name string) error {
	if err := s.change(ctx, name, "UPDATE people SET revoked = ? WHERE id = ?", millis(time.Now())); err != nil {
		return fmt.Errorf("revoking the access of %q: %w", name, err)
	}
	return nil
}

// change changes a person and ends their sessions.
func (s *Store) change(ctx context.Context, name, update string, value any) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, "SELECT id FROM people WHERE name = ?", name).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNobody
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, update, value, id); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM sessions WHERE person = ?", id)
		return err
	})
}

const personColumns = "people.id, people.name, people.role, people.added, people.revoked"

// scanner is a row.
type scanner interface{ Scan(...any) error }

func scanPerson(row scanner) (p Person, err error) {
	var added int64
	var revoked sql.NullInt64
	if err = row.Scan(&p.ID, &p.Name, &p.Role, &added, &revoked); err != nil {
		return Person{}, err
	}
	p.Added = moment(added)
	if revoked.Valid {
		p.Revoked = moment(revoked.Int64)
	}
	return p, nil
}

// People are all who ever belonged to the class, by name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	return collect(ctx, s, "the class", scanPerson, "SELECT "+personColumns+" FROM people ORDER BY role DESC, name")
}

// Person is somebody of the class; the error is [ErrNobody] when there is no such.
func (s *Store) Person(ctx context.Context, id int64) (Person, error) {
	return s.onePerson(ctx, ErrNobody, "SELECT "+personColumns+" FROM people WHERE id = ?", id)
}

// Who is the person with that token, or the error is [ErrToken].
func (s *Store) Who(ctx context.Context, token string) (Person, error) {
	return s.onePerson(ctx, ErrToken, "SELECT "+personColumns+" FROM people WHERE token = ? AND revoked IS NULL", hash(token))
}

func (s *Store) onePerson(ctx context.Context, none error, query string, args ...any) (Person, error) {
	p, err := scanPerson(s.db.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, none
	}
	if err != nil {
		return Person{}, fmt.Errorf("looking for somebody of the class: %w", err)
	}
	return p, nil
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, s *Store, what string, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", what, err)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	return all, nil
}

func millis(t time.Time) int64  { return t.UnixMilli() }
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
