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

// Handed is what somebody hands in.
type Handed struct {
	Person   int64
	Exercise string
	Archive  []byte
	Once     string // the client's name for the request, so that it may be repeated; may be empty
}

// A Submission is something that was handed in, without the archive and the whole verdict.
type Submission struct {
	ID        int64
	Person    int64
	Exercise  string
	State     State
	Attempts  int // gradings that have begun
	HandedIn  time.Time
	Graded    time.Time      // zero: not yet
	Verdict   report.Verdict // empty: not yet
	Points    int
	MaxPoints int
	Stop      string // what did not pass first, in words; empty after a pass
}

// A State is how far a submission is.
type State string

// The states.
const (
	Waiting State = "waiting"
	Grading State = "grading"
	Done    State = "done"
)

// ErrNone says that there is no such submission.
var ErrNone = errors.New("there is no such submission")

const submissionColumns = "id, person, exercise, state, attempts, handed_in, graded, verdict, points, max_points, stop"

func scanSubmission(row scanner) (sub Submission, err error) {
	var handed int64
	var graded, points, most sql.NullInt64
	var verdict, stop sql.NullString
	err = row.Scan(&sub.ID, &sub.Person, &sub.Exercise, &sub.State, &sub.Attempts, &handed, &graded, &verdict, &points, &most, &stop)
	if err != nil {
		return Submission{}, err
	}
	sub.HandedIn, sub.Verdict, sub.Stop = moment(handed), report.Verdict(verdict.String), stop.String
	sub.Points, sub.MaxPoints = int(points.Int64), int(most.Int64)
	if graded.Valid {
		sub.Graded = moment(graded.Int64)
	}
	return sub, nil
}

// HandIn keeps what was handed in; fresh is false when the same request was kept before.
func (s *Store) HandIn(ctx context.Context, h Handed) (sub Submission, fresh bool, err error) {
	once := sql.NullString{String: h.Once, Valid: h.Once != ""}
	err = s.within(ctx, func(tx *sql.Tx) error {
		if once.Valid {
			sub, err = scanSubmission(tx.QueryRowContext(ctx, "SELECT "+submissionColumns+" FROM submissions WHERE person = ? AND once = ?", h.Person, once))
			if !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		fresh = true
		sub, err = scanSubmission(tx.QueryRowContext(ctx,
			"INSERT INTO submissions (person, exercise, archive, once, handed_in) VALUES (?, ?, ?, ?, ?) RETURNING "+submissionColumns,
			h.Person, h.Exercise, h.Archive, once, millis(time.Now())))
		return err
	})
	if err != nil {
		return Submission{}, false, fmt.Errorf("keeping what was handed in: %w", err)
	}
	return sub, fresh, nil
}

// Submission is one that was handed in, or the error is [ErrNone].
func (s *Store) Submission(ctx context.Context, id int64) (Submission, error) {
	sub, err := scanSubmission(s.db.QueryRowContext(ctx, "SELECT "+submissionColumns+" FROM submissions WHERE id = ?", id))
	return sub, none(err, "reading submission %d", id)
}

// Archive is what was handed in.
func (s *Store) Archive(ctx context.Context, id int64) (data []byte, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT archive FROM submissions WHERE id = ?", id).Scan(&data)
	return data, none(err, "reading submission %d", id)
}

// Result is the verdict on a submission; nil when there is none yet.
func (s *Store) Result(ctx context.Context, id int64) (*report.Exercise, error) {
	var text sql.NullString
	err := s.db.QueryRowContext(ctx, "SELECT result FROM submissions WHERE id = ?", id).Scan(&text)
	if err != nil || !text.Valid {
		return nil, none(err, "reading the verdict on submission %d", id)
	}
	return decodeResult(text.String)
}

func none(err error, format string, args ...any) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		err = ErrNone
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err)
}

func decodeResult(text string) (*report.Exercise, error) {
	var ex report.Exercise
	if err := json.Unmarshal([]byte(text), &ex); err != nil {
		return nil, fmt.Errorf("reading a verdict: %w", err)
	}
	return &ex, nil
}

// Open are those without a verdict, in the order in which they were handed in.
func (s *Store) Open(ctx context.Context) ([]Submission, error) {
	return collect(ctx, s, "what waits", scanSubmission, "SELECT "+submissionColumns+" FROM submissions WHERE state <> 'done' ORDER BY id")
}

// Of are a person's, in the order in which they were handed in.
func (s *Store) Of(ctx context.Context, person int64) ([]Submission, error) {
	return collect(ctx, s, "somebody's submissions", scanSubmission, "SELECT "+submissionColumns+" FROM submissions WHERE person = ? ORDER BY id", person)
}

// All are everybody's, in the order in which they were handed in.
func (s *Store) All(ctx context.Context) ([]Submission, error) {
	return collect(ctx, s, "the submissions", scanSubmission, "SELECT "+submissionColumns+" FROM submissions ORDER BY id")
}
