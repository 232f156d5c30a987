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

// Settle keeps the verdict on a submission, and with a key also for the same work of
// others.
func (s *Store) Settle(ctx context.Context, id int64, key string, ex report.Exercise) error {
	text, err := json.Marshal(ex)
	if err != nil {
		return fmt.Errorf("keeping the verdict on submission %d: %w", id, err)
	}
	err = s.within(ctx, func(tx *sql.Tx) error {
		if key != "" {
			ex.Student = "" // it is anybody's
			shared, err := json.Marshal(ex)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO verdicts (key, result) VALUES (?, ?) ON CONFLICT DO NOTHING", key, string(shared)); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE submissions SET state = 'done', graded = ?, verdict = ?, points = ?, max_points = ?, result = ?
			WHERE id = ? AND state <> 'done'`, millis(time.Now()), ex.Verdict, ex.Points, ex.MaxPoints, string(text), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping the verdict on submission %d: %w", id, err)
	}
	return nil
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
