package farm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"workbook/grader"
	"workbook/grader/policy"
)

// A job is a submission on its way to a worker, as a message holds it.
type job struct {
	order order
	files []policy.File
}

// An order says how a submission is to be graded.
type order struct {
	Format   int    `json:"format"` // jobFormat
	Exercise string `json:"exercise"`
	Identity string `json:"identity"` // of the exercise, where it was handed in

	Race       grader.RaceMode  `json:"race,omitempty"`
	Schedules  grader.Schedules `json:"schedules,omitzero"`
	Seed       uint64           `json:"seed,omitempty"`
	Runs       int              `json:"runs,omitempty"`
	Processors []int            `json:"processors,omitempty"`
	Checks     []string         `json:"checks,omitempty"`
	FailFast   bool             `json:"fail_fast,omitempty"`
}

// jobFormat is raised when a job changes its meaning. Queues of two formats have two
// programs, too, and so two charters.
const jobFormat = 2

func newJob(exercise, identity string, files []policy.File, req grader.Request) job {
	return job{files: files, order: order{
		Format: jobFormat, Exercise: exercise, Identity: identity,
		Race: req.Race, Schedules: req.Schedules, Seed: req.Seed, Runs: req.Runs, Processors: req.Processors, Checks: req.Checks, FailFast: req.FailFast,
	}}
}

// request is what a worker asks the engine, of a submission in a folder.
func (j job) request(dir string) grader.Request {
	o := j.order
	return grader.Request{
		Submissions: []grader.Submission{{Exercise: o.Exercise, Dir: dir}},
		Race:        o.Race, Schedules: o.Schedules, Seed: o.Seed, Runs: o.Runs, Processors: o.Processors, Checks: o.Checks, FailFast: o.FailFast,
	}
}

// key names all that the verdict depends on: work of one key is the same work.
func (j job) key(hash string) (string, error) {
	order, err := json.Marshal(j.order)
	if err != nil {
		return "", fmt.Errorf("encoding a submission's order: %w", err)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n", order, hash)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// orderName is the first file of an archive. No submission has a file of its name.
const orderName = "order.json"

// maxUnpacked bounds what an archive may become.
const maxUnpacked = policy.MaxTotalBytes + 1<<20

// encode makes the message: a compressed archive of the order and the files.
func (j job) encode() ([]byte, error) {
	order, err := json.Marshal(j.order)
	if err != nil {
		return nil, fmt.Errorf("encoding a submission's order: %w", err)
	}
	var buf bytes.Buffer
	zipped := gzip.NewWriter(&buf)
	archive := tar.NewWriter(zipped)
	for _, f := range append([]policy.File{{Name: orderName, Data: order}}, j.files...) {
		if err := archive.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o600, Size: int64(len(f.Data))}); err != nil {
			return nil, fmt.Errorf("packing %s: %w", f.Name, err)
		}
		if _, err := archive.Write(f.Data); err != nil {
			return nil, fmt.Errorf("packing %s: %w", f.Name, err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		return nil, fmt.Errorf("packing a submission: %w", err)
	}
	return buf.Bytes(), nil
}

// decode reads a message, which anybody with access to the queue may have written.
func decode(message []byte) (job, error) {
	var j job
	zipped, err := gzip.NewReader(bytes.NewReader(message))
	if err != nil {
		return j, fmt.Errorf("unpacking a submission: %w", err)
	}
	archive := tar.NewReader(io.LimitReader(zipped, maxUnpacked))
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return j, fmt.Errorf("unpacking a submission: %w", err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return j, fmt.Errorf("unpacking %q: %w", header.Name, err)
		}
		if header.Name == orderName {
			if err := json.Unmarshal(data, &j.order); err != nil {
				return j, fmt.Errorf("reading a submission's order: %w", err)
			}
			continue
		}
		if len(j.files) == policy.MaxFiles {
			return j, fmt.Errorf("a submission has more than %d files", policy.MaxFiles)
		}
		j.files = append(j.files, policy.File{Name: header.Name, Data: data})
	}
	if j.order.Format != jobFormat {
		return j, fmt.Errorf("a submission has the format %d, and this program knows %d", j.order.Format, jobFormat)
	}
	return j, nil
}

// write lays the files into an empty folder. What they may be called and hold, the engine
// decides once more when it reads them; here no name leads out of the folder.
func (j job) write(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("laying out a submission: %w", err)
	}
	defer root.Close()
	for _, f := range j.files {
		if f.Name != filepath.Base(f.Name) {
			return fmt.Errorf("laying out a submission: %q is no name of a file", f.Name)
		}
		to, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("laying out a submission: %w", err)
		}
		_, err = to.Write(f.Data)
		if err = errors.Join(err, to.Close()); err != nil {
			return fmt.Errorf("laying out a submission: %w", err)
		}
	}
	return nil
}
