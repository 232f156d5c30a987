// Package store keeps what a class's service must not lose: who belongs to the class, what
// they have handed in, and the verdicts. It is one SQLite file, and the only package that
// knows so.
//
//	s, err := store.Open(ctx, "class.db")
//	…
//	defer s.Close()
//	sub, fresh, err := s.HandIn(ctx, store.Handed{Person: p.ID, Exercise: "02_spawned", Archive: data})
//
// What a method has returned without an error is on the disk. Several processes may have
// the file open: `class add` works while the service runs.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite": SQLite in Go, without cgo
)

// A Store is an open file. It is safe for concurrent use.
type Store struct {
	db   *sql.DB
	path string // absolute
}

//go:embed schema.sql
var schema string

// version is that of schema.sql.
const version = 1

// ErrVersion says that the file was made by a newer program.
var ErrVersion = errors.New("it was made by a newer version of workbook")

// settings hold for each connection: a commit is on the disk before it returns, and who
// finds the file locked waits.
const settings = "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(on)&_pragma=busy_timeout(20000)&_txlock=immediate"

// Open opens the file at path, which is made when it is not there, for this user alone.
func Open(ctx context.Context, path string) (_ *Store, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening the class: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("opening the class: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the class: %w", err)
	}
	f.Close()
	db, err := sql.Open("sqlite", fileURL(path)+settings)
	if err != nil {
		return nil, fmt.Errorf("opening the class in %s: %w", path, err)
	}
	// One connection: SQLite has one writer anyway, and no question here takes long.
	db.SetMaxOpenConns(1)
	s := &Store{db, path}
	if err := s.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("opening the class in %s: %w", path, err)
	}
	return s, nil
}

// fileURL names a file as SQLite wants it, whatever characters are in the name.
func fileURL(path string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
}

// migrate makes the tables of a new file.
func (s *Store) migrate(ctx context.Context) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		switch {
		case have == version:
			return nil
		case have > version:
			return ErrVersion
		}
		_, err := tx.ExecContext(ctx, schema)
		return err
	})
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// within runs f in one transaction.
func (s *Store) within(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
