package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// A Try is work of a student that a batch has met: work that is new, whether or not its
// verdict was known. A batch that is run again, as students hand in again, so learns what
// they tried, and when at the latest.
type Try struct {
	Student, Exercise string
	Seen              time.Time      // when a batch met it first
	Verdict           report.Verdict // the newest; empty: none is known
	NotBegun          bool           // it was the stub, as it was handed out when a batch met it last
}

// A sighting is the line of a journal about a try. Another of the same work says under
// which key its newest verdict is; the time is the first's.
type sighting struct {
	Student  string    `json:"student"`
	Exercise string    `json:"exercise"`
	Work     string    `json:"work"` // names the files, and nothing that a verdict depends on besides
	Key      string    `json:"key"`  // of the verdict
	At       time.Time `json:"at"`
	Stub     bool      `json:"stub,omitempty"` // it is what was handed out
}

// A spot is what sightings of one work by one student share.
type spot struct{ student, exercise, work string }

func (s sighting) spot() spot { return spot{s.Student, s.Exercise, s.Work} }

// A content names the files of a row.
type content struct {
	hash    string
	refused []byte
}

// contentOf reads the files of a row.
func contentOf(row Row) (content, error) {
	src, problems := policy.Read(row.Dir, "")
	refused, err := json.Marshal(problems)
	return content{src.Hash, refused}, err
}

// work names the content in a sighting.
func (c content) work() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.hash, c.refused))
	return hex.EncodeToString(sum[:])
}
