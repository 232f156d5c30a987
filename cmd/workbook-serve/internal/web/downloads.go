package web

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/classreport"
	"workbook/grader/gradebook"
	"workbook/grader/report"
)

// A counted is the attempt of a student at an exercise that counts.
type counted struct {
	store.Submission
	result *report.Exercise
}

// counting are the attempts that count, of each student and exercise one, as the rules have
// it. The best is the one that is worth most: who tries again after the deadline, and has more
// points of which more is taken off, loses nothing by it.
func (s *service) counting(ctx context.Context, rules gradebook.Rules) ([]counted, error) {
	people, err := s.Store.People(ctx)
	if err != nil {
		return nil, err
	}
	subs, err := s.Store.All(ctx)
	if err != nil {
		return nil, err
	}
	names := namesOf(people)
	worth := func(sub *store.Submission) float64 {
		return rules.Worth(names[sub.Person], sub.Exercise, sub.Points, sub.HandedIn)
	}
	return s.choose(ctx, subs, func(sub, before *store.Submission) bool {
		switch {
		case judged(sub) != judged(before):
			return judged(sub) // as gradebook has it
		case rules.Attempts == gradebook.First:
			return false
		case rules.Attempts == gradebook.Last:
			return true
		case worth(sub) != worth(before):
			return worth(sub) > worth(before)
		}
		return better(sub, before)
	})
}

func namesOf(people []store.Person) map[int64]string {
	names := map[int64]string{}
	for _, person := range people {
		names[person.ID] = person.Name
	}
	return names
}

// choose chooses of each student and exercise the submission that counts rather than each
// before it.
func (s *service) choose(ctx context.Context, subs []store.Submission, rather func(sub, before *store.Submission) bool) ([]counted, error) {
	var order []place
	chosen := map[place]store.Submission{}
	for _, sub := range subs {
		if sub.State != store.Done {
			continue
		}
		at := place{sub.Person, sub.Exercise}
		before, ok := chosen[at]
		switch {
		case !ok:
			order = append(order, at)
		case !rather(&sub, &before):
			continue
		}
		chosen[at] = sub
	}
	var all []counted
	for _, at := range order {
		result, err := s.Store.Result(ctx, chosen[at].ID)
		if err != nil {
			return nil, err
		}
		all = append(all, counted{chosen[at], result})
	}
	return all, nil
}

// rules are those of the class, read anew each time.
func (s *service) rules() (gradebook.Rules, error) {
	if s.ClassFile == "" {
		return gradebook.Rules{}, nil
	}
	r, err := gradebook.ReadRules(s.ClassFile)
	if err != nil {
		return r, &problem{status: http.StatusInternalServerError, text: "The rules of the class cannot be read: " + err.Error()}
	}
	return r, nil
}

func (s *service) reportJSON(w http.ResponseWriter, r *http.Request, _ store.Person) error {
	all, err := s.counting(r.Context(), gradebook.Rules{})
	if err != nil {
		return err
	}
	attach(w, "application/json", "report.json")
	return report.WriteJSON(w, together(all))
}

// gradesCSV makes the grades, with the times at which the service has taken what counts.
func (s *service) gradesCSV(w http.ResponseWriter, r *http.Request, _ store.Person) error {
	rules, err := s.rules()
	if err != nil {
		return err
	}
	all, err := s.counting(r.Context(), rules)
	if err != nil {
		return err
	}
	var taken []gradebook.HandedIn
	for _, c := range all {
		taken = append(taken, gradebook.HandedIn{Student: c.result.Student, Exercise: c.Exercise, At: c.HandedIn})
	}
	rep := together(all)
	people, err := s.Store.People(r.Context())
	if err != nil {
		return err
	}
	for _, p := range people {
		idle := !slices.ContainsFunc(all, func(c counted) bool { return c.Person == p.ID })
		if len(all) > 0 && idle && p.Role == store.Student && p.Revoked.IsZero() { // a line, as who has handed in
			some := all[0].result
			rep.Exercises = append(rep.Exercises, report.Exercise{
				Student: p.Name, ID: some.ID, Title: some.Title, MaxPoints: some.MaxPoints, Verdict: report.NotRun,
			})
		}
	}
	rules.HandedIn = append(taken, rules.HandedIn...) // what a person has written down counts before it
	attach(w, "text/csv; charset=utf-8", "grades.csv")
	return gradebook.Make(rep, rules).WriteCSV(w)
}

func together(all []counted) *report.Report {
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, c := range all {
		rep.Exercises = append(rep.Exercises, *c.result)
	}
	return rep
}

func attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
}

// reportPolicy is that of the class report, which has its style in itself.
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// history is every submission that has its verdict.
func (s *service) history(ctx context.Context) (classreport.History, error) {
	h := classreport.History{Times: "The times are those at which the service has taken the work."}
	people, err := s.Store.People(ctx)
	if err != nil {
		return h, err
	}
	names := namesOf(people)
	subs, err := s.Store.All(ctx)
	for _, sub := range subs {
		if sub.State == store.Done {
			h.Tries = append(h.Tries, classreport.Try{
				Student: names[sub.Person], Exercise: sub.Exercise, At: sub.HandedIn.Local(), Verdict: sub.Verdict,
				NotBegun: sub.Stop == marking.NotBegun,
			})
		}
	}
	return h, err
}

// classReport makes the page on what stops how many, the mistakes behind it, and whose
// work is alike. It is made once at a time, for it reads everybody's work.
func (s *service) classReport(w http.ResponseWriter, r *http.Request, _ store.Person) error {
	select {
	case s.classPage <- struct{}{}:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	defer func() { <-s.classPage }()
	all, err := s.counting(r.Context(), gradebook.Rules{Attempts: gradebook.Last})
	if err != nil {
		return err
	}
	dir, err := s.Marker.Grader.Folder("class-")
	if err != nil {
		return fmt.Errorf("making the class report: %w", err)
	}
	defer os.RemoveAll(dir)
	var rows []classreport.Row
	for _, c := range all {
		row := classreport.Row{Exercise: *c.result}
		row.Dir, err = s.Marker.Unpack(r.Context(), c.Submission, filepath.Join(dir, fmt.Sprint(c.ID)))
		if err != nil && r.Context().Err() != nil {
			return err // else it is in the table, and not among those that are compared
		}
		rows = append(rows, row)
	}
	history, err := s.history(r.Context())
	if err != nil {
		return err
	}
	class, err := classreport.Build(s.Course, rows, history)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", reportPolicy)
	return class.WriteHTML(w)
}
