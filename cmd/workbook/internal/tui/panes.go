package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
)

// A member is a pane with its place among the others.
type member struct {
	name string // in the words of a key that goes to it
	slot slot
	pane
}

// panes are all the panes. It says which of them are on the screen and where, and
// which one has the focus, and sends keys and clicks to them.
type panes struct {
	all     []member   // in the order of tab
	focus   int        // index of the one that has it
	shown   [slots]int // by slot, the one that had the focus last
	main    slot       // top or bottom, whichever had the focus last
	zoomed  bool       // the one with the focus has the whole screen
	overlay pane       // instead of all of them; may be nil

	width, height int
	theme         *theme
	plan          layout
}

// newPanes puts the panes in the order of tab, at least one in each slot. The focus
// is on the first of the slot top.
func newPanes(t *theme, all ...member) *panes {
	p := &panes{all: all, theme: t, main: top}
	for s := range p.shown {
		p.shown[s] = slices.IndexFunc(all, func(m member) bool { return m.slot == slot(s) })
	}
	p.focus = p.shown[top]
	return p
}

// names lists the panes: "outline, lesson or verdict".
func (p *panes) names() string {
	var all []string
	for _, m := range p.all {
		all = append(all, tr.Text(m.name))
	}
	return tr.Or(all)
}

// after is the index of the pane that stands so many behind the focused one.
func (p *panes) after(by int) int { return (p.focus + by + len(p.all)) % len(p.all) }

// next moves the focus by so many panes.
func (p *panes) next(by int) { p.focusAt(p.after(by)) }

// focusOn moves the focus to a pane, which comes into view.
func (p *panes) focusOn(to pane) {
	p.focusAt(slices.IndexFunc(p.all, func(m member) bool { return m.pane == to }))
}

// focusAt moves the focus to the pane of an index.
func (p *panes) focusAt(at int) {
	m := p.all[at]
	p.focus, p.shown[m.slot] = at, at
	if m.slot != side {
		p.main = m.slot
	}
	if e, ok := m.pane.(enterable); ok {
		e.enter()
	}
	p.relayout()
}

// cover puts an overlay over the panes.
func (p *panes) cover(o pane) {
	p.uncover()
	p.overlay = o
	p.relayout()
}

// uncover takes the overlay away, if there is one.
func (p *panes) uncover() {
	if l, ok := p.overlay.(leavable); ok {
		l.leave()
	}
	p.overlay = nil
}

// zoom gives the whole screen to the pane with the focus, or takes it away again. A
// selection by mouse then has nothing of its neighbors in it.
func (p *panes) zoom() {
	p.zoomed = !p.zoomed
	p.relayout()
}

// zoomable reports whether zooming makes a difference, which it does not where there is
// room for one pane only.
func (p *panes) zoomable() bool {
	return p.zoomed || len(p.plan.columns) > 1 || len(p.plan.columns) == 1 && len(p.plan.columns[0].cells) > 1
}

// resize gives the panes another screen.
func (p *panes) resize(width, height int) {
	p.width, p.height = width, height
	p.relayout()
}

// restyle gives the panes other colors.
func (p *panes) restyle(t *theme) {
	p.theme = t
	p.relayout()
}

// relayout shares out the screen again.
func (p *panes) relayout() {
	if p.small() {
		return
	}
	var wants need
	if m, ok := p.all[p.shown[bottom]].pane.(modest); ok {
		wants = m.wants()
	}
	p.plan = share(p.width, p.height, p.all[p.focus].slot, p.main, wants)
	if p.zoomed {
		p.plan = p.plan.only(p.all[p.focus].slot, p.width)
	}
	for _, column := range p.plan.columns {
		for _, c := range column.cells {
			at := p.shown[c.slot]
			p.all[at].layout(room{
				width: column.width, height: p.inner(c.height), theme: p.theme,
				focused: at == p.focus, alone: p.plan.alone(),
			})
		}
	}
	if p.overlay != nil {
		p.overlay.layout(room{
			width: p.width, height: p.inner(p.plan.body), theme: p.theme,
			focused: true, alone: true,
		})
	}
}

// inner is how many of a pane's rows its title leaves.
func (p *panes) inner(height int) int { return height - 1 - p.plan.air }

// small reports whether the screen is too small to show anything.
func (p *panes) small() bool { return tooSmall(p.width, p.height) }

// at is the pane at a place on the screen, and which of its rows.
func (p *panes) at(x, y int) (index, row int, ok bool) {
	if p.small() {
		return 0, 0, false
	}
	c, row, ok := p.plan.at(x, y)
	return p.shown[c.slot], row - 1 - p.plan.air, ok
}

// reading reports whether a text is on the screen, and not a question or a field.
func (p *panes) reading() bool {
	return p.overlay == nil || isReading(p.overlay)
}

// key passes on a key, and reports whether it was obeyed.
func (p *panes) key(k keyMap, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	o := p.overlay
	switch {
	case o == nil:
		did, cmd := p.all[p.focus].key(k, msg)
		return did != ignored, cmd
	case key.Matches(msg, k.Close):
		if l, ok := o.(layered); !ok || !l.back() {
			p.uncover()
		}
		return true, nil
	}
	did, cmd := o.key(k, msg)
	if did == closed && p.overlay == o { // it may have opened another
		p.uncover()
	}
	return did != ignored, cmd
}

// wheel scrolls what is under the pointer.
func (p *panes) wheel(msg tea.MouseWheelMsg) {
	if p.overlay != nil {
		p.overlay.wheel(msg.Button)
	} else if i, _, ok := p.at(msg.X, msg.Y); ok {
		p.all[i].wheel(msg.Button)
	}
}

// click passes on a click, and reports whether it was on anything. A pane that has
// no use for it gets the focus.
func (p *panes) click(x, y int) (bool, tea.Cmd) {
	i, row, ok := p.at(x, y)
	switch {
	case !ok:
		return false, nil
	case p.overlay != nil:
		did, cmd := p.overlay.click(y - bodyTop - 1 - p.plan.air)
		return did != ignored, cmd
	}
	did, cmd := p.all[i].click(row)
	if did == ignored {
		p.focusAt(i)
	}
	return true, cmd
}

// update passes on a message to who may want it.
func (p *panes) update(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, m := range p.all {
		if l, ok := m.pane.(listener); ok {
			cmds = append(cmds, l.update(msg))
		}
	}
	if l, ok := p.overlay.(listener); ok {
		cmds = append(cmds, l.update(msg))
	}
	return tea.Batch(cmds...)
}

// keys are those of the bottom line that belong to what has the focus.
func (p *panes) keys(k keyMap) []key.Binding {
	if p.overlay != nil {
		return p.overlay.keys(k)
	}
	k.Pane.SetHelp("tab", tr.Text(p.all[p.after(1)].name))
	return p.all[p.focus].keys(k)
}

// cursor is where the terminal's cursor should be, if anywhere.
func (p *panes) cursor() (x, y int, show bool) {
	w, ok := p.overlay.(writable)
	if !ok || p.small() {
		return 0, 0, false
	}
	x, y = w.cursor()
	return x, y + bodyTop + 1 + p.plan.air, true
}

// rows are the panes as they are on the screen, or the overlay.
func (p *panes) rows() []string {
	if p.overlay != nil {
		return p.titled(p.overlay, p.width, true)
	}
	var rows []string
	bar := p.theme.rule.Render(" " + glyphBar + " ")
	for i, column := range p.plan.columns {
		if i == 0 {
			rows = p.stacked(column)
			continue
		}
		for y, row := range p.stacked(column) {
			rows[y] += bar + row
		}
	}
	return rows
}

// stacked are the rows of the panes in a column.
func (p *panes) stacked(column column) []string {
	var rows []string
	for i, c := range column.cells {
		if i > 0 {
			rows = append(rows, p.theme.rule.Render(strings.Repeat(glyphRule, column.width)))
		}
		at := p.shown[c.slot]
		rows = append(rows, p.titled(p.all[at], column.width, at == p.focus)...)
	}
	return rows
}

// titled are a pane's rows below its title.
func (p *panes) titled(shown pane, width int, focused bool) []string {
	t := p.theme
	rows := shown.rows() // first: what it says of itself depends on them
	title := t.strong.Render(" " + shown.title())
	if focused {
		title = t.accent.Render(glyphHere + shown.title())
	}
	head := []string{ends(title, t.dim.Render(shown.where()+" "), width)}
	for range p.plan.air {
		head = append(head, strings.Repeat(" ", width))
	}
	return append(head, rows...)
}
