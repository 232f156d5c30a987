package kit

import "strings"

// fromTestify reads the sentence, and what was expected, out of a failure of
// testify's assertions. Any other text is the message itself.
func fromTestify(text string) Mistake {
	parts := make(map[string]string)
	label := ""
	for _, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(line, "\t")
		if !ok {
			continue
		}
		if l, v, ok := strings.Cut(rest, ":"); ok && l != "" && strings.TrimSpace(l) == l && l[0] >= 'A' && l[0] <= 'Z' {
			label = l
			parts[label] = strings.TrimSpace(v)
		} else if label != "" {
			parts[label] += "\n" + strings.TrimPrefix(strings.TrimLeft(rest, " "), "\t")
		}
	}
	problem, said := parts["Error"], parts["Messages"]
	if problem == "" {
		return Mistake{Message: text}
	}
	m := Mistake{Message: said}
	if said == "" {
		m.Message = problem
	}
	for _, line := range strings.Split(problem, "\n") {
		line = strings.TrimSpace(line)
		if v, ok := strings.CutPrefix(line, "expected:"); ok && m.Expected == nil {
			m.Expected = strings.TrimSpace(v)
		} else if v, ok := strings.CutPrefix(line, "actual  :"); ok && m.Got == nil {
			m.Got = strings.TrimSpace(v)
		}
	}
	if m.Expected == nil && said != "" {
		m.Got = strings.TrimSpace(problem)
	}
	return m
}
