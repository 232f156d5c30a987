package policy

import (
	_ "embed"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"workbook/grader/report"
)

// invisibleNames refuses names with characters that nobody sees: the compiler takes
// U+3164 for a letter like any other.
func invisibleNames(f *file) {
	seen := map[string]bool{}
	for l := range f.tokens() {
		// Not in texts and comments, where an emoji may be made of several characters.
		if l.tok != token.IDENT || isASCII(l.text) || seen[l.text] {
			continue
		}
		if i := strings.IndexFunc(l.text, report.Invisible); i >= 0 {
			seen[l.text] = true
			r := []rune(l.text[i:])[0]
			f.refusef(l.pos, "Use letters that can be seen.", "This name has the character %U, which cannot be seen, so that two names look like one.", r)
		}
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// spelled is a file name for a sentence that is about how it is written: two that look
// the same are told apart by their escapes.
func spelled(name string) string {
	if isASCII(name) {
		return name
	}
	return name + " (" + strconv.QuoteToASCII(name) + ")"
}

// devices are names that Windows keeps for itself, whatever comes after a dot.
var devices = []string{"con", "prn", "aux", "nul", "conin$", "conout$"}

// isDevice reports whether Windows takes a file name for a device.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.TrimRight(stem, " ")
	if slices.Contains(devices, stem) {
		return true
	}
	port, ok := strings.CutPrefix(stem, "com")
	if !ok {
		port, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && slices.Contains([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}, port)
}

// sameName gives the same text for two names that some system takes for one: it
// writes each character as its base and marks, without regard to case. The order of
// several marks on one letter counts for nothing, which is more than is true.
func sameName(name string) string {
	var parts map[rune][]rune // of ASCII there are none
	if !isASCII(name) {
		parts = decompositions()
	}
	var runes []rune
	for _, r := range name {
		switch d, ok := parts[r]; {
		case ok:
			runes = append(runes, d...)
		case hangulBase <= r && r <= hangulLast:
			n := r - hangulBase
			runes = append(runes, 0x1100+n/588, 0x1161+n%588/28)
			if last := n % 28; last > 0 {
				runes = append(runes, 0x11A7+last)
			}
		default:
			runes = append(runes, r)
		}
	}
	for i, r := range runes {
		// The least of the characters that are the same but for case.
		for s := unicode.SimpleFold(r); s != r; s = unicode.SimpleFold(s) {
			runes[i] = min(runes[i], s)
		}
	}
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && unicode.IsMark(runes[end]) {
			end++
		}
		slices.Sort(runes[i+1 : end])
		i = end
	}
	return string(runes)
}

// The syllables that are composed by arithmetic.
const (
	hangulBase = 0xAC00
	hangulLast = 0xD7A3
)

//go:embed decompositions.txt
var decompositionsText string

// decompositions says what a character is the same as. Its file comes from the Unicode
// Character Database, whose decompositions never change; new characters may be missing.
var decompositions = sync.OnceValue(func() map[rune][]rune {
	all := map[rune][]rune{}
	for line := range strings.Lines(decompositionsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var runes []rune
		for _, field := range strings.Fields(line) {
			n, err := strconv.ParseUint(field, 16, 32)
			if err != nil {
				panic(err) // the file is part of the program
			}
			runes = append(runes, rune(n))
		}
		all[runes[0]] = runes[1:]
	}
	return all
})
