package main

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"workbook/cmd/internal/tr"
)

func translatedCommand(s *session) *cobra.Command {
	var all, program bool
	cmd := &cobra.Command{
		Use:   tr.T("translated LANGUAGE EXERCISE... | --all | --program"),
		Short: tr.T("Say that the translation of exercises is up to date"),
		Long: tr.T(`Write down what a translation was made from, in translation.LANG.sum beside it: a hash
of each page, hint and title as it was written. When one of them is changed later,
` + "`workbook verify`" + ` notes that its translation is stale.

A translation is lesson.LANG.md beside lesson.md, with the same pages in the same
order, and exercise.LANG.toml with title, summary, task, hints and, by their names, the
titles of [checks]. What they lack is shown as it was written.

--program lists what the program itself says that is still to be translated.`),
		Example: "  workbook translated de 01_sequential\n  workbook translated pt-BR --all\n  workbook translated de --program",
		RunE: func(cmd *cobra.Command, args []string) error {
			if program {
				return s.programTranslated(cmd, args, all)
			}
			return s.translated(cmd, args, all)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, tr.T("every exercise that is translated to the language, or has begun to be"))
	cmd.Flags().BoolVar(&program, "program", false, tr.T("the messages of the program, and which of them lack"))
	return cmd
}

// programTranslated lists the messages of the program that a language lacks.
func (s *session) programTranslated(cmd *cobra.Command, args []string, all bool) error {
	if len(args) != 1 || all {
		return errorWithHint(tr.Errorf("--program is about a language, and about no exercise"), tr.T("for instance `%s de --program`", cmd.CommandPath()))
	}
	tag, err := languageOf(args[0])
	if err != nil {
		return err
	}
	missing, n, err := tr.Missing(tag)
	if err != nil {
		return failed(err)
	}
	for _, message := range missing {
		s.out.printf("%s\n", message)
	}
	s.out.printf("%s\n", tr.T("%s: %d of %d messages are translated", tag, n-len(missing), n))
	if !tr.Known(tag) {
		return errorWithHint(tr.Errorf("the program is not translated to %s", tag), tr.T("begin with a copy of cmd/internal/tr/messages.pot: %s.po", tag))
	}
	if len(missing) > 0 {
		return silent(exitNotPassed)
	}
	return nil
}

func languageOf(name string) (language.Tag, error) {
	tag, err := language.Parse(name)
	if err != nil {
		return tag, errorWithHint(tr.Errorf("%q is not the name of a language", name), tr.T("write it as in the file's name, like de or pt-BR"))
	}
	return tag, nil
}

func (s *session) translated(cmd *cobra.Command, args []string, all bool) error {
	usage := tr.T("for instance `%s de 01`, or --all for every exercise", cmd.CommandPath())
	if len(args) == 0 {
		return errorWithHint(tr.Errorf("translated needs a language"), usage)
	}
	tag, err := languageOf(args[0])
	if err != nil {
		return err
	}
	ids := args[1:]
	switch {
	case all && len(ids) > 0:
		return errorWithHint(tr.Errorf("--all is every exercise, and %s is named as well", ids[0]), tr.T("leave one of the two out"))
	case !all && len(ids) == 0:
		return errorWithHint(tr.Errorf("translated needs an exercise"), usage)
	}
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	d := &desk{Course: c}
	exercises, err := d.asked(ids, all)
	if err != nil {
		return err
	}
	if all {
		for _, draft := range d.Drafts {
			s.note(tr.T("%s is a draft and was left out; `%s list` says what is to be mended", draft.ID, self()))
		}
	}
	done := 0
	for _, e := range exercises {
		err := c.Translated(e.ID, tag)
		if all && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return errorWithHint(err, tr.T("translate exercises/%s/lesson.md to lesson.%s.md first", e.ID, tag))
		}
		done++
		s.out.printf("%s\n", tr.T("%s: what is translated to %s is up to date", e.ID, tag))
	}
	if done == 0 {
		return errorWithHint(tr.Errorf("no exercise is translated to %s", tag), tr.T("begin with lesson.%s.md beside a lesson.md", tag.String()))
	}
	return nil
}
