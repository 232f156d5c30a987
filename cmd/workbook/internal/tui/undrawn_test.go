package tui

import (
	"bytes"
	"os"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
)

// A borrower has the terminal a hundred times, one after the other, and looks each
// time whether it is drawn to. It ends when it has been drawn after the last.
type borrower struct {
	t     *testing.T
	times int
}

func (b borrower) Init() tea.Cmd { return b.borrow() }

func (b borrower) borrow() tea.Cmd {
	return tea.Exec(alone(func() { require.False(b.t, isDrawn()) }), func(error) tea.Msg { return b.times + 1 })
}

func (b borrower) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	times, ok := msg.(int)
	if !ok {
		return b, nil
	}
	require.True(b.t, isDrawn(), "the goroutine that draws has another name now: see drawer")
	b.times = times
	if b.times == 100 {
		return b, nil
	}
	return b, b.borrow()
}

func (b borrower) View() tea.View {
	if b.times == 100 {
		return tea.NewView("all is drawn")
	}
	return tea.NewView("")
}

// A spectator tells when a text is drawn.
type spectator struct {
	text string
	seen func()
}

func (s *spectator) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(s.text)) {
		s.seen()
	}
	return len(p), nil
}

func TestDrawnAfterEachCommand(t *testing.T) {
	keys, nobody, err := os.Pipe()
	require.NoError(t, err)
	defer keys.Close()
	defer nobody.Close()
	screen := &spectator{text: "all is drawn"}
	program := tea.NewProgram(borrower{t: t}, tea.WithInput(keys), tea.WithOutput(screen), tea.WithWindowSize(40, 4))
	screen.seen = func() { go program.Quit() } // who draws holds what the program waits for
	_, err = program.Run()
	require.NoError(t, err)
}
