package progress

import (
	"maps"
	"slices"
	"strings"
)

// Adopt tells the store which exercises the course has, so that the progress in
// an exercise that was renamed is found again: an entry that no exercise of the
// course claims goes to the exercise without an entry that has the same name
// after its number (05_join and 06_join), when there is exactly one of each.
// aliases names other renames, from old id to new; it may be nil.
//
// Entries of ids that nobody claims are kept. The file changes with the next save.
func (s *Store) Adopt(ids []string, aliases map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renames = renames{ids: slices.Clone(ids), aliases: maps.Clone(aliases)}
	s.progress = s.renames.apply(s.progress)
}

// renames knows which ids are exercises of the course and which were renamed.
type renames struct {
	ids     []string
	aliases map[string]string
}

// apply moves entries to the ids that their exercises have now. It changes p and
// returns it.
func (r renames) apply(p Progress) Progress {
	current := map[string]bool{}
	for _, id := range r.ids {
		current[id] = true
	}
	for _, old := range slices.Sorted(maps.Keys(r.aliases)) {
		if e, ok := p.Exercises[old]; ok && !current[old] {
			move(p, old, r.resolve(old), e)
		}
	}
	if len(current) == 0 {
		return p
	}
	from, to := map[string][]string{}, map[string][]string{}
	for id := range p.Exercises {
		if !current[id] {
			from[bare(id)] = append(from[bare(id)], id)
		}
	}
	for id := range current {
		if _, ok := p.Exercises[id]; !ok {
			to[bare(id)] = append(to[bare(id)], id)
		}
	}
	for name, olds := range from {
		if news := to[name]; name != "" && len(olds) == 1 && len(news) == 1 {
			move(p, olds[0], news[0], p.Exercises[olds[0]])
		}
	}
	return p
}

// resolve follows the aliases from old to the last of them.
func (r renames) resolve(old string) string {
	id := old
	for range r.aliases { // at most once each, so that a circle ends
		next, ok := r.aliases[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}

func move(p Progress, old, id string, e Entry) {
	if there, ok := p.Exercises[id]; ok {
		e = mergeEntry(there, e)
	}
	delete(p.Exercises, old)
	p.Exercises[id] = e
}

// bare returns the part of an id after its number: "join" of "05_join". An id
// without a number has none.
func bare(id string) string {
	number, name, ok := strings.Cut(id, "_")
	if !ok || number == "" || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return name
}
