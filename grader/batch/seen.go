package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
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
}

// A sighting is the line of a journal about a try. Another of the same work says under
// which key its newest verdict is; the time is the first's.
type sighting struct {
	Student  string    `json:"student"`
	Exercise string    `json:"exercise"`
	Work     string    `json:"work"` // names the files, and nothing that a verdict depends on besides
	Key      string    `json:"key"`  // of the verdict
	At       time.Time `json:"at"`
}

// A spot is what sightings of one work by one student share.
type spot struct{ student, exercise, work string }

func (s sighting) spot() spot { return spot{s.Student, s.Exercise, s.Work} }

// Tries are those that the journal knows of, in the order of their times.
func (j *Journal) Tries() []Try {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []Try
	for _, s := range j.seen {
		all = append(all, Try{s.Student, s.Exercise, s.At, j.known[s.Key].Verdict})
	}
	slices.SortFunc(all, func(a, b Try) int {
		return cmp.Or(a.Seen.Compare(b.Seen), cmp.Compare(a.Student, b.Student), cmp.Compare(a.Exercise, b.Exercise))
	})
	return all
}

// see keeps what is new of sightings, all in one write.
func (j *Journal) see(all []sighting) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var lines []byte
	fresh := map[spot]sighting{}
	for _, s := range all {
		known, ok := j.seen[s.spot()]
		if ok && (known.Key == s.Key || s.Key == "") {
			continue
		}
		if ok {
			s.At = known.At
		}
		line, err := json.Marshal(entry{Format: journalFormat, Seen: &s})
		if err != nil {
			return fmt.Errorf("encoding what was met: %w", err)
		}
		lines = append(append(lines, line...), '\n')
		fresh[s.spot()] = s
	}
	if len(lines) == 0 {
		return nil
	}
	if err := j.append(lines); err != nil {
		return err
	}
	for at, s := range fresh {
		j.seen[at] = s
	}
	return nil
}

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
