package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
)

// A word is one of those that a flag takes.
type word[T any] struct {
	name  string
	value T
	means string // for the help, where the name does not say it
}

// wordVar declares a flag that takes one of a few words, of which the first is the default.
// Its help, what the shell completes and the error of any other word come from this table.
func wordVar[T any](cmd *cobra.Command, flags *pflag.FlagSet, to *T, name, usage string, words []word[T]) {
	*to = words[0].value
	flags.Var(&wordFlag[T]{to: to, words: words, is: words[0].name}, name, usage+": "+described(words))
	// It fails only for a flag that does not exist.
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(names(words), cobra.ShellCompDirectiveNoFileComp))
}

// beginningWith is a table with one of its words first, which makes it the default.
func beginningWith[T any](name string, words []word[T]) []word[T] {
	i := slices.IndexFunc(words, func(w word[T]) bool { return w.name == name })
	return slices.Concat(words[i:i+1], words[:i], words[i+1:])
}

// A wordFlag is the value of such a flag.
type wordFlag[T any] struct {
	to    *T
	words []word[T]
	is    string
}

func (f *wordFlag[T]) String() string { return f.is }

// Type is "string", so that the help shows the default in quotes.
func (f *wordFlag[T]) Type() string { return "string" }

func (f *wordFlag[T]) Set(name string) error {
	value, err := choose(name, f.words)
	if err != nil {
		return err
	}
	f.is, *f.to = name, value
	return nil
}

// choose is the value of a word, or else a [*notAWordError].
func choose[T any](name string, words []word[T]) (T, error) {
	i := slices.IndexFunc(words, func(w word[T]) bool { return w.name == name })
	if i < 0 {
		var none T
		return none, &notAWordError{name, names(words)}
	}
	return words[i].value, nil
}

// A notAWordError says that a flag or a variable does not take a word.
type notAWordError struct {
	word  string
	words []string // that it takes
}

func (e *notAWordError) Error() string { return tr.T("it cannot be %q", e.word) }

// of says it of what was set.
func (e *notAWordError) of(what string) error {
	return errorWithHint(tr.Errorf("%s cannot be %q", what, e.word), tr.T("it can be %s", strings.Join(e.words, ", ")))
}

func names[T any](words []word[T]) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.name)
	}
	return out
}

// described lists the words with what they mean.
func described[T any](words []word[T]) string {
	var out []string
	for _, w := range words {
		text := w.name
		if w.means != "" {
			text += " (" + tr.Text(w.means) + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	invalid, unknown := (*pflag.InvalidValueError)(nil), (*notAWordError)(nil)
	if errors.As(err, &invalid) && errors.As(err, &unknown) {
		return unknown.of("--" + invalid.GetFlag().Name)
	}
	return errorWithHint(flagWrong(err), tr.T("`%s --help` lists the flags", cmd.CommandPath()))
}
