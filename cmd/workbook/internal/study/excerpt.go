package study

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Match is where a word that was looked for stands in a text, in bytes.
type Match struct{ Start, End int }

// Matches are all of them, in order; those that overlap are one.
func Matches(text, query string) []Match {
	low := fold(text)
	var all []Match
	for _, w := range strings.Fields(fold(query)) {
		for at := 0; ; {
			i := strings.Index(low[at:], w)
			if i < 0 {
				break
			}
			all = append(all, Match{at + i, at + i + len(w)})
			at += i + len(w)
		}
	}
	slices.SortFunc(all, func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
	var out []Match
	for _, m := range all {
		if last := len(out) - 1; last >= 0 && m.Start < out[last].End {
			out[last].End = max(out[last].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}

// Around is the part of text that shows best why query has found it: so many bytes at most,
// with as many of its words as stand that close together, and what stands before them.
func Around(text, query string, most int) string {
	if len(text) <= most {
		return text
	}
	start := 0
	if m, ok := best(Matches(text, query), text, most*3/4); ok {
		start = max(0, min(m.Start-most/4, len(text)-most))
	}
	end := min(start+most, len(text))
	if start > 0 {
		start = wordAfter(text, start)
	}
	if end < len(text) {
		end = max(start, wordBefore(text, end))
	}
	out := strings.TrimSpace(text[start:end])
	if start > 0 {
		out = "… " + out
	}
	if end < len(text) {
		out += " …"
	}
	return out
}

// best is the first of the matches behind which the most different words follow within so
// many bytes.
func best(all []Match, text string, within int) (Match, bool) {
	var first Match
	most := 0
	for i, m := range all {
		words := make(map[string]bool)
		for _, next := range all[i:] {
			if next.End > m.Start+within {
				break
			}
			words[fold(text[next.Start:next.End])] = true
		}
		if len(words) > most || i == 0 {
			first, most = m, len(words)
		}
	}
	return first, len(all) > 0
}

// wordAfter is where the first whole word at or after a place begins; without one near it,
// the next character.
func wordAfter(text string, at int) int {
	const near = 20
	if i := strings.IndexByte(text[at-1:min(at+near, len(text))], ' '); i >= 0 {
		return at + i
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// wordBefore is where the last whole word before a place ends; without one near it, the
// last character.
func wordBefore(text string, at int) int {
	const near = 20
	from := max(0, at-near)
	if i := strings.LastIndexByte(text[from:at+1], ' '); i >= 0 {
		return from + i
	}
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}
