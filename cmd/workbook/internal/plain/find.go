package plain

import (
	"context"
	"fmt"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
)

// find lists the places that hold all of the words.
func (s *session) find(_ context.Context, args []string) {
	if len(args) == 0 {
		s.say(tr.T("find needs words to look for, for instance find panic."))
		return
	}
	lessons := make(map[string]lesson.Lesson)
	for _, ex := range s.work.Exercises() {
		if l, err := lesson.Load(s.cfg.Course.LessonPaths(ex.ID)...); err == nil {
			lessons[ex.ID] = l
		}
	}
	query := strings.Join(args, " ")
	s.found = study.Find(study.Spots(s.cfg.Course, lessons), query)
	if len(s.found) == 0 {
		s.say(tr.T("Nothing holds all of these words."))
		return
	}
	for i, f := range s.found {
		s.say(fmt.Sprintf("%d: %s.", i+1, strings.ReplaceAll(f.Label, " · ", ", ")), study.Around(strings.ReplaceAll(f.Text, " • ", " "), query, glance))
	}
	s.say(tr.T("Places: %d. Type jump and a number to go to one.", len(s.found)))
}

// glance is how much of a place is read out, in characters.
const glance = 100

// jump goes to a place that was found. A hint that one goes to is given.
func (s *session) jump(ctx context.Context, args []string) {
	if len(s.found) == 0 {
		s.say(tr.T("Nothing has been looked for."), tr.T("Type find and the words."))
		return
	}
	if len(args) != 1 {
		s.say(tr.T("jump needs the number of a place."))
		return
	}
	n, ok := s.number(args[0], len(s.found), aPlace)
	if !ok {
		return
	}
	spot := s.found[n-1]
	if ex, err := s.cfg.Course.Exercise(spot.Exercise); err == nil {
		s.open(ex, "")
	}
	if spot.Page >= 0 {
		s.read(spot.Page)
	}
	if spot.Hint > 0 {
		s.hint(ctx, []string{fmt.Sprint(spot.Hint)})
	}
}
