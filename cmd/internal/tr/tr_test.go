package tr_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// in has the rest of a test said in a language.
func in(t *testing.T, tags ...language.Tag) language.Tag {
	t.Helper()
	t.Cleanup(func() { tr.Use(nil) })
	return tr.Use(lang.Wanted(tags))
}

func TestUse(t *testing.T) {
	require.Equal(t, language.English, in(t))
	require.Equal(t, "There is no hint.", tr.T("There is no hint."))
	require.Equal(t, language.German, in(t, language.MustParse("de-AT")))
	require.Equal(t, "Es gibt keinen Hinweis.", tr.T("There is no hint."))
	require.Equal(t, language.German, in(t, language.French, language.German), "the second wish")
	require.Equal(t, language.English, in(t, language.Japanese), "nobody has translated that")
	require.Equal(t, "There is no hint.", tr.T("There is no hint."))
}

func TestMessages(t *testing.T) {
	cause := &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}
	sentinel := tr.Error("there is no backup to bring back")
	for _, tc := range []struct {
		tag                             language.Tag
		format, one, many, failed, none string
	}{
		{language.English, "Line 3 of echo.go:", "1 file", "2 files", "reading your files: open x: file does not exist", "there is no backup to bring back"},
		{language.German, "Zeile 3 in echo.go:", "1 Datei", "2 Dateien", "beim Lesen deiner Dateien: open x: file does not exist", "es gibt keine Sicherung, die zurückkommen könnte"},
	} {
		in(t, tc.tag)
		require.Equal(t, tc.format, tr.T("Line %d of %s:", 3, "echo.go"))
		require.Equal(t, tc.one, tr.N(1, "%d file", "%d files", 1))
		require.Equal(t, tc.many, tr.N(2, "%d file", "%d files", 2))
		err := tr.Errorf("reading your files: %w", cause)
		require.EqualError(t, err, tc.failed)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.EqualError(t, sentinel, tc.none, "an error of a package is translated when it is read")
		require.ErrorIs(t, errors.Join(sentinel), sentinel)
		require.NotErrorIs(t, sentinel, tr.Error("there is no backup to bring back"))
	}
}

// What nobody has translated is said in English.
func TestFallback(t *testing.T) {
	in(t, language.German)
	require.Equal(t, "a new one: 7", tr.T("a new one: %d", 7))
	require.Equal(t, "1 new one", tr.N(1, "%d new one", "%d new ones", 1))
	require.Equal(t, "3 new ones", tr.N(3, "%d new one", "%d new ones", 3))
	require.EqualError(t, tr.Errorf("new: %w", fs.ErrExist), "new: file already exists")
}

func TestValues(t *testing.T) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	in(t)
	require.Equal(t, "4 March 2026, 05:06", tr.Day(at))
	require.Equal(t, "4 March 2026", tr.Date(at))
	require.Equal(t, "0.8", tr.Decimal(0.84))
	require.Equal(t, "outline, lesson or verdict", tr.Or([]string{"outline", "lesson", "verdict"}))
	require.Equal(t, "one", tr.Or([]string{"one"}))
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 102: "102nd", 111: "111th"} {
		require.Equal(t, want, tr.Ordinal(n))
	}
	require.True(t, tr.Yes(" Y\n"))
	require.False(t, tr.Yes("ja"))
	require.Equal(t, "timed out", tr.Verdict(report.Timeout))
	require.Equal(t, "1 of 2 exercises passed, 0 of 1 point", tr.Count(report.Count{Passed: 1, Exercises: 2, MaxPoints: 1}))

	in(t, language.German)
	require.Equal(t, "4. März 2026, 05:06", tr.Day(at))
	require.Equal(t, "4. März 2026", tr.Date(at))
	require.Equal(t, "0,8", tr.Decimal(0.84))
	require.Equal(t, "Übersicht oder Urteil", tr.Or([]string{"Übersicht", "Urteil"}))
	require.Equal(t, "2.", tr.Ordinal(2))
	for _, yes := range []string{"j", "Ja", "y", "yes"} {
		require.True(t, tr.Yes(yes), yes)
	}
	require.False(t, tr.Yes("nein"))
	require.Equal(t, "Zeit abgelaufen", tr.Verdict(report.Timeout))
	require.Equal(t, "1 von 2 Aufgaben bestanden, 0 von 1 Punkt", tr.Count(report.Count{Passed: 1, Exercises: 2, MaxPoints: 1}))
}

// The forms stand in the order of gettext's own tables.
func TestForms(t *testing.T) {
	for tag, want := range map[string][]plural.Form{
		"de": {plural.One, plural.Other},
		"ja": {plural.Other},
		"ru": {plural.One, plural.Few, plural.Many},
		"cs": {plural.One, plural.Few, plural.Other},
		"ar": {plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other},
	} {
		require.Equal(t, want, tr.FormsOf(language.MustParse(tag)), tag)
	}
}

func TestMissing(t *testing.T) {
	missing, all, err := tr.Missing(language.Japanese)
	require.NoError(t, err)
	require.Len(t, missing, all, "there is no file at all")
	require.Contains(t, missing, "There is no hint.")
	require.False(t, tr.Known(language.Japanese))
	require.True(t, tr.Known(language.German))
}

func TestParse(t *testing.T) {
	entries, err := tr.Parse("x.po", `# a comment
msgid ""
msgstr "Language: x\n"

#: a.go b.go
msgid "one \"line\"\n"
msgstr "eine"
" Zeile\n"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d Datei"
msgstr[1] "%d Dateien"

#, fuzzy
msgid "somebody guessed"
msgstr "geraten"
`)
	require.NoError(t, err)
	require.Len(t, entries, 2, "neither the header nor what is only guessed")
	require.Equal(t, "one \"line\"\n", entries[0].Message)
	require.Equal(t, []string{"eine Zeile\n"}, entries[0].Texts)
	require.Equal(t, 5, entries[0].Line-1)
	require.Equal(t, "%d files", entries[1].Plural)
	require.Equal(t, []string{"%d Datei", "%d Dateien"}, entries[1].Texts)

	for text, want := range map[string]string{
		"msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n": "x.po:4: line 1 has this message already",
		"msgid a\n":       "x.po:1: this is no text in quotation marks: a",
		"\"a\"\n":         "x.po:1: this is no text in quotation marks: \"a\"",
		"msgctxt \"a\"\n": "x.po:1: no line of a catalog begins with \"msgctxt\"",
		"msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\n": "x.po:3: the forms are not in order: msgstr[1]",
	} {
		_, err := tr.Parse("x.po", text)
		require.EqualError(t, err, want, text)
	}
}
