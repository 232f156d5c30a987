package trace

import (
	"strconv"
	"strings"
)

// A Race is one report of the race detector.
type Race struct {
	Accesses []Access // two: the one that was caught and the one before it; never more than a few
	Text     string   // the whole report
}

// An Access is one side of a race.
type Access struct {
	Op        string  // "read", "write", "atomic read" or "atomic write"
	Previous  bool    // the earlier of the two
	Goroutine int     // 0 for the main goroutine
	Frames    []Frame // empty when the detector had forgotten them
	CreatedBy []Frame // where the goroutine was started, innermost first; empty when unknown
}

// maxAccesses bounds what is read of a report: more is not from the detector.
const maxAccesses = 8

const raceFence = "=================="

// ParseRaces reads every race report in text.
func ParseRaces(text []byte) []Race {
	lines := splitLines(text)
	var races []Race
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "WARNING: DATA RACE" {
			continue
		}
		end := i + 1
		for end < len(lines) && strings.TrimSpace(lines[end]) != raceFence {
			end++
		}
		races = append(races, parseRace(lines[i:end]))
		i = end
	}
	return races
}

func parseRace(lines []string) Race {
	r := Race{Text: strings.Join(lines, "\n")}
	for i := 1; i < len(lines); i++ {
		a, isAccess := access(lines[i])
		id, isCreation := creation(lines[i])
		if !isAccess && !isCreation {
			continue
		}
		frames, took := parseFrames(lines[i+1:])
		i += took
		if isAccess {
			if a.Frames = frames; len(r.Accesses) < maxAccesses {
				r.Accesses = append(r.Accesses, a)
			}
			continue
		}
		for j := range r.Accesses {
			if r.Accesses[j].Goroutine == id {
				r.Accesses[j].CreatedBy = frames
			}
		}
	}
	return r
}

// access reads "Previous write at 0x00c000018108 by goroutine 8:".
func access(line string) (Access, bool) {
	op, rest, ok := strings.Cut(line, " at 0x")
	if !ok || strings.HasPrefix(line, " ") {
		return Access{}, false
	}
	_, who, ok := strings.Cut(rest, " by ")
	if !ok {
		return Access{}, false
	}
	var a Access
	op, a.Previous = strings.CutPrefix(op, "Previous ")
	a.Op = strings.ToLower(op)
	who = strings.TrimSuffix(who, ":")
	if n, ok := strings.CutPrefix(who, "goroutine "); ok {
		a.Goroutine, _ = strconv.Atoi(n)
	}
	return a, true
}

// creation reads "Goroutine 7 (running) created at:".
func creation(line string) (int, bool) {
	rest, ok := strings.CutPrefix(line, "Goroutine ")
	if !ok || !strings.HasSuffix(line, "created at:") {
		return 0, false
	}
	n, _, _ := strings.Cut(rest, " ")
	id, err := strconv.Atoi(n)
	return id, err == nil
}
