package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/study"
)

// A root is the whole program. It routes messages to what they concern: keys to
// the panes and to what they do everywhere, results to the work, and what has
// changed in that to the panes.
type root struct {
	jobs    *study.Jobs
	shell   *jobControl
	work    *study.Work
	keymap  keyMap
	palette palette

	frame   *frame
	panes   *panes
	lesson  *lessonPane
	verdict *verdictPane
}

// newRoot does what needs doing before the first message. It starts nothing.
func newRoot(ctx context.Context, cfg Config) *root {
	j := study.NewJobs(ctx)
	w := study.NewWork(cfg.setup(), j)
	m := &root{
		jobs:    j,
		shell:   newJobControl(),
		work:    w,
		keymap:  newKeyMap(),
		palette: paletteFor(cfg.Theme, cfg.Getenv),
		frame:   &frame{work: w, level: level(cfg.Grader.Isolation()), notice: cfg.Progress.Notice()},
	}
	m.verdict = newVerdictPane(w, m.edit)
	m.lesson = newLessonPane(w, m.frame.say)
	m.panes = newPanes(newTheme(m.palette),
		member{"outline", side, newOutlinePane(w, m.open)},
		member{"lesson", top, m.lesson},
		member{"verdict", bottom, m.verdict},
	)
	m.keymap.Pane.SetHelp("tab", m.panes.names())
	m.keymap.Reset.SetEnabled(cfg.Reset != nil)
	m.keymap.Suspend.SetEnabled(canStop)
	return m
}

// Init starts what runs from the beginning.
func (m *root) Init() tea.Cmd {
	return tea.Batch(
		do(m.jobs.Next()),
		loadLessons(m.jobs, m.work.Config.Course),
		do(m.work.Start()),
		tea.RequestBackgroundColor,
	)
}

// Update routes a message.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case study.Posted:
		cmds := []tea.Cmd{do(m.jobs.Next())}
		for _, p := range msg {
			_, cmd := m.Update(p)
			cmds = append(cmds, cmd)
		}
		return m, tea.Batch(cmds...)
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.MouseWheelMsg:
		m.panes.wheel(msg)
	case tea.MouseClickMsg:
		return m, m.click(msg)
	case tea.WindowSizeMsg:
		m.panes.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		if light := !msg.IsDark(); light != m.palette.light && !m.palette.fixed {
			m.palette.light = light
			m.panes.restyle(newTheme(m.palette))
		}
	default:
		return m, m.result(msg)
	}
	return m, nil
}

// result takes what a job found out.
func (m *root) result(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case editorMsg:
		notice, cmd := startEditor(msg, m.shell)
		m.frame.say(notice)
		return cmd
	case editedMsg:
		if msg.err != nil {
			m.frame.say("The editor: " + msg.err.Error())
		}
		return nil
	case stopMsg, continuedMsg:
		return m.shell.update(msg)
	case solutionMsg:
		m.showSolution(msg)
		return nil
	}
	return tea.Batch(m.hear(m.work.Update(msg)), m.panes.update(msg))
}

// hear shows what has changed in the work, and returns cmd.
func (m *root) hear(n study.News, cmd study.Cmd) tea.Cmd {
	if n == (study.News{}) {
		return do(cmd)
	}
	m.frame.say(n.Notice)
	if _, typing := m.panes.overlay.(writable); n.There != "" && !typing {
		m.frame.offer(n.There)
	}
	m.panes.update(n)
	switch {
	case n.Saved: // who saves wants to see the verdict
		if _, reading := m.panes.overlay.(*pager); reading {
			m.panes.uncover()
		}
		m.panes.focusOn(m.verdict)
	case n.Started, n.Reset:
		m.panes.relayout()
	}
	return do(cmd)
}

// click passes on a click.
func (m *root) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft {
		return nil
	}
	hit, cmd := m.panes.click(msg.X, msg.Y)
	if hit {
		m.frame.quiet()
	}
	return cmd
}

// View shows the program.
func (m *root) View() tea.View {
	var v tea.View
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "workbook " + glyphDot + " " + study.Name(m.work.Current)
	if m.panes.width == 0 {
		return v
	}
	content := m.screen()
	if m.palette.ascii {
		content = asciiSigns.Replace(content)
	}
	v.SetContent(content)
	if x, y, show := m.panes.cursor(); show {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = !m.work.Config.Still
	}
	return v
}

// screen is the whole screen as text, exactly as wide and high as it is.
func (m *root) screen() string {
	p := m.panes
	if p.small() {
		return smallNotice(p.theme, p.width, p.height)
	}
	rule := p.theme.rule.Render(strings.Repeat(glyphRule, p.width))
	rows := []string{m.frame.header(p.theme, p.width), rule}
	rows = append(rows, p.rows()...)
	if p.plan.rule {
		rows = append(rows, rule)
	}
	likely, last := m.offered()
	rows = append(rows, m.frame.footer(p.theme, p.width, keyLine(p.theme, p.width, likely, last))...)
	return strings.Join(rows, "\n")
}
