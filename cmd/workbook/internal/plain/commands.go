package plain

import (
	"context"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// A command is what a line can say. The help is computed from these, and so is what is
// suggested for a word that is none.
type command struct {
	word    string
	aliases []string // other words, and the key that does it on the screens
	args    string   // what may follow, for the help
	does    string   // one sentence
	do      func(ctx context.Context, args []string)
}

// A section is a part of the help.
type section struct {
	title    string
	commands []command
}

// sections are all commands; the one that hands in is there when there is a class.
func (s *session) sections() []section {
	all := []section{
		{tr.T("Reading"), []command{
			{"read", []string{"read on"}, "", tr.T("Reads on, page by page and then to the task; so does an empty line."), s.readOn},
			{"back", []string{"b"}, "", tr.T("Reads back."), s.readBack},
			{"page", []string{"]", "["}, "[N]", tr.T("Reads page N of the lesson, or this one again; ] is the next and [ the one before."), s.page},
			{"task", nil, "", tr.T("Reads the page that states the task."), s.task},
			{"find", []string{"/"}, tr.T("WORD..."), tr.T("Looks in titles, lessons and hints for pages that hold all of the words."), s.find},
			{"jump", nil, "N", tr.T("Goes to the place that find has numbered N."), s.jump},
		}},
		{tr.T("The exercise"), []command{
			{"edit", []string{"e"}, "[N]", tr.T("Opens your editor at failure N, or at the first."), s.edit},
			{"grade", []string{"r"}, "", tr.T("Grades the exercise as it is now. Ctrl-C stops it."), s.grade},
			{"stop", []string{"esc", "cancel"}, "", tr.T("Stops grading."), func(context.Context, []string) { s.stop() }},
			{"explain", []string{"verdict"}, "[N]", tr.T("Says the verdict and every failure, or failure N."), s.explain},
			{"checks", []string{"stages"}, "", tr.T("Says how each stage and each check has ended."), s.checks},
			{"output", []string{"o"}, "", tr.T("Shows what your code and the compiler wrote."), s.output},
			{"hint", []string{"h"}, "[N]", tr.T("Gives the next hint, or hint N again."), s.hint},
			{"hints", []string{"H"}, "", tr.T("Gives all hints that you have seen."), s.hints},
			{"solution", []string{"s", "compare"}, "[NAME]", tr.T("Compares your code with the reference, once you have passed, or with how others did it."), s.solution},
			{"reset", []string{"x"}, "", tr.T("Puts your files back to how they were at first; yours are kept in a backup."), s.reset},
			{"undo", []string{"u"}, "", tr.T("Brings back what the last reset took; what is there now is kept in a backup."), s.undo},
			{"watch", []string{"w"}, "[on|off]", tr.T("Grades every save, or does not; without a word it says which."), s.watch},
		}},
		{tr.T("Getting about"), []command{
			{"next", []string{"n"}, "", tr.T("Opens the next exercise."), s.next},
			{"previous", []string{"p"}, "", tr.T("Opens the exercise before."), s.previous},
			{"go", []string{"open"}, tr.T("EXERCISE"), tr.T("Opens an exercise: by its number, its id or its name."), s.goTo},
			{"list", []string{"l"}, "", tr.T("Lists the exercises and how they stand."), s.list},
			{"where", []string{"status"}, "", tr.T("Says where you are, what is going on, and what is next."), s.where},
			{"afterword", nil, "", tr.T("Looks back on the course, once you have passed all of it."), s.afterword},
			{"help", []string{"?"}, tr.T("[COMMAND]"), tr.T("Says what can be typed."), s.help},
			{"quit", []string{"q", "exit"}, "", tr.T("Ends; so does the end of the input."), func(context.Context, []string) { s.over = true }},
		}},
	}
	exercise := &all[1]
	if s.cfg.Stepper != nil {
		exercise.commands = slices.Insert(exercise.commands, 6, s.trace.command())
	}
	if s.cfg.Demonstrator != nil {
		exercise.commands = append(exercise.commands, s.demo.command())
	}
	if s.work.MayHandIn() {
		exercise.commands = slices.Insert(exercise.commands, 2, s.submitCommand())
	}
	return all
}

func (s *session) table() []command {
	var all []command
	for _, sec := range s.sections() {
		all = append(all, sec.commands...)
	}
	return all
}

// command obeys what was typed.
func (s *session) command(ctx context.Context, text string) {
	words := strings.Fields(text)
	if len(words) == 0 {
		s.readOn(ctx, nil)
		return
	}
	if rest, ok := strings.CutPrefix(text, "/"); ok {
		words = append([]string{"/"}, strings.Fields(rest)...)
	}
	c, ok := s.named(words[0])
	if !ok {
		s.unknown(words[0])
		return
	}
	args := words[1:]
	switch words[0] {
	case "[", "]":
		args = []string{words[0]}
	}
	if c.args == "" && len(args) > 0 && !slices.Contains(c.aliases, strings.ToLower(text)) {
		s.say(tr.T("%s takes nothing behind it, and there is %q.", c.word, strings.Join(args, " ")), c.does)
		return
	}
	c.do(ctx, args)
}

// named finds a command by its word, in any case, or by a key as it is.
func (s *session) named(word string) (command, bool) {
	for _, c := range s.commands {
		if strings.EqualFold(c.word, word) || slices.Contains(c.aliases, word) {
			return c, true
		}
	}
	lower := strings.ToLower(word)
	for _, c := range s.commands {
		if len(word) > 1 && slices.Contains(c.aliases, lower) {
			return c, true
		}
	}
	return command{}, false
}

func (s *session) unknown(word string) {
	var words []string
	for _, c := range s.commands {
		words = append(words, c.word)
	}
	said := tr.T("There is no command %q.", word)
	if _, err := s.cfg.Course.Exercise(word); err == nil {
		s.say(said, tr.T("To open the exercise, type go %s.", word))
		return
	}
	if near := course.Nearest(strings.ToLower(word), words); len(near) > 0 {
		said += " " + tr.T("Did you mean %s?", tr.Or(near))
	}
	s.say(said, tr.T("Type help for all commands."))
}

// help says what can be typed, or what one command does.
func (s *session) help(_ context.Context, args []string) {
	if len(args) > 0 {
		c, ok := s.named(args[0])
		if !ok {
			s.unknown(args[0])
			return
		}
		s.say(c.usage()+":", c.does)
		return
	}
	for _, sec := range s.sections() {
		s.say(sec.title + ":")
		for _, c := range sec.commands {
			s.say(c.usage()+":", c.does)
		}
	}
	s.say(tr.T("Every save of your file is graded, and the verdict is said here. If that comes while you type, " +
		"what you have typed is still there: on most systems Ctrl-R shows it again."))
	if s.cfg.Version != "" {
		s.say("workbook " + s.cfg.Version + ".")
	}
}

// usage is the command with what may follow, and its other names.
func (c command) usage() string {
	text := c.word
	if c.args != "" {
		text += " " + c.args
	}
	if len(c.aliases) > 0 {
		text += tr.T(", or %s", tr.Or(c.aliases))
	}
	return text
}
