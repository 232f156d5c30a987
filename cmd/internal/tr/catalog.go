package tr

import (
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A catalog is what is said in one language.
type catalog struct {
	tag   language.Tag
	texts map[string][]string // by message, its forms
	forms []plural.Form       // which of several forms stands where
}

// form is the form of a message that goes with a number.
func (c *catalog) form(message string, n int) string {
	texts := c.texts[message]
	form := plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)
	for i, f := range c.forms {
		if f == form && i < len(texts) {
			return texts[i]
		}
	}
	return ""
}

// formsOf are the forms that whole numbers have in a language, in the order of gettext's
// files, which is that of Unicode's tables.
func formsOf(tag language.Tag) []plural.Form {
	seen := make(map[plural.Form]bool)
	for n := range 201 {
		seen[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] = true
	}
	var forms []plural.Form
	for _, f := range []plural.Form{plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other} {
		if seen[f] {
			forms = append(forms, f)
		}
	}
	return forms
}

// whole reports whether a message has all its forms.
func (c *catalog) whole(e entry) bool {
	texts, want := c.texts[e.Message], 1
	if e.Plural != "" {
		want = len(c.forms)
	}
	if want == 0 || len(texts) < want {
		return false
	}
	for _, text := range texts {
		if text == "" {
			return false
		}
	}
	return true
}
