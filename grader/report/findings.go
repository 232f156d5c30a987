package report

// A finding is one thing to tell about an exercise, with its place: what an annotation
// or an alert is about.
type finding struct {
	exercise string // and whose: "02_spawned of Ada"
	level    level
	rule     string // what found it, a word: a stage, a check or a rule of the policy
	what     string // in words
	file     string
	line     int
	column   int
	message  string
}

// A level says how much a finding matters.
type level int

const (
	failing level = iota // why it did not pass
	warning              // it did not pass, and need not
	notice               // it was left out
)

// findings are all there is to tell about an exercise: of one that did not pass, at
// least why.
func (e *Exercise) findings() []finding {
	var all []finding
	said := false
	say := func(l level, rule, what, file string, ln, column int, message string) {
		said = said || l == failing
		all = append(all, finding{e.about(), l, rule, what, file, ln, column, message})
	}
	for _, p := range e.Problems {
		m := p.Message
		if p.Hint != "" {
			m += "\n" + p.Hint
		}
		rule := p.Rule
		if rule == "" {
			rule = string(e.Verdict)
		}
		say(failing, rule, e.Verdict.Word(), p.File, p.Line, p.Column, m)
	}
	for _, s := range e.Stages {
		what := string(s.Name) + " " + s.Verdict.Word()
		switch {
		case s.Verdict.Bad() && !e.explained(s):
			say(failing, string(s.Name), what, s.File, s.Line, 0, e.stageMessage(english{}, s))
		case s.Verdict == NotRun && e.Verdict.Passed():
			say(notice, string(s.Name), what, "", 0, 0, e.stageMessage(english{}, s))
		}
	}
	for _, c := range e.Checks {
		if !c.Verdict.Bad() {
			continue
		}
		l := failing
		if !c.Required && e.Verdict.Passed() {
			l = warning
		}
		say(l, c.Name, c.heading(), c.File, c.Line, 0, e.checkMessage(english{}, c)+c.valueLines())
	}
	if !e.Verdict.Passed() && !said {
		say(failing, string(e.Verdict), e.Verdict.Word(), e.File, e.Line, 0, e.message(english{}))
	}
	return all
}
