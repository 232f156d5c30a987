// Package lang says which languages the one who runs the program reads, and chooses
// among those that there are.
//
//	wanted := lang.FromEnvironment(os.Getenv) // or lang.Parse(flag)
//	have := []language.Tag{language.English, language.German}
//	text := texts[wanted.Choose(have)]
//
// The first of those that there are is the language that a text was written in. It is
// chosen when nothing else fits.
package lang

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Wanted are languages, the one that is liked best first. Without any, texts are read
// as they were written.
type Wanted []language.Tag

// FromEnvironment reads what POSIX and gettext have agreed upon. The locale is the first
// of LC_ALL, LC_MESSAGES and LANG that says something. LANGUAGE, a list, goes before it,
// unless the locale is C. What cannot be understood is left out.
func FromEnvironment(getenv func(string) string) Wanted {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale = getenv(name); locale != "" {
			break
		}
	}
	if isC(locale) {
		return nil
	}
	var wanted Wanted
	for _, name := range append(strings.Split(getenv("LANGUAGE"), ":"), locale) {
		if isC(name) {
			continue
		}
		if tag, err := parse(name); err == nil {
			wanted = append(wanted, tag)
		}
	}
	return wanted
}

// Parse reads a list as somebody types it: "de", "pt-BR,pt" or "pt_BR:pt". Of "C", no
// language is wanted.
func Parse(list string) (Wanted, error) {
	var wanted Wanted
	for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ':' || r == ' ' }) {
		if isC(name) {
			continue
		}
		tag, err := parse(name)
		if err != nil {
			return nil, fmt.Errorf("%q is not the name of a language: %w", name, err)
		}
		wanted = append(wanted, tag)
	}
	return wanted, nil
}

// Choose gives the index of the language to read, of those that there are: the first of
// them when none is wanted.
func (w Wanted) Choose(have []language.Tag) int {
	if len(w) == 0 || len(have) < 2 {
		return 0
	}
	_, i, confidence := language.NewMatcher(have).Match(w...)
	if confidence == language.No {
		return 0
	}
	return i
}

// scripts are the modifiers of locales that say how a language is written.
var scripts = map[string]string{"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva"}

// parse reads the name of a locale, "de_AT.UTF-8@euro", or of a language, "de-AT".
func parse(name string) (language.Tag, error) {
	name, modifier, _ := strings.Cut(name, "@")
	name, _, _ = strings.Cut(name, ".")
	name = strings.ReplaceAll(name, "_", "-")
	if script := scripts[modifier]; script != "" {
		base, region, hasRegion := strings.Cut(name, "-")
		name = base + "-" + script
		if hasRegion {
			name += "-" + region
		}
	}
	return language.Parse(name)
}

// isC reports whether a locale is the one that has no language.
func isC(locale string) bool {
	name, _, _ := strings.Cut(locale, ".")
	return name == "" || name == "C" || name == "POSIX"
}
