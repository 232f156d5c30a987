package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
)

func translatedCommand(s *session) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "translated LANGUAGE EXERCISE... | --all",
		Short: "Say that the translation of exercises is up to date",
		Long: `Write down what a translation was made from, in translation.LANG.sum beside it: a hash
of each page, hint and title as it was written. When one of them is changed later,
` + "`workbook verify`" + ` notes that its translation is stale.

A translation is lesson.LANG.md beside lesson.md, with the same pages in the same
order, and exercise.LANG.toml with title, summary, task, hints and, by their names, the
titles of [checks]. What they lack is shown as it was written.`,
		Example: "  workbook translated de 01_sequential\n  workbook translated pt-BR --all",
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.translated(cmd, args, all)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "every exercise that is translated to the language, or has begun to be")
	return cmd
}

func (s *session) translated(cmd *cobra.Command, args []string, all bool) error {
	usage := fmt.Sprintf("for instance `%s de 01`, or --all for every exercise", cmd.CommandPath())
	if len(args) == 0 {
		return errorWithHint(errors.New("translated needs a language"), usage)
	}
	tag, err := language.Parse(args[0])
	if err != nil {
		return errorWithHint(fmt.Errorf("%q is not the name of a language", args[0]), "write it as in the file's name, like de or pt-BR")
	}
	ids := args[1:]
	switch {
	case all && len(ids) > 0:
		return errorWithHint(fmt.Errorf("--all is every exercise, and %s is named as well", ids[0]), "leave one of the two out")
	case !all && len(ids) == 0:
		return errorWithHint(errors.New("translated needs an exercise"), usage)
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
			s.note(fmt.Sprintf("%s is a draft and was left out; `%s list` says what is to be mended", draft.ID, self()))
		}
	}
	done := 0
	for _, e := range exercises {
		err := c.Translated(e.ID, tag)
		if all && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return errorWithHint(err, fmt.Sprintf("translate exercises/%s/lesson.md to lesson.%s.md first", e.ID, tag))
		}
		done++
		s.out.printf("%s: what is translated to %s is up to date\n", e.ID, tag)
	}
	if done == 0 {
		return errorWithHint(fmt.Errorf("no exercise is translated to %s", tag), "begin with lesson."+tag.String()+".md beside a lesson.md")
	}
	return nil
}
