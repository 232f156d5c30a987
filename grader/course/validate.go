package course

import (
	"fmt"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/internal/limits"
	"workbook/grader/report"
)

// minHints is how many hints an exercise has at least: a question, a direction
// and a shape.
const minHints = 3

// secondSentence matches the end of one sentence and the beginning of another.
var secondSentence = regexp.MustCompile(`[.!?]\s+\p{Lu}`)

var importPath = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.~-]*(/[A-Za-z0-9_.~-]+)*$`)

// packageName reads the Go package name of the submission; it is empty when there is
// none that can be used.
func (t *table) packageName() string {
	name, ok := t.required("package", "echo")
	switch {
	case !ok:
	case !token.IsIdentifier(name) || name == "_":
		t.problem("package", fmt.Sprintf("%q cannot be the name of a Go package", name), "use one word of lower-case letters")
		return ""
	case name == "main":
		t.problem("package", "a submission cannot be package main: hidden tests have to import it", "use another name")
		return ""
	}
	return name
}

func (t *table) task() string {
	task, ok := t.required("task", "Serve every connection on a goroutine of its own.")
	if ok && (secondSentence.MatchString(task) || strings.Contains(task, "\n\n")) {
		t.problem("task", "the task is more than one sentence", "say it in one, and leave the rest to the lesson")
	}
	return task
}

// editable reads the names of the files that the learner edits.
func (t *table) editable() []string {
	files := t.texts("files")
	if t.empty("files") {
		t.lack("files", "the learner has no file to edit", `write files = ["echo.go"]`)
	}
	seen := map[string]bool{}
	for _, it := range files {
		name := it.text
		wrong := func(what, fix string) { t.add(t.file, it.line, what, fix) }
		switch {
		case name == "":
			wrong("files holds an empty name", "remove it")
		case strings.ContainsAny(name, `/\`):
			wrong(fmt.Sprintf("file %q is not directly in the exercise's folder", name), "write the file's name alone")
		case filepath.Ext(name) != ".go":
			wrong(fmt.Sprintf("file %q is not a .go file", name), "learners edit Go files only")
		case strings.HasSuffix(name, "_test.go"):
			wrong(fmt.Sprintf("file %q is a test, and tests of a submission are left out", name), "name it otherwise")
		case seen[name]:
			wrong(fmt.Sprintf("file %q is named twice", name), "name it once")
		}
		seen[name] = true
	}
	return plain(files)
}

func (t *table) hints() []string {
	hints := t.texts("hints")
	for i, it := range hints {
		if it.text == "" {
			t.add(t.file, it.line, fmt.Sprintf("hint %d is empty", i+1), "write it or remove it")
		}
	}
	if list, ok := t.values["hints"].([]any); t.empty("hints") || ok && len(list) < minHints {
		t.lack("hints", fmt.Sprintf("the exercise has %d hints", len(list)),
			fmt.Sprintf("write %d or more, from a question to a shape", minHints))
	}
	return plain(hints)
}

func (t *table) imports() []string {
	list := t.texts("imports")
	for _, it := range list {
		p := it.text
		if p == "C" || p == "unsafe" || !importPath.MatchString(p) || strings.Contains("/"+p+"/", "/../") {
			t.add(t.file, it.line, fmt.Sprintf("%q cannot be an import of a submission", p), `write an import path such as "runtime/debug"`)
		}
	}
	return plain(list)
}

func (t *table) limits() Limits {
	s := t.sub("limits")
	bounded := func(key string, absent, low, high int, unit string) int {
		n := s.integer(key, absent)
		if n < low || n > high {
			s.problem(key, fmt.Sprintf("%s is %d", key, n), fmt.Sprintf("write %d to %d %s", low, high, unit))
		}
		return n
	}
	limits := Limits{
		WallSeconds: bounded("wall_seconds", limits.WallSeconds, 1, 120, "seconds"),
		MemoryMiB:   bounded("memory_mib", limits.MemoryMiB, 32, 4096, "MiB"),
		OutputKiB:   bounded("output_kib", limits.OutputKiB, 1, 10240, "KiB"),
	}
	s.finish()
	return limits
}

// checks reads the declared checks and what they say of one another. They are vague
// when one has no name of its own: then it may be the one that others mean.
func (t *table) checks() (checks []Check, vague bool) {
	before := len(t.problems)
	tables := t.tables("checks")
	if t.empty("checks") {
		t.lack("checks", "the exercise has no checks", "declare each hidden test in a [[checks]] table")
	}
	if len(tables) == 0 || len(t.problems) > before {
		vague = true
	}
	if len(tables) == 0 {
		return nil, vague
	}
	checks = make([]Check, len(tables))
	lines := map[string]int{} // of the first check of each name
	total, required := 0, false
	for i, ct := range tables {
		c := ct.check()
		checks[i] = c
		total += max(0, c.Points)
		required = required || c.Required
		vague = vague || !isTestName(c.Name)
		if c.Name == "" {
			continue
		}
		if first, ok := lines[c.Name]; ok {
			ct.problem("name", fmt.Sprintf("check %s is declared a second time (first at line %d)", c.Name, first), "rename or remove one")
			vague = true
			continue
		}
		lines[c.Name] = ct.line("name")
	}
	sound := len(t.problems) == before
	if total == 0 && sound {
		t.problem("checks", "no check of the exercise is worth any points", "give at least one check points")
	}
	if !required && sound {
		t.problem("checks", "no check of the exercise is required, so any submission would pass", "leave out required = false of at least one check")
	}
	if !vague {
		for i, ct := range tables {
			ct.needs(checks[i].Name, lines)
		}
		needCycles(tables, checks)
	}
	return checks, vague
}

// check reads one [[checks]] table.
func (t *table) check() Check {
	var c Check
	var ok bool
	if c.Name, ok = t.required("name", "TestSilentClient"); ok && !isTestName(c.Name) {
		t.problem("name", fmt.Sprintf("%q is not the name of a Go test function", c.Name), `write the function's name, such as "TestSilentClient"`)
	}
	c.Title, _ = t.required("title", "A silent client delays nobody")
	if c.Points = t.integer("points", 0); c.Points < 0 {
		t.problem("points", fmt.Sprintf("points is %d", c.Points), "write 0 or more")
	}
	c.Required = t.boolean("required", true)
	kind, ok := t.required("kind", string(report.Inside))
	c.Kind = report.StageName(kind)
	if ok && !c.Kind.Info().Checks {
		t.problem("kind", fmt.Sprintf("kind is %q", kind), `write "inside" or "outside"`)
	}
	c.Visible = t.boolean("visible", false)
	if c.Visible && c.Kind == report.Outside {
		t.problem("visible", "an outside check cannot be visible: students have no referee to run it", "remove it, or make the check an inside one")
	}
	c.Needs = plain(t.texts("needs"))
	t.finish()
	return c
}

// needs validates what the check of that name needs against the declared ones.
func (t *table) needs(name string, declared map[string]int) {
	values, _ := t.values["needs"].([]any)
	for i, v := range values {
		need, ok := v.(string)
		if !ok {
			continue // noted when it was read
		}
		line := t.itemLine("needs", i)
		need = strings.TrimSpace(need)
		switch _, ok := declared[need]; {
		case need == name:
			t.add(t.file, line, fmt.Sprintf("check %s needs itself", name), "remove it")
		case !ok:
			fix := "declare it or remove it"
			if near := Nearest(need, names(declared)); len(near) > 0 {
				fix = "did you mean " + near[0] + "?"
			}
			t.add(t.file, line, fmt.Sprintf("check %s needs %q, which is not a check of this exercise", name, need), fix)
		}
	}
}

// needCycles notes each ring of checks that wait for one another, once, at the
// check of the ring that is declared first.
func needCycles(tables []*table, checks []Check) {
	index := map[string]int{}
	for i := len(checks) - 1; i >= 0; i-- {
		index[checks[i].Name] = i
	}
	const (
		unseen = iota
		onPath
		finished
	)
	state := make([]int, len(checks))
	var path []int
	var visit func(i int)
	visit = func(i int) {
		state[i] = onPath
		path = append(path, i)
		for _, need := range checks[i].Needs {
			j, ok := index[need]
			switch {
			case !ok || j == i: // noted by needs
			case state[j] == unseen:
				visit(j)
			case state[j] == onPath:
				ring := slices.Clone(path[slices.Index(path, j):])
				reportCycle(tables, checks, ring)
			}
		}
		path = path[:len(path)-1]
		state[i] = finished
	}
	for i := range checks {
		if state[i] == unseen {
			visit(i)
		}
	}
}

func reportCycle(tables []*table, checks []Check, ring []int) {
	first := slices.Index(ring, slices.Min(ring))
	ring = slices.Concat(ring[first:], ring[:first])
	var chain []string
	for _, i := range append(ring, ring[0]) {
		chain = append(chain, checks[i].Name)
	}
	tables[ring[0]].problem("needs", "these checks wait for one another: "+strings.Join(chain, " needs "), "take one of the needs away")
}

// isTestName reports whether the go command would run a function of that name.
func isTestName(name string) bool {
	rest, ok := strings.CutPrefix(name, "Test")
	if !ok || !token.IsIdentifier(name) || name == "TestMain" {
		return false
	}
	r, size := utf8.DecodeRuneInString(rest)
	return size == 0 || !unicode.IsLower(r)
}

func names(set map[string]int) []string {
	var list []string
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
