package tui

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// A root is the whole program's state. It routes messages to what they concern.
type root struct {
	cfg       Config
	jobs      *jobs
	keymap    keyMap
	palette   palette
	theme     theme
	isolation string
	solutions bool // the course has them

	width, height int
	focus, main   pane // main is the lesson or the verdict, whichever was looked at last
	overlay       overlay
	notice        string // said once, until the next key

	progress progress.Progress
	keeping  sync.Mutex           // held while it is changed on disk
	unkept   map[int]func() error // changes that have not come back
	lastKept int

	lessons  map[string]lesson.Lesson
	current  *course.Exercise
	visit    int                // names the opening of current; what carries another is stale
	watcher  Watcher            // of the folder of current
	unwatch  context.CancelFunc // of the watch on current
	runs     map[string]*grading
	lastRun  int
	pristine map[string]string // by exercise, the content that a reset left: not worth grading
	reset    string            // id of the exercise that is being reset
	warm     warming

	outline *outline
	readers map[string]*reader
	verdict scroll
	old     struct{ outline, verdict bool } // to be laid out again before they are shown
	hinted  string                          // id of the exercise that a hint was asked for last
	hintAt  int                             // line of the verdict that should be in view; -1 for none
}

// newRoot does what needs doing before the first message. It starts nothing.
func newRoot(ctx context.Context, cfg Config) *root {
	m := &root{
		cfg:       cfg,
		jobs:      newJobs(ctx),
		keymap:    newKeyMap(),
		palette:   paletteFor(cfg.Getenv),
		isolation: cfg.Grader.Isolation(),
		solutions: cfg.Course.HasSolutions(),
		focus:     paneLesson,
		main:      paneLesson,
		notice:    cfg.Progress.Notice(),
		progress:  cfg.Progress.Get(),
		unkept:    make(map[int]func() error),
		runs:      make(map[string]*grading),
		pristine:  make(map[string]string),
		warm:      warming{done: make(map[string]bool)},
		outline:   newOutline(cfg.Course),
		readers:   make(map[string]*reader),
		verdict:   newScroll(),
		unwatch:   func() {},
		hintAt:    -1,
	}
	m.theme = newTheme(m.palette)
	m.watcher = cfg.Watch()
	m.outline.progress = m.progress
	m.current = m.first()
	m.outline.current = m.current.ID
	m.outline.cursor = m.index(m.current.ID)
	m.stale()
	return m
}

// first is the exercise to open: the one that was asked for, else the first that
// has not passed, else the first.
func (m *root) first() *course.Exercise {
	for _, ex := range m.cfg.Course.Exercises {
		if ex.ID == m.cfg.Start {
			return ex
		}
	}
	for _, ex := range m.cfg.Course.Exercises {
		if m.progress.Entry(ex.ID).State() != progress.Passed {
			return ex
		}
	}
	return m.cfg.Course.Exercises[0]
}

func (m *root) index(id string) int {
	for i, ex := range m.cfg.Course.Exercises {
		if ex.ID == id {
			return i
		}
	}
	return 0
}

// entry is the progress in the current exercise.
func (m *root) entry() progress.Entry { return m.progress.Entry(m.current.ID) }

// grading is the run on the current exercise, or nil.
func (m *root) grading() *grading { return m.runs[m.current.ID] }

// stale has the outline and the verdict laid out again before they are shown.
func (m *root) stale() { m.old.outline, m.old.verdict = true, true }

// Init starts what runs from the beginning.
func (m *root) Init() tea.Cmd {
	return tea.Batch(
		m.jobs.next(),
		m.loadLessons(),
		m.watchCurrent(),
		m.warmCurrent(),
		tea.RequestBackgroundColor,
	)
}

// Update routes a message.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case posted:
		cmds := []tea.Cmd{m.jobs.next()}
		for _, p := range msg {
			_, cmd := m.Update(p)
			cmds = append(cmds, cmd)
		}
		return m, tea.Batch(cmds...)
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		if s, ok := m.overlay.(*searching); ok {
			s.paste(msg.Content)
		}
	case tea.MouseWheelMsg:
		m.wheel(msg)
	case tea.MouseClickMsg:
		return m, m.click(msg)
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.relayout()
	case tea.BackgroundColorMsg:
		if light := !msg.IsDark(); light != m.palette.light {
			m.palette.light = light
			m.restyle()
		}
	default:
		return m, m.result(msg)
	}
	return m, nil
}

// result takes what a job found out.
func (m *root) result(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case lessonsMsg:
		m.lessonsLoaded(msg)
	case openedMsg:
		return m.opened(msg)
	case savedMsg:
		return m.saved(msg)
	case eventMsg:
		return m.event(msg)
	case doneMsg:
		return m.done(msg)
	case recordedMsg:
		m.recorded(msg)
	case warmMsg:
		m.warm.now = msg.now
		m.warm.race = msg.race
		m.old.verdict = true
	case warmedMsg:
		return m.warmed(msg)
	case editorMsg:
		return m.edit(msg)
	case editedMsg:
		if msg.err != nil {
			m.notice = "The editor: " + msg.err.Error()
		}
	case resetMsg:
		m.wasReset(msg)
	case solutionMsg:
		m.showSolution(msg)
	}
	return nil
}

// restyle changes the colors of everything.
func (m *root) restyle() {
	m.theme = newTheme(m.palette)
	for _, r := range m.readers {
		r.render(m.theme)
	}
	m.relayout()
}

// reader is the lesson of the current exercise.
func (m *root) reader() *reader {
	r := m.readers[m.current.ID]
	if r == nil {
		r = newReader(m.lessons[m.current.ID], nil)
		m.readers[m.current.ID] = r
	}
	return r
}
