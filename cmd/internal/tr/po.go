package tr

import (
	"fmt"
	"strconv"
	"strings"
)

// An entry is a message in a file of gettext's.
type entry struct {
	Message string   // msgid
	Plural  string   // msgid_plural; empty for a message about no number
	Texts   []string // msgstr, or msgstr[0] and so on
	Line    int      // where it begins
}

// parsePO reads a file of gettext's: msgid, msgid_plural and msgstr, each with strings as
// in C, and comments. The header, which is the translation of nothing, is left out, and so
// is what is marked as fuzzy: somebody has yet to look at it.
func parsePO(name, data string) ([]entry, error) {
	p := &poParser{name: name, seen: make(map[string]int)}
	for i, line := range strings.Split(data, "\n") {
		if err := p.line(i+1, strings.TrimSpace(line)); err != nil {
			return nil, err
		}
	}
	return p.entries, p.end()
}

type poParser struct {
	name    string
	entries []entry
	seen    map[string]int // by message, its line
	at      entry
	into    func(text string) // where a string on a line of its own goes; nil: nowhere
	fuzzy   bool
}

func (p *poParser) wrong(line int, what string) error {
	return fmt.Errorf("%s:%d: %s", p.name, line, what)
}

func (p *poParser) line(n int, line string) error {
	switch {
	case line == "":
		return p.end()
	case strings.HasPrefix(line, "#,") && strings.Contains(line, "fuzzy"):
		p.fuzzy = true
		return nil
	case strings.HasPrefix(line, "#"):
		return nil
	case strings.HasPrefix(line, `"`):
		return p.text(n, line)
	}
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case word == "msgid":
		if err := p.end(); err != nil {
			return err
		}
		p.at = entry{Line: n}
		p.into = func(text string) { p.at.Message += text }
	case word == "msgid_plural":
		p.into = func(text string) { p.at.Plural += text }
	case word == "msgstr", strings.HasPrefix(word, "msgstr["):
		p.at.Texts = append(p.at.Texts, "")
		last := len(p.at.Texts) - 1
		if word != "msgstr" && word != fmt.Sprintf("msgstr[%d]", last) {
			return p.wrong(n, "the forms are not in order: "+word)
		}
		p.into = func(text string) { p.at.Texts[last] += text }
	default:
		return p.wrong(n, "no line of a catalog begins with "+strconv.Quote(word))
	}
	return p.text(n, strings.TrimSpace(rest))
}

func (p *poParser) text(n int, quoted string) error {
	text, err := strconv.Unquote(quoted)
	if err != nil || p.into == nil {
		return p.wrong(n, "this is no text in quotation marks: "+quoted)
	}
	p.into(text)
	return nil
}

// end takes the message that is whole.
func (p *poParser) end() error {
	at, fuzzy := p.at, p.fuzzy
	if at.Line == 0 {
		return nil
	}
	p.at, p.into, p.fuzzy = entry{}, nil, false
	if before := p.seen[at.Message]; before > 0 {
		return p.wrong(at.Line, fmt.Sprintf("line %d has this message already", before))
	}
	p.seen[at.Message] = at.Line
	if at.Message != "" && !fuzzy {
		p.entries = append(p.entries, at)
	}
	return nil
}
