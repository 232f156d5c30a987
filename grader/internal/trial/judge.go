package trial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// judge says what a process's end means for the check that it was to run. The
// only way to a pass is one record that says so, from a process that then ended
// as a passing test does.
func judge(n names.Names, c course.Check, res jail.Result, limits jail.Limits) wire.Record {
	records, err := readRecords(res.Results)
	mine := wire.Record{Check: c.Name}
	switch {
	case res.Cause == jail.MemoryFull:
		return memoryFull(n, mine, res, limits)
	case res.Asked > 1:
		mine.Verdict, mine.Message = report.Fail, "Something other than the hidden test asked which check this is. Only the hidden test may."
		return mine
	case err != nil:
		mine.Verdict, mine.Message = report.Fail, fmt.Sprintf("What came back from this check is no result (%v). Only the hidden test may write results.", err)
		return mine
	case len(records) > 1 || len(records) == 1 && records[0].Check != c.Name:
		mine.Verdict, mine.Message = report.Fail, "Results came back that were not asked for. Only the hidden test may write results."
		return mine
	case len(records) == 1 && !known(records[0].Verdict):
		mine.Verdict, mine.Message = report.Fail, fmt.Sprintf("The check came back with the unknown verdict %q.", records[0].Verdict)
		return mine
	case len(records) == 1 && !records[0].Verdict.Passed():
		return records[0]
	case res.Cause == jail.WallClock:
		return wallClock(n, mine, res, limits)
	case len(records) == 1 && res.Exit == 0 && res.Signal == nil:
		return records[0]
	case c.Kind == report.Outside:
		mine.Verdict = report.GraderError
		mine.Message = fmt.Sprintf("The referee ended without a result (exit code %d).", res.Exit)
		return mine
	default:
		return crashed(n, mine, res, limits)
	}
}

// known are the verdicts that a process may send.
func known(v report.Verdict) bool {
	switch v {
	case report.Pass, report.Fail, report.Timeout, report.Crash, report.Memory, report.GraderError:
		return true
	}
	return false
}

// readRecords reads what came over the results pipe: whole lines of one record
// each, as wire.Write writes them, and nothing else. It is strict because code under
// test that got hold of the pipe could otherwise hide the record that comes after its
// own: behind it on the same line, or beyond the bytes that are read.
func readRecords(b []byte) ([]wire.Record, error) {
	if len(b) >= jail.MaxResults {
		return nil, fmt.Errorf("more than %d bytes", jail.MaxResults-1)
	}
	var out []wire.Record
	for line := range bytes.Lines(b) {
		if len(line) > wire.MaxRecord {
			return nil, fmt.Errorf("a record of %d bytes", len(line))
		}
		r, err := readRecord(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSpace(string(line[:min(len(line), 80)])), err)
		}
		out = append(out, r)
	}
	return out, nil
}

func readRecord(line []byte) (wire.Record, error) {
	if !bytes.HasSuffix(line, []byte("\n")) {
		return wire.Record{}, io.ErrUnexpectedEOF
	}
	var r wire.Record
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return wire.Record{}, err
	}
	if rest := bytes.TrimSpace(line[dec.InputOffset():]); len(rest) > 0 {
		return wire.Record{}, fmt.Errorf("%d bytes follow the record", len(rest))
	}
	return r, nil
}
