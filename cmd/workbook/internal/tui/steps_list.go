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
	spare := height - len(groups) - min(more, 1)
	var out []string
	for _, g := range groups {
		who, _ := l.knownIn(g, names, does, width)
		second := two || spare > 0 && who == ""
		if second {
			spare--
		}
		out = append(out, l.group(g, names, does, width, second)...)
	}
	switch left := l.theme.dim.Render(tr.T("and %d more", more)); {
	case more == 0:
	case len(out) < height:
		out = append(out, fit("  "+left, width))
	case height > 0: // there is one row, and it must not look like the whole list
		room := width - lipgloss.Width(left) - gapWidth
		out = append(l.group(groups[0], names, does, room, false), fit(left, width-room))
		out = []string{strings.Join(out, strings.Repeat(" ", gapWidth))}
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}

// around leaves out so many groups that there is room for the others and for how many
// goroutines were left out: those far from whoever runs, and where nobody runs, those that tell
// least.
func around(groups []stepping.Group, rows int) (shown []stepping.Group, more int) {
	if len(groups) <= rows {
		return groups, 0
	}
	keep := min(max(rows-1, 1), max(rows, 0))
	if at := slices.IndexFunc(groups, func(g stepping.Group) bool { return g.State == stepping.Runs }); at >= 0 {
		from := min(max(at-keep/2, 0), len(groups)-keep)
		shown = groups[from : from+keep]
	} else {
		shown = foremost(groups, keep)
	}
	return shown, members(groups) - members(shown)
}

// foremost are so many groups, in their order: who has panicked before who waits, and who could
// go on before who has ended.
func foremost(groups []stepping.Group, keep int) []stepping.Group {
	rank := func(g stepping.Group) int {
		switch {
		case g.Panicked():
			return 0
		case g.State == stepping.Waits:
			return 1
		case g.State == stepping.Ended:
			return 3
		}
		return 2
	}
	byRank := slices.Clone(groups)
	slices.SortStableFunc(byRank, func(a, b stepping.Group) int { return rank(a) - rank(b) })
	shown := byRank[:keep]
	slices.SortFunc(shown, func(a, b stepping.Group) int { return a.Goroutine - b.Goroutine })
	return shown
}

// members are how many goroutines stand in groups.
func members(groups []stepping.Group) int {
	n := 0
	for _, g := range groups {
		n += len(g.Members)
	}
	return n
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

// knownIn is what of that a row has room for, and so many columns behind what it does: in its
// column or, where that is too narrow, at the row's end. Where there is no room for who it is,
// it is empty rather than a letter or two.
func (l goroutineList) knownIn(g stepping.Group, names, does, width int) (words string, gap int) {
	const least = 8
	column, own := names+does+gapWidth, names+lipgloss.Width(l.does(g))+gapWidth
	words = l.known(g)
	if column+lipgloss.Width(words) > width && len(g.Members) == 1 {
		words = l.record.Known(g.Goroutine)
	}
	wide := lipgloss.Width(words)
	at := max(min(column, width-wide), own)
	if at+wide > width && width-at < least {
		return "", 0
	}
	return words, at - own + gapWidth
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
	said := placed(l.does(g), g.Place(), width-names)
	line := fit(look.Render(signOf(g.Standing)+" "+l.record.Name(g.Goroutine)), names) + words.Render(said)
	if two {
		return []string{fit(line, width), fit(strings.Repeat(" ", names)+t.dim.Render(l.known(g)), width)}
	}
	line = fit(line, min(names+lipgloss.Width(l.does(g)), width))
	who, gap := l.knownIn(g, names, does, width)
	return []string{fit(line+strings.Repeat(" ", gap)+t.dim.Render(who), width)}
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
