package course

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// contractFile holds the audit of an exercise, in its solutions folder.
const contractFile = "contract.toml"

// A Sentence is one thing that an exercise's task demands, as contract.toml lists them; see
// [Guide].
type Sentence struct {
	Text     string   // Markdown of the lesson, white space collapsed
	Line     int      // of the text in contract.toml
	Checks   []string // what tests it, or race, schedules, compile, policy
	Broken   []string // known-wrong solutions that do not keep it
	Untested string   // why nothing tests it; empty when something does
}

// ContractPath is contract.toml of an exercise, relative to the course's root and
// slash-separated, as it stands in a [Problem].
func ContractPath(id string) string { return path.Join("solutions", id, contractFile) }

// Contract reads the audit table of an exercise, and says everything that is wrong
// with it: whatever does not stand in the exercise, too, and checks of the exercise
// that test no sentence. Whether the sentences cover the lesson is not asked here. The sentences are those that could be read.
func (c *Course) Contract(id string) ([]Sentence, Problems) {
	var found collector
	e, err := c.Exercise(id)
	if err != nil {
		found.add(ContractPath(id), 0, err.Error(), "name an exercise of the course")
		return nil, found.problems
	}
	if !exists(filepath.Join(c.SolutionDir(e.ID), contractFile)) {
		found.add(ContractPath(e.ID), 0, "there is no table of what the task demands",
			"list the sentences of the lesson's task, each with the checks that test it and the known-wrong solutions that break it")
		return nil, found.problems
	}
	t := readTable(&found, c.Root, ContractPath(e.ID))
	if t == nil {
		return nil, found.problems
	}
	variants, err := c.SolutionVariants(e.ID)
	if err != nil {
		found.add(t.file, 0, "the known-wrong solutions cannot be read: "+reason(err), "make them readable")
		return nil, found.problems
	}
	a := &audit{exercise: e, wrong: map[string]Variant{}}
	for _, v := range variants {
		if !v.Right {
			a.wrong[v.Name] = v
		}
	}
	var sentences []Sentence
	for _, s := range t.tables("sentence") {
		sentences = append(sentences, a.sentence(s))
	}
	if t.empty("sentence") {
		t.lack("sentence", "the table has no sentences", "add [[sentence]] with text, checks and broken")
	}
	t.finish()
	if len(found.problems) == 0 {
		a.idle(t, sentences)
	}
	_ = found.err() // puts them in order
	return sentences, slices.Compact(found.problems)
}

// An audit reads the sentences of one exercise.
type audit struct {
	exercise *Exercise
	wrong    map[string]Variant // the known-wrong solutions by name
}

func (a *audit) sentence(t *table) Sentence {
	text, _ := t.required("text", "The next waits until the one before is done.")
	s := Sentence{Text: oneLine(text), Line: t.line("text")}
	unread := len(t.problems)
	checks, broken := t.texts("checks"), t.texts("broken")
	s.Checks, s.Broken = plain(checks), plain(broken)
	_, isUntested := t.values["untested"]
	s.Untested = t.text("untested")
	t.finish()
	if len(t.problems) > unread {
		return s // what else is wrong may follow from it
	}
	switch {
	case isUntested && (len(checks) > 0 || len(broken) > 0):
		t.problem("untested", "the sentence is untested and tested at once", "leave out untested, or checks and broken")
		return s
	case isUntested && s.Untested == "":
		t.problem("untested", "nothing says why the sentence is untested", "write the reason")
		return s
	case isUntested:
		return s
	case len(checks) == 0 && len(broken) == 0:
		t.problem("text", "nothing tests the sentence", "add checks and broken; or untested with the reason why nothing can")
		return s
	case len(checks) == 0:
		t.problem("checks", "no check is named that tests the sentence", "add checks = [\"TestName\"]")
		return s
	case len(broken) == 0:
		t.problem("broken", "nothing breaks the sentence, so nobody has seen that its checks ask for it",
			"write a known-wrong solution that breaks it, and name it in broken")
	}
	a.named(t, checks)
	for _, it := range broken {
		a.breaks(t, it, s.Checks)
	}
	return s
}

// idle notes the checks that no sentence names: they ask for something that the task
// does not say.
func (a *audit) idle(t *table, sentences []Sentence) {
	for _, c := range a.exercise.Checks {
		if !slices.ContainsFunc(sentences, func(s Sentence) bool { return slices.Contains(s.Checks, c.Name) }) {
			t.problem("sentence", "no sentence is tested by "+c.Name, "name it at the sentence that it is for; or let the task say what it asks for")
		}
	}
}

// named notes what is no check of the exercise.
func (a *audit) named(t *table, checks []item) {
	known := map[string]int{}
	for _, c := range a.exercise.Checks {
		known[c.Name] = 1
	}
	for _, stage := range catchingStages() {
		known[stage] = 1
	}
	for _, it := range checks {
		if known[it.text] == 0 {
			t.add(t.file, it.line, fmt.Sprintf("%q is neither a check of %s nor one of %s", it.text, a.exercise.ID, strings.Join(catchingStages(), ", ")),
				suggestion(it.text, names(known), "name what tests the sentence"))
		}
	}
}

// breaks notes when a known-wrong solution is none, or is caught by something else
// than by what tests the sentence that it is to break.
func (a *audit) breaks(t *table, it item, checks []string) {
	v, ok := a.wrong[it.text]
	if !ok {
		var known []string
		for name := range a.wrong {
			known = append(known, name)
		}
		slices.Sort(known)
		t.add(t.file, it.line, fmt.Sprintf("there is no known-wrong solution %q", it.text),
			suggestion(it.text, known, "write solutions/"+a.exercise.ID+"/testdata/wrong/"+it.text))
		return
	}
	if len(checks) > 0 && !slices.ContainsFunc(v.CaughtBy, func(by string) bool { return slices.Contains(checks, by) }) {
		t.add(t.file, it.line, fmt.Sprintf("%s is caught by %s, and none of these is said to test the sentence", v.Name, strings.Join(v.CaughtBy, ", ")),
			"add the check that catches it to checks; or name a solution that "+strings.Join(checks, " or ")+" catches")
	}
}
