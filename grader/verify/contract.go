package verify

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/course"
)

// Contract is what the audit table of an exercise, contract.toml, says.
type Contract struct {
	Sentences int `json:"sentences"` // that the task demands something with, or allows
	Broken    int `json:"broken"`    // by a known-wrong solution
	Untested  int `json:"untested"`  // with a reason
}

// contract looks whether the table covers the lesson's task, sentence by sentence.
func (l *look) contract(name, lesson string) {
	sentences, problems := l.course.Contract(l.ex.ID)
	table := course.ContractPath(l.ex.ID)
	note := func(file string, line int, message, hint string) {
		l.problem(Problem{Aspect: "contract", File: file, Line: line, Message: message, Hint: hint})
	}
	for _, p := range problems {
		note(p.File, p.Line, sentenceCase(p.Message), p.Fix)
	}
	for _, s := range sentences {
		l.out.Contract.Sentences++
		switch {
		case s.Untested != "":
			l.out.Contract.Untested++
		case len(s.Broken) > 0:
			l.out.Contract.Broken++
		}
	}
	if len(sentences) == 0 {
		return // and that has been said
	}
	task := taskOf(lesson)
	if task.text == "" {
		note(name, 0, `The lesson has no page that is headed "The task".`, "say on one what the whole contract is")
		return
	}
	// A short text may stand inside a longer one as well, so the longer ones choose first.
	byLength := slices.Clone(sentences)
	slices.SortStableFunc(byLength, func(a, b course.Sentence) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	for _, s := range byLength {
		if s.Text == "" {
			continue
		}
		switch task.cover(s.Text) {
		case absent:
			note(table, s.Line, fmt.Sprintf("The lesson's task does not say this: %s", s.Text),
				"copy the sentence out of "+path.Base(name)+" as it stands there, with its Markdown")
		case twice:
			note(table, s.Line, fmt.Sprintf("The table says this more often than the lesson does: %s", s.Text), "say once what tests it")
		}
	}
	for _, left := range task.left() {
		note(name, left.line, fmt.Sprintf("The task says this, and %s does not say what tests it: %s", path.Base(table), left.text),
			"add a [[sentence]] with this text to "+table)
	}
}

// A task is the Markdown of the pages that say what is demanded, as one line.
type task struct {
	text    string
	lines   []int           // of the lesson, for each byte of text
	covered []bool          // for each byte of text
	said    map[string]bool // the texts that have been looked for
}

var (
	taskHeading = regexp.MustCompile(`^#+\s+The task\b`)
	listMarker  = regexp.MustCompile(`^\s*([-*+]|[0-9]+[.)])\s+`)
)

// taskOf takes the task out of a lesson, without headings, blocks of code and the
// markers of lists.
func taskOf(lesson string) *task {
	t := &task{said: map[string]bool{}}
	inTask, first, inCode := false, true, false
	for i, line := range strings.Split(lesson, "\n") {
		line = strings.TrimRight(line, " \t\r")
		switch {
		case !inCode && line == "---":
			inTask, first = false, true
		case strings.HasPrefix(line, "```"):
			inCode = !inCode
		case inCode, line == "":
		case strings.HasPrefix(line, "#"):
			// The page's own heading is the first thing on it.
			inTask = inTask || first && taskHeading.MatchString(line)
			first = false
		default:
			first = false
			if inTask {
				t.add(listMarker.ReplaceAllString(line, ""), i+1)
			}
		}
	}
	t.covered = make([]bool, len(t.text))
	return t
}

func (t *task) add(line string, number int) {
	words := strings.Join(strings.Fields(line), " ")
	if t.text != "" {
		words = " " + words
	}
	t.text += words
	for range len(words) {
		t.lines = append(t.lines, number)
	}
}

// What comes of looking for a text in the task.
const (
	found = iota
	absent
	twice // it stands there, and was looked for as often already
)

// cover marks the first place of the text that is not marked yet.
func (t *task) cover(text string) int {
	result := absent
	for at := 0; at < len(t.text); {
		i := strings.Index(t.text[at:], text)
		if i < 0 {
			break
		}
		begin, end := at+i, at+i+len(text)
		at = begin + 1
		if !t.wholeWords(begin, end) {
			continue
		}
		if !slices.Contains(t.covered[begin:end], false) {
			result = twice
			continue
		}
		for j := begin; j < end; j++ {
			t.covered[j] = true
		}
		t.said[text] = true
		return found
	}
	if result == twice && !t.said[text] {
		result = found // a part of a longer text, which is no harm
	}
	t.said[text] = true
	return result
}

// wholeWords reports whether no word goes on beyond the piece of text.
func (t *task) wholeWords(begin, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(t.text[:begin])
	first, _ := utf8.DecodeRuneInString(t.text[begin:])
	last, _ := utf8.DecodeLastRuneInString(t.text[:end])
	after, _ := utf8.DecodeRuneInString(t.text[end:])
	return !(isWord(before) && isWord(first)) && !(isWord(last) && isWord(after))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// A leftover is a piece of the task that no text of the table covers.
type leftover struct {
	text string
	line int
}

// left gives what is not covered and says something: white space and punctuation
// do not.
func (t *task) left() []leftover {
	var list []leftover
	for i := 0; i < len(t.text); {
		if t.covered[i] {
			i++
			continue
		}
		begin := i
		for i < len(t.text) && !t.covered[i] {
			i++
		}
		piece := t.text[begin:i]
		first := strings.IndexFunc(piece, isWord)
		if first < 0 {
			continue
		}
		list = append(list, leftover{strings.TrimSpace(piece), t.lines[begin+first]})
	}
	return list
}
