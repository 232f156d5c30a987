package remote

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/tr"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A ProblemsError says that a folder cannot be handed in as it is.
type ProblemsError struct{ Problems []report.Problem }

func (e *ProblemsError) Error() string {
	first := e.Problems[0]
	if first.File == "" {
		return first.Message
	}
	return first.File + ": " + first.Message
}

// Pack packs the Go files in the folder of an exercise, as they are read when they are
// graded here. The error is a [*ProblemsError] when they would be refused.
func Pack(dir, exercise string) ([]byte, error) {
	src, problems := policy.Read(dir, "exercises/"+exercise+"/")
	if len(problems) > 0 {
		return nil, &ProblemsError{problems}
	}
	var b bytes.Buffer
	compressed := gzip.NewWriter(&b)
	archive := tar.NewWriter(compressed)
	for _, f := range src.Files {
		header := &tar.Header{Name: exercise + "/" + f.Name, Mode: 0o644, Size: int64(len(f.Data)), Format: tar.FormatPAX}
		if err := archive.WriteHeader(header); err != nil {
			return nil, tr.Errorf("packing %s: %w", exercise, err)
		}
		if _, err := archive.Write(f.Data); err != nil {
			return nil, tr.Errorf("packing %s: %w", exercise, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, tr.Errorf("packing %s: %w", exercise, err)
	}
	if err := compressed.Close(); err != nil {
		return nil, tr.Errorf("packing %s: %w", exercise, err)
	}
	return b.Bytes(), nil
}

// HandIn hands in what [Pack] has packed. When it returns without an error, the service
// keeps it.
func (s *Service) HandIn(ctx context.Context, exercise string, packed []byte) (sub api.Submission, err error) {
	header := http.Header{}
	header.Set("Content-Type", "application/gzip")
	header.Set(api.IdempotencyKey, rand.Text()) // the same for each try
	path := api.PathSubmissions + "?" + url.Values{"exercise": {exercise}}.Encode()
	return sub, s.ask(ctx, http.MethodPost, path, packed, header, &sub)
}
