package tui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
)

// A goroutineList says of every goroutine what it does.
type goroutineList struct {
	theme  *theme
	record *stepping.Record
	step   int
}

// groups are goroutines as many rows have room for: each by itself, or those that stand
// alike as one.
func (l goroutineList) groups(all []stepping.Standing, height int) []stepping.Group {
	if len(all) <= height {
		return stepping.Each(all)
	}
	return l.record.Groups(all)
}

// rows are exactly so many. Where not all have room, whoever runs is among them.
func (l goroutineList) rows(all []stepping.Standing, width, height int) []string {
	groups := l.groups(all, height)
	names := nameWidth(l.record)
	does, known := l.columns(groups)
	two := names+does+known+gapWidth > width && 2*len(groups) <= height
	groups, more := around(groups, height)
	does, _ = l.columns(groups)
	var out []string
	for _, g := range groups {
		out = append(out, l.group(g, names, does, width, two)...)
	}
	if more > 0 {
		out = append(out, fit(l.theme.dim.Render("  "+tr.T("and %d more", more)), width))
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}

// around leaves out so many groups, far from whoever runs, that there is room for the
// others and for how many were left out.
func around(groups []stepping.Group, rows int) (shown []stepping.Group, more int) {
	if len(groups) <= rows {
		return groups, 0
	}
	at := max(slices.IndexFunc(groups, func(g stepping.Group) bool { return g.State == stepping.Runs }), 0)
	if rows < 2 {
		return groups[at : at+max(rows, 0)], 0
	}
	keep := rows - 1
	from := min(max(at-keep/2, 0), len(groups)-keep)
	return groups[from : from+keep], len(groups) - keep
}

// columns are how wide the widest row is in its two columns.
func (l goroutineList) columns(groups []stepping.Group) (does, known int) {
	for _, g := range groups {
		does = max(does, lipgloss.Width(l.does(g)))
		known = max(known, lipgloss.Width(l.known(g)))
	}
	return does, known
}

// does says what a goroutine does, and where.
func (l goroutineList) does(g stepping.Group) string {
	at := g.Place()
	if g.State == stepping.Ended && !g.Panicked() || at == "" {
		return g.Does()
	}
	return tr.T("%s at %s", g.Does(), at)
}

// known says who it is, or how many are like it.
func (l goroutineList) known(g stepping.Group) string {
	if len(g.Members) > 1 {
		return g.Alike()
	}
	return l.record.Known(g.Goroutine) + ", " + l.record.Maker(g.Goroutine)
}

// knownIn is what of that has so many columns; where there is no room for who it is, nothing
// stands there rather than a letter or two.
func (l goroutineList) knownIn(g stepping.Group, width int) string {
	words := l.known(g)
	if lipgloss.Width(words) > width && len(g.Members) == 1 {
		words = l.record.Known(g.Goroutine)
	}
	const least = 8
	if lipgloss.Width(words) > width && width < least {
		return ""
	}
	return words
}

// group is the row of a group, or two.
func (l goroutineList) group(g stepping.Group, names, does, width int, two bool) []string {
	t := l.theme
	look, words := t.lane(g.Goroutine), t.text
	switch g.State {
	case stepping.Runs:
		look, words = look.Inherit(t.strong), t.strong
	case stepping.Ended:
		look, words = t.dim, t.dim
		if g.Panicked() {
			look, words = t.bad, t.text
		}
	}
	line := fit(look.Render(signOf(g.Standing)+" "+l.record.Name(g.Goroutine)), names) + words.Render(l.does(g))
	if two {
		return []string{fit(line, width), fit(strings.Repeat(" ", names)+t.dim.Render(l.known(g)), width)}
	}
	line = fit(line, min(names+does, width))
	if room := width - names - does - gapWidth; room > 0 {
		line += strings.Repeat(" ", gapWidth) + t.dim.Render(l.knownIn(g, room))
	}
	return []string{fit(line, width)}
}

// worldRows are the last of what was seen from outside up to a step, so many rows.
func worldRows(t *theme, r *stepping.Record, step, width, height int) []string {
	all := r.World(step)
	all = all[max(0, len(all)-height):]
	var out []string
	for _, m := range all {
		if m.Step == step {
			out = append(out, fit(t.accent.Render(glyphPointer)+" "+t.text.Render(m.Text), width))
		} else {
			out = append(out, fit("  "+t.dim.Render(m.Text), width))
		}
	}
	if len(all) == 0 && height > 0 {
		out = append(out, fit("  "+t.dim.Render(tr.T("nothing yet")), width))
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}
