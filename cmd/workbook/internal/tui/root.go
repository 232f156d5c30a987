package tui

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/terminal"
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

	terminal terminal.Terminal
	copied   int   // how many copies were asked for in a row
	stepped  int   // id of the run that was asked for last, to step through
	demos    int   // id of the page with a demo that was opened last
	begun    bool  // what runs beside the screen was started
	unready  error // why nothing can be graded; it ends the program

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
		jobs:     j,
		shell:    newJobControl(),
		work:     w,
		keymap:   newKeyMap(),
		palette:  paletteFor(cfg.Theme, cfg.Getenv),
		terminal: terminal.Of(cfg.Getenv),
		frame:    &frame{work: w, notice: cfg.Progress.Notice(), mouse: !cfg.Bookmark.NoMouse},
	}
	link := func(string) string { return "" }
	if m.terminal.Links {
		link = func(file string) string { return fileLink(cfg.Host, cfg.Course.Root, file) }
	}
	m.verdict = newVerdictPane(w, m.edit, link)
	m.verdict.noLanes = cfg.Bookmark.NoLanes
	m.lesson = newLessonPane(w, m.frame.say)
	m.panes = newPanes(newTheme(m.palette),
		member{tr.Mark("outline"), side, newOutlinePane(w, m.open)},
		member{tr.Mark("lesson"), top, m.lesson},
		member{tr.Mark("verdict"), bottom, m.verdict},
	)
	m.resume(cfg.Bookmark)
	m.keymap.Pane.SetHelp("tab", m.panes.names())
	m.keymap.Reset.SetEnabled(cfg.Reset != nil)
	m.keymap.Undo.SetEnabled(cfg.Undo != nil)
	for _, b := range []*key.Binding{&m.keymap.Steps, &m.keymap.AnySteps, &m.keymap.Replay} {
		b.SetEnabled(cfg.Stepper != nil)
	}
	m.keymap.Demo.SetEnabled(cfg.Demonstrator != nil)
	m.keymap.Submit.SetEnabled(w.MayHandIn())
	m.keymap.Solution.SetEnabled(!w.MayHandIn()) // they share a key, and never meet
	m.keymap.Suspend.SetEnabled(canStop)
	if cfg.Welcome {
		m.panes.cover(newWelcome(m.work))
	}
	return m
}

// Init starts what runs from the beginning.
func (m *root) Init() tea.Cmd {
	return tea.Batch(do(m.jobs.Next()), tea.RequestBackgroundColor)
}

// A drawnMsg says that the first frame is laid out, a readyMsg how submissions are walled
// in and what the learner should be told, or why nothing can be graded.
type drawnMsg struct{}

type readyMsg struct {
	isolation string
	notice    string
	err       error
}

// begin starts what runs beside the screen, once that has been drawn.
func (m *root) begin() tea.Cmd {
	var first study.Cmd
	if m.work.Config.Welcome {
		first = m.work.Keeper.Begin()
	}
	return tea.Batch(do(first), loadLessons(m.jobs, m.work.Config.Course), m.ready(), do(m.work.Start()))
}

// ready makes the grader ready.
func (m *root) ready() tea.Cmd {
	cfg := m.work.Config
	return job(m.jobs, func(ctx context.Context) tea.Msg {
		var ready readyMsg
		if cfg.Ready != nil {
			if ready.notice, ready.err = cfg.Ready(ctx); ready.err != nil {
				return ready
			}
		}
		ready.isolation = cfg.Grader.Isolation()
		return ready
	})
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
		return m, tea.Batch(m.key(msg), m.sketch())
	case tea.MouseWheelMsg:
		m.panes.wheel(msg)
	case tea.MouseClickMsg:
		return m, m.click(msg)
	case tea.WindowSizeMsg:
		m.panes.resize(msg.Width, msg.Height)
		if !m.begun {
			m.begun = true
			return m, func() tea.Msg { return drawnMsg{} }
		}
	case drawnMsg:
		return m, m.begin()
	case readyMsg:
		if m.unready = msg.err; msg.err != nil {
			return m, tea.Quit
		}
		m.frame.level = level(msg.isolation)
		if msg.notice != "" {
			m.frame.say(msg.notice)
		}
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
			m.frame.say(tr.T("The editor: %s", msg.err.Error()))
		}
		return nil
	case stopMsg, continuedMsg:
		return m.shell.update(msg)
	case solutionMsg:
		m.showSolution(msg)
		return nil
	case study.BackupMsg:
		m.showBackup(msg)
	}
	return tea.Batch(m.hear(m.work.Update(msg)), m.panes.update(msg), m.sketch())
}

// hear shows what has changed in the work, and returns cmd with what the panes have done.
func (m *root) hear(n study.News, cmd study.Cmd) tea.Cmd {
	if n == (study.News{}) {
		return do(cmd)
	}
	if n.Started {
		m.frame.graded()
	}
	if n.Undo {
		n.Notice += " " + tr.T("u brings it back.")
	}
	m.frame.judged()
	m.frame.say(n.Notice)
	m.frame.before = n.Reset && cmd != nil
	if _, typing := m.panes.overlay.(writable); n.There != "" && !typing {
		m.frame.offer(n.There)
	}
	told := m.panes.update(n)
	switch {
	case n.Saved: // who saves wants to see the verdict
		if isReading(m.panes.overlay) {
			m.panes.uncover()
		}
		m.panes.focusOn(m.verdict)
	case n.Started, n.Reset:
		m.panes.relayout()
	}
	if n.Last {
		m.lookBack()
	}
	return tea.Batch(do(cmd), told)
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
	m.window(&v)
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
