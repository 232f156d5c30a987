package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How the message names a lane.
const (
	unnamed = iota
	kin     // one that is called the same, but for the number
	itself
)

// named says of each lane how the message names it.
func (p *Picture) named() []int {
	how, lower := make([]int, len(p.Lanes)), strings.ToLower(p.Message)
	mentions := func(name string) bool {
		if utf8.RuneCountInString(name) > 1 {
			return hasWords(lower, strings.ToLower(name)) // a sentence may begin with it
		}
		return hasWords(p.Message, name)
	}
	kinds := map[string]bool{}
	for i, l := range p.Lanes {
		b := base(l.Name)
		is, known := kinds[b]
		if !known {
			is = mentions(b)
			kinds[b] = is
		}
		switch {
		case b == l.Name && is:
			how[i] = itself
		case is:
			how[i] = kin
		}
	}
	return how
}

// Named are the lanes that the message names: first those whose name stands in it, then those
// that are called so but for the number.
func (p *Picture) Named() []int {
	var all []int
	named := p.named()
	for _, want := range []int{itself, kin} {
		for lane, how := range named {
			if how == want {
				all = append(all, lane)
			}
		}
	}
	return all
}

// hasWords reports whether words stand in a text: "client 2" does not in "client 21".
func hasWords(text, words string) bool {
	if words == "" {
		return false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		at += len(words)
	}
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// base is a name without the number that tells it from others: "Spawn" of "Spawn #2".
func base(name string) string {
	b, n, found := strings.Cut(name, " #")
	if !found || strings.Trim(n, "0123456789") != "" {
		return name
	}
	return b
}
