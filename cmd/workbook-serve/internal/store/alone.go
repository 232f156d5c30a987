package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ErrServed says that another service grades for the same class.
var ErrServed = errors.New("another service is running for this class")

// Alone makes this process the only one that grades for the class, until release or until
// it ends, however it does; the error is [ErrServed] when another one is. The lock is
// SQLite's, on a file of its own beside the class.
func (s *Store) Alone(ctx context.Context) (release func(), err error) {
	db, err := sql.Open("sqlite", fileURL(s.path+".serving")+"?_pragma=busy_timeout(0)")
	if err != nil {
		return nil, fmt.Errorf("locking the class: %w", err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		db.Close()
		if isBusy(err) {
			return nil, ErrServed
		}
		return nil, fmt.Errorf("locking the class: %w", err)
	}
	return func() { conn.Close(); db.Close() }, nil
}

// isBusy reports whether SQLite found the file locked.
func isBusy(err error) bool {
	var coded interface{ Code() int }
	const busy = 5 // SQLITE_BUSY, of which the upper bits are details
	return errors.As(err, &coded) && coded.Code()&0xff == busy
}
