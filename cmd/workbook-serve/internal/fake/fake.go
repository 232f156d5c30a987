// Package fake has a grader for tests of the service in which grading is not the point: a
// submission's first comment says how it is graded.
package fake

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"workbook/grader"
	"workbook/grader/report"
)

// A Grader gives the verdict that is the first word of a submission's first file.
type Grader struct {
	Temp  string                 // a folder for its temporary ones
	Gate  chan struct{}          // each grading waits for a token; nil: none does
	Began chan string            // the words, as grading begins
	Hang  func(word string) bool // whether a grading does not come to its end; may be nil
	Text  func(text string)      // hears of each grading that came to its end; may be nil

	mu     sync.Mutex
	graded []string
	under  []grader.Schedules
}

// New is a grader that keeps its temporary folders in temp.
func New(temp string) *Grader { return &Grader{Temp: temp, Began: make(chan string, 1000)} }

// Graded are the words of what came to its end.
func (f *Grader) Graded() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.graded...)
}

// Under are the schedules that were asked for, of what came to its end.
func (f *Grader) Under() []grader.Schedules {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]grader.Schedules(nil), f.under...)
}

func (f *Grader) Folder(pattern string) (string, error) { return os.MkdirTemp(f.Temp, pattern) }

func (f *Grader) Identity(context.Context, string) (string, error) { return "one", nil }

func (f *Grader) Warm(context.Context, string, bool, func(grader.Warming)) error { return nil }

func (f *Grader) Isolation() string { return "L2: pretended" }

func (f *Grader) Close() error { return nil }

func (f *Grader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	sub := req.Submissions[0]
	word, rest, err := read(sub.Dir)
	if err != nil {
		return nil, err
	}
	on(grader.StageStarted{Exercise: sub.Exercise, Stage: report.Compile})
	f.Began <- word
	if f.Gate != nil {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.Gate:
		}
	}
	if f.Hang != nil && f.Hang(word) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if word == "broken" {
		return nil, errors.New("the engine stumbled")
	}
	f.mu.Lock()
	f.graded, f.under = append(f.graded, word), append(f.under, req.Schedules)
	f.mu.Unlock()
	if f.Text != nil {
		f.Text(word + " " + rest)
	}
	ex := verdict(sub.Exercise, report.Verdict(word), rest)
	on(grader.Finished{Exercise: ex})
	return &report.Report{Exercises: []report.Exercise{ex}}, nil
}

func read(dir string) (word, rest string, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		return "", "", errors.Join(err, errors.New("there are no Go files"))
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		return "", "", err
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(data), "//"), "\n")
	word, rest, _ = strings.Cut(line, " ")
	return word, rest, nil
}

// verdict says the rest of the comment wherever a submission has its say.
func verdict(exercise string, v report.Verdict, says string) report.Exercise {
	ex := report.Exercise{ID: exercise, Title: exercise, Verdict: v, MaxPoints: 2, Message: "/srv/secret/solutions " + says, Isolation: "L2: pretended",
		Stages: []report.Stage{{Name: report.Compile, Verdict: report.Pass}},
		Checks: []report.Check{{Name: "TestA", Title: "It works", Kind: report.Inside, Required: true, Verdict: v, MaxPoints: 2, Message: says, Output: says, Got: says}}}
	if v.Passed() {
		ex.Points, ex.Message, ex.Checks[0].Points = 2, "", 2
	}
	return ex
}

// Archive is a submission with that first comment.
func Archive(comment string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.go")
	if err == nil {
		_, err = fmt.Fprintf(w, "//%s\npackage a\n", comment)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}
