package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"workbook/grader/report"
)

// Begin says that grading a submission begins, and returns the how manieth time.
func (s *Store) Begin(ctx context.Context, id int64) (attempt int, err error) {
	err = s.db.QueryRowContext(ctx,
		"UPDATE submissions SET state = 'grading', attempts = attempts + 1 WHERE id = ? AND state <> 'done' RETURNING attempts", id).Scan(&attempt)
	return attempt, none(err, "beginning to grade submission %d", id)
}

// PutBack says that grading was given up, and the attempt does not count.
func (s *Store) PutBack(ctx context.Context, id int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE submissions SET state = 'waiting', attempts = max(attempts - 1, 0) WHERE id = ? AND state = 'grading'", id)
	if err != nil {
		return fmt.Errorf("putting back submission %d: %w", id, err)
	}
	return nil
}

// Settled is a verdict to keep.
type Settled struct {
	Result report.Exercise
	Stop   string // what did not pass first, in words
	Key    string // of the work; empty: the verdict is not for the same work of others
}

// Settle keeps the verdict on a submission.
func (s *Store) Settle(ctx context.Context, id int64, v Settled) error {
	err := s.within(ctx, func(tx *sql.Tx) error {
		if v.Key != "" {
			if err := share(ctx, tx, v.Key, v.Result); err != nil {
				return err
			}
		}
		text, err := json.Marshal(v.Result)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE submissions SET state = 'done', graded = ?, verdict = ?, points = ?, max_points = ?, stop = ?, result = ?
			WHERE id = ? AND state <> 'done'`, millis(time.Now()), v.Result.Verdict, v.Result.Points, v.Result.MaxPoints, v.Stop, string(text), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping the verdict on submission %d: %w", id, err)
	}
	return nil
}

// share keeps a verdict for whoever hands in the same.
func share(ctx context.Context, tx *sql.Tx, key string, ex report.Exercise) error {
	ex.Student = ""
	text, err := json.Marshal(ex)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO verdicts (key, result) VALUES (?, ?) ON CONFLICT DO NOTHING", key, string(text))
	return err
}

// Known is the verdict on the work with that key; nil when there is none.
func (s *Store) Known(ctx context.Context, key string) (*report.Exercise, error) {
	var text string
	err := s.db.QueryRowContext(ctx, "SELECT result FROM verdicts WHERE key = ?", key).Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("looking for a verdict: %w", err)
	}
	return decodeResult(text)
}
