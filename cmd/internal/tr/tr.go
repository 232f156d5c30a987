// Package tr says what workbook says in the language of whoever reads it.
//
// The English text is the message, and stands where it is said; a file de.po beside this
// one has it in German, and what it lacks is said in English:
//
//	tr.Use(wanted)                                   // once, before anything is said
//	tr.T("%s has no hint of level %d", id, level)
//	tr.N(n, "%d file", "%d files", n)
//	return tr.Errorf("reading your files: %w", err)
//
// Messages are formats of package fmt. A translation may take their arguments in another
// order, which fmt has for a long time: "%[2]d. Hinweis zu %[1]s".
//
// What a table has before the language is known is marked with [Mark], and translated
// with [Text] when it is said. An error that is a variable of a package is made with
// [Error].
//
// # For translators
//
// messages.pot lists all messages. It is written by `go test ./cmd/internal/tr
// -update`, from the source. A language is a file of gettext's, which Poedit, Weblate and
// any editor of text can edit: copy messages.pot to LANG.po, and name the file in files.go.
// The tests say what is wrong with it: a message that nobody says any more, a verb that is
// missing. `workbook translated LANG --program` lists what is still to be translated.
//
// # What stays English
//
// The sentences that a report holds: those of hidden tests, which instructors write, and
// beside them those of the grader, of its policy and of the compiler. They are data: other
// programs read them, batches keep and compare them, and a report that is written again
// must say the same. What is said around them in the text form, and the words of verdicts,
// are translated; package report takes them as report.Words. Of the engine's errors those
// that learners meet are translated by their type, where the command returns them
// (cmd/workbook/engine.go). Names of stages, commands and flags are names. `workbook help
// exercise`, what `verify` finds, and what is written into repositories (commits, READMEs,
// templates) are for those who write courses, in the language of their files.
//
// The programs workbook-serve and workbook-farm speak English throughout: those who run
// them read logs. They never call [Use], so that what they share with workbook is said in
// English by them. Why a service refuses something is sent in English, too; workbook
// translates it when the service's source has marked it.
//
// TestNothingIsUntranslated finds any other sentence that is not said by this package; its
// list has the files that are allowed one, and why.
//
// # Why gettext's files, and little code of our own
//
// golang.org/x/text/message writes numbers as the language does also where they are no
// quantities (line 1,234), knows no %w, and has no file that a translator can edit but
// JSON that its tool makes. go-i18n wants a name for each message in the place of the
// message. Both hide the sentence from who reads the code, or the code from who translates.
package tr

import (
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
)

// now is the catalog in use; nil: English.
var now atomic.Pointer[catalog]

// wanted are the languages that Use was called with.
var wanted atomic.Pointer[lang.Wanted]

// Use has everything said in the language of those that there are which is wanted most, and
// returns it.
func Use(want lang.Wanted) language.Tag {
	wanted.Store(&want)
	have := Languages()
	tag := have[want.Choose(have)]
	if tag == language.English {
		now.Store(nil)
		return tag
	}
	c, err := load(tag)
	if err != nil { // a test reads every file, so none is wrong
		now.Store(nil)
		return language.English
	}
	now.Store(c)
	return tag
}

// find is the message in the language in use.
func find(message string) string {
	if c := now.Load(); c != nil {
		if text := c.texts[message]; len(text) > 0 && text[0] != "" {
			return text[0]
		}
	}
	return message
}

// T is a message, with its arguments.
func T(message string, args ...any) string {
	if false {
		_ = fmt.Sprintf(message, args...) // vet looks at the calls of T, too
	}
	return fmt.Sprintf(find(message), args...)
}

// N is a message about a number of things: one of them, or many. The number is among the
// arguments where it is said.
func N(n int, one, many string, args ...any) string {
	if false {
		_ = fmt.Sprintf(many, args...)
	}
	if c := now.Load(); c != nil {
		if text := c.form(one, n); text != "" {
			return fmt.Sprintf(text, args...)
		}
	}
	if n == 1 {
		return fmt.Sprintf(one, args...)
	}
	return fmt.Sprintf(many, args...)
}

// Errorf is an error with a message, and wraps what stands at a %w.
func Errorf(message string, args ...any) error {
	if false {
		_ = fmt.Errorf(message, args...)
	}
	return fmt.Errorf(find(message), args...)
}

// Error is an error for a variable of a package. It is translated when it is read.
func Error(message string) error { return &sentinel{errors.New(message)} }

type sentinel struct{ error }

func (s *sentinel) Error() string { return find(s.error.Error()) }

// Mark is a message that is translated later, by [Text].
func Mark(message string) string { return message }

// Text is a message without arguments that was marked elsewhere.
func Text(message string) string { return find(message) }
