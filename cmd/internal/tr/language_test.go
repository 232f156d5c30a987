package tr_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/cmd/internal/tr"
)

var update = flag.Bool("update", false, "write messages.pot anew")

// Every message of the source is in messages.pot, which translators begin with, and no
// other.
func TestTemplate(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What workbook says. Written by `go test ./cmd/internal/tr -update`; copy it to\n" +
		"# LANG.po to translate it, and see the package's documentation.\n" +
		"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n")
	for _, m := range said(t) {
		fmt.Fprintf(&b, "\n#: %s\nmsgid %s\n", strings.Join(m.files, " "), quotedText(m.one))
		if m.many == "" {
			b.WriteString("msgstr \"\"\n")
			continue
		}
		fmt.Fprintf(&b, "msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", quotedText(m.many))
	}
	if *update {
		require.NoError(t, os.WriteFile("messages.pot", []byte(b.String()), 0o644))
		return
	}
	have, err := os.ReadFile("messages.pot")
	require.NoError(t, err)
	require.Equal(t, b.String(), string(have), "write it anew: go test ./cmd/internal/tr -update")
}

// What a translation has is said, and takes the arguments that the message takes.
func TestTranslations(t *testing.T) {
	known := make(map[string]*message)
	for _, m := range said(t) {
		known[m.one] = m
	}
	for _, tag := range tr.Languages()[1:] {
		entries, err := tr.Read(tag.String() + ".po")
		require.NoError(t, err)
		for _, e := range entries {
			at := fmt.Sprintf("%s.po:%d: %q", tag, e.Line, e.Message)
			m := known[e.Message]
			if m == nil {
				t.Errorf("%s: nobody says this any more; take it out", at)
				continue
			}
			if m.many != e.Plural {
				t.Errorf("%s: its msgid_plural is %q, and should be %q", at, e.Plural, m.many)
			}
			for _, text := range e.Texts {
				for _, wrong := range differences(e.Message, text) {
					t.Errorf("%s: %q: %s", at, text, wrong)
				}
			}
		}
	}
}

// German is whole.
func TestGermanIsWhole(t *testing.T) {
	missing, all, err := tr.Missing(language.German)
	require.NoError(t, err)
	require.Empty(t, missing, "messages without a translation, of %d", all)
}

// differences are those between a message and its translation that break something.
func differences(from, to string) (wrong []string) {
	if to == "" {
		return nil // it is missing, which is for another test
	}
	if have, want := verbs(to), verbs(from); !slices.Equal(have, want) {
		wrong = append(wrong, fmt.Sprintf("it takes the arguments %v, and should take %v", have, want))
	}
	if edges(from) != edges(to) {
		wrong = append(wrong, "it does not begin or end with the same spaces or lines")
	}
	if have, want := strings.Count(to, "`"), strings.Count(from, "`"); have != want {
		wrong = append(wrong, fmt.Sprintf("it has %d backticks, and should have %d", have, want))
	}
	return wrong
}

// edges are the spaces around a text.
func edges(text string) string {
	trimmed := strings.TrimSpace(text)
	before, after, _ := strings.Cut(text, trimmed)
	return before + "|" + after
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0]*)(\*|\d+)?(?:\.\d+)?([a-zA-Z%])`)

// verbs are the arguments that a format takes: which, and as what.
func verbs(format string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[4] == "%" {
			continue
		}
		if m[1] != "" {
			fmt.Sscan(m[1], &next)
		}
		all = append(all, fmt.Sprintf("%d%s", next, m[4]))
		next++
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestDifferences(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{"%d of %s", "%[2]s: %[1]d", ""},
		{"%d of %s", "%[2]s", "it takes the arguments [2s], and should take [1d 2s]"},
		{"%d of %s", "%s von %d", "it takes the arguments [1s 2d], and should take [1d 2s]"},
		{"100%% of %s", "%s ganz", ""},
		{"  two", "zwei", "it does not begin or end with the same spaces or lines"},
		{"the `folder` of", "der Ordner", "it has 0 backticks, and should have 2"},
		{"%.1f s", "%.1f s", ""},
	} {
		require.Equal(t, tc.want, strings.Join(differences(tc.from, tc.to), "; "), "%q as %q", tc.from, tc.to)
	}
}

// quotedText is a text as it stands in such a file: lines of it on lines of their own.
func quotedText(text string) string {
	if i := strings.IndexByte(text, '\n'); i < 0 || i == len(text)-1 {
		return quoted(text)
	}
	var b strings.Builder
	b.WriteString(`""`)
	for line := range strings.Lines(text) {
		b.WriteString("\n" + quoted(line))
	}
	return b.String()
}

var poEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

func quoted(text string) string { return `"` + poEscapes.Replace(text) + `"` }
