package report

import (
	"io"
	"net/url"
	"slices"
	"strings"
)

// The parts of SARIF 2.1.0 that GitHub's code scanning and editors read; see
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Results []sarifResult `json:"results"`
	Columns string        `json:"columnKind"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID   string    `json:"id"`
	Text sarifText `json:"shortDescription"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	Rule      string          `json:"ruleId"`
	Index     int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPlace `json:"physicalLocation"`
}

type sarifPlace struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

var sarifLevels = map[level]string{failing: "error", warning: "warning", notice: "note"}

// WriteSARIF writes r as a SARIF log, for code scanning and for editors: a result for
// everything that is wrong, at its place. What has no place in a file is of the
// exercise's folder.
func WriteSARIF(w io.Writer, r *Report) error {
	r = r.orEmpty()
	run := sarifRun{
		Tool:    sarifTool{sarifDriver{Name: "workbook", Rules: []sarifRule{}}},
		Results: []sarifResult{}, Columns: "unicodeCodePoints",
	}
	for i := range r.Exercises {
		e := &r.Exercises[i]
		for _, f := range e.findings() {
			if f.file == "" {
				f.file = "exercises/" + e.ID
			}
			run.add(f)
		}
	}
	return writeIndented(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	}, "as SARIF")
}

func (run *sarifRun) add(f finding) {
	rules := &run.Tool.Driver.Rules
	rule := line(f.rule)
	if rule == "" {
		rule = "verdict"
	}
	i := slices.IndexFunc(*rules, func(r sarifRule) bool { return r.ID == rule })
	if i < 0 {
		i = len(*rules)
		*rules = append(*rules, sarifRule{ID: rule, Text: sarifText{line(f.what)}})
	}
	at := sarifPlace{Artifact: sarifArtifact{uri(f.file)}}
	if f.line > 0 {
		at.Region = &sarifRegion{StartLine: f.line, StartColumn: max(0, f.column)}
	}
	run.Results = append(run.Results, sarifResult{
		Rule: rule, Index: i, Level: sarifLevels[f.level],
		Message:   sarifText{text(f.exercise + ": " + f.message)},
		Locations: []sarifLocation{{at}},
	})
}

// uri writes a path with slashes as a relative reference.
func uri(path string) string {
	u := url.URL{Path: strings.TrimPrefix(OneLine(path), "./")}
	return u.String()
}
