package compare_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/compare"
	"workbook/cmd/workbook/internal/lesson"
)

func sample() []compare.Part {
	mine := "func Echo(ln net.Listener) error {\n\tconn, err := ln.Accept()\n\tserve(conn)\n\treturn err\n}\n\nfunc same() {}\n\nfunc mine() { print(1) }\n"
	theirs := "func Echo(ln net.Listener) error {\n\tconn, err := ln.Accept()\n\tgo serve(conn)\n\tcount.Add(1)\n\treturn err\n}\n\nfunc same() {}\n"
	return compare.Packages(pkg(mine), pkg(theirs), nil)
}

func text(lines []lesson.Line) string {
	var sb strings.Builder
	for _, l := range lines {
		sb.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
	return sb.String()
}

func TestBelowOneAnother(t *testing.T) {
	require.Equal(t, `‹ yours   › reference

func Echo
  func Echo(ln net.Listener) error {
      conn, err := ln.Accept()
‹     serve(conn)
›     go serve(conn)
›     count.Add(1)
      return err
  }

func same  the same in both

func mine  yours only
‹ func mine() { print(1) }
`, text(compare.Layout(sample(), compare.Heads{Mine: "yours", Theirs: "reference"}, 80)))
}

func TestSideBySide(t *testing.T) {
	lines := compare.Layout(sample(), compare.Heads{Mine: "yours", Theirs: "errgroup"}, 101)
	require.Contains(t, text(lines), "\n    serve(conn)"+strings.Repeat(" ", 34)+" ≠     go serve(conn)\n")
	require.Contains(t, text(lines), "\n"+strings.Repeat(" ", 49)+" ›     count.Add(1)\n")
	bar := -1
	for _, l := range lines {
		if at := strings.Index(l.String(), " │ "); at >= 0 {
			if bar < 0 {
				bar = at
			}
			require.Equal(t, bar, at, "the columns are straight: %q", l)
		}
	}
}

// In two columns, what was replaced stands beside what replaced it.
func TestReplacedStandsBeside(t *testing.T) {
	parts := compare.Packages(pkg("func F() {\n\ta(1)\n\tb(2)\n\tc(3)\n}\n"), pkg("func F() {\n\tx <- y\n\tz()\n}\n"), nil)
	require.Equal(t, []string{
		"    a(1)" + strings.Repeat(" ", 41) + " ≠     x <- y",
		"    b(2)" + strings.Repeat(" ", 41) + " ≠     z()",
		"    c(3)" + strings.Repeat(" ", 41) + " ‹",
	}, strings.Split(text(compare.Layout(parts, compare.Heads{Mine: "yours", Theirs: "theirs"}, 101)), "\n")[4:7])
}

// Nothing is cut and nothing is wider than the screen, at any width.
func TestWidths(t *testing.T) {
	for width := 20; width < 140; width += 7 {
		for _, l := range compare.Layout(sample(), compare.Heads{Mine: "yours", Theirs: "reference"}, width) {
			require.LessOrEqual(t, l.Width(), width, "%q", l)
		}
	}
}

func TestSameIsDim(t *testing.T) {
	for _, l := range compare.Layout(sample(), compare.Heads{Mine: "yours", Theirs: "reference"}, 80) {
		if strings.Contains(l.String(), "Accept") {
			require.Equal(t, lesson.Same, l[len(l)-1].Style)
		}
		if strings.Contains(l.String(), "serve") {
			require.NotEqual(t, lesson.Same, l[len(l)-1].Style)
		}
	}
}

func TestInWords(t *testing.T) {
	require.Equal(t, `func Echo:
In both, 2 lines:
  func Echo(ln net.Listener) error {
      conn, err := ln.Accept()
In yours, 1 line:
      serve(conn)
In reference, 2 lines:
      go serve(conn)
      count.Add(1)
In both, 2 lines:
      return err
  }
func same: the same in both.
func mine: only in yours.
In yours, 1 line:
  func mine() { print(1) }`, strings.Join(compare.Spoken(sample(), compare.Heads{Mine: "yours", Theirs: "reference"}), "\n"))
	parts := compare.Packages(pkg("func one() { print(1) }\n"), pkg("func eins() { print(1) }\n"), nil)
	require.Contains(t, strings.Join(compare.Spoken(parts, compare.Heads{Mine: "yours", Theirs: "theirs"}), "\n"),
		"func one, which theirs calls func eins:\nIn yours, 1 line:\n")
	parts = compare.Packages(nil, pkg("func theirs() {}\n"), nil)
	require.Contains(t, compare.Spoken(parts, compare.Heads{Mine: "yours", Theirs: "the reference"}), "func theirs: only in the reference.")
}
