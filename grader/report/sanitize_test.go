package report_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestTerminal(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                 {"héllo, 世界\n\tok", "héllo, 世界\n\tok"},
		"empty":                 {"", ""},
		"color":                 {"\x1b[1;31mred\x1b[0m", "red"},
		"colon color":           {"\x1b[38:2::255:0:0mred", "red"},
		"private mode":          {"\x1b[?1049hx", "x"},
		"intermediate":          {"\x1b[4 qx", "x"},
		"C1 CSI":                {"\u009b31mred", "red"},
		"title, BEL":            {"\x1b]0;owned\ax", "x"},
		"title, ST":             {"\x1b]0;owned\x1b\\x", "x"},
		"link":                  {"\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"},
		"C1 OSC and ST":         {"\u009d52;c;aGk=\u009cx", "x"},
		"DCS":                   {"\x1bPq#0;2\x1b\\x", "x"},
		"APC":                   {"\x1b_Gdata\x1b\\x", "x"},
		"OSC without end":       {"\x1b]0;title", "0;title"},
		"OSC ends at a newline": {"\x1b]0;title\nnext\a", "0;title\nnext"},
		"OSC cut by OSC":        {"\x1b]0;a\x1b]0;b\ac", "0;ac"},
		"CSI without end":       {"\x1b[12", ""},
		"CSI cut by a newline":  {"\x1b[12\nx", "\nx"},
		"character set":         {"\x1b(Bx", "x"},
		"keypad":                {"\x1b=x", "x"},
		"reset":                 {"\x1bcx", "x"},
		"ESC at the end":        {"x\x1b", "x"},
		"ESC ESC":               {"\x1b\x1b[31mx", "x"},
		"ESC and é":             {"\x1bé", "é"},
		"C0":                    {"a\x00\x07\x08\x0b\x0c\x7fb", "ab"},
		"C1":                    {"a\u0085\u0084b", "ab"},
		"carriage returns":      {"10%\r20%\r\nend\r", "10%\n20%\nend\n"},
		"bidi":                  {"a\u202eb\u2066c\u2069\u200e\u200f\u061cd", `a\u202eb\u2066c\u2069\u200e\u200f\u061cd`},
		"zero width":            {"pass\u200bed\u2060\ufeff", `pass\u200bed\u2060\ufeff`},
		"fillers":               {"a\u3164b\u115f\u1160\uffa0\u2800", `a\u3164b\u115f\u1160\uffa0\u2800`},
		"tags":                  {"a\U000e0041\U000e007f\U000e01ef", `a\U000e0041\U000e007f\U000e01ef`},
		"soft hyphen":           {"a\u00adb", `a\u00adb`},
		"joiner in Latin":       {"pa\u200dss\u200c", `pa\u200dss\u200c`},
		"joiners at the start":  {"\u200da\ufe0f", `\u200da\ufe0f`},
		"two joiners":           {"👩\u200d\u200d", "👩\u200d" + `\u200d`},
		"joiner in Persian":     {"می\u200cخواهم", "می\u200cخواهم"},
		"joiner in Hindi":       {"क्\u200dष", "क्\u200dष"},
		"emoji variation":       {"❤\ufe0f\u200d🔥 1\ufe0f", "❤\ufe0f\u200d🔥 1\ufe0f"},
		"variation in letters":  {"a\ufe00b\U000e0100", `a\ufe00b\U000e0100`},
		"separators":            {"a\u2028b\u2029c", "a\nb\nc"},
		"invalid UTF-8":         {"a\xffb\xc3", "a\ufffdb\ufffd"},
		"a raw C1 byte":         {"a\x9b31m", "a\ufffd31m"},
		"a real U+FFFD":         {"a\ufffdb", "a\ufffdb"},
		"joined emoji":          {"👩\u200d💻", "👩\u200d💻"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, report.Terminal(c.in)) })
	}
}

func TestOneLine(t *testing.T) {
	require.Equal(t, "a b c d", report.OneLine(" a\n\tb\r\n\x1b[31mc\u2028d\n"))
	require.Empty(t, report.OneLine("\n \t"))
}

func TestXML(t *testing.T) {
	require.Equal(t, "a\ufffd\ufffdb<&>", report.XML("a\ufffe\uffff\x00b<&>"))
}

func TestCut(t *testing.T) {
	require.Equal(t, "abc", report.Cut("abc", 3))
	require.Equal(t, "ab…", report.Cut("abc", 2))
	for n := range 8 {
		require.True(t, utf8.ValidString(report.Cut("aéüßz", n)), n)
	}
	require.Equal(t, "a…", report.Cut("aé", 2), "no half of a rune")
}

func TestClip(t *testing.T) {
	require.Equal(t, "abc", report.Clip("abc", 3))
	require.Equal(t, "世界", report.Clip("世界", 2), "runes count, not bytes")
	require.Equal(t, "世… (1 more character)", report.Clip("世界", 1))
	require.Equal(t, "… (2 more characters)", report.Clip("世界", 0))
}

func TestClipLines(t *testing.T) {
	require.Equal(t, "a\nb", report.ClipLines("a\nb\n", 2))
	require.Equal(t, "1\n2\n… 2 lines left out …\n5", report.ClipLines("1\n2\n3\n4\n5", 3))
	require.Equal(t, "1\n… 1 line left out …", report.ClipLines("1\n2", 1))
	long := strings.Repeat("x", report.MaxMessage+5)
	require.Equal(t, long[:report.MaxMessage]+"… (5 more characters)\ny", report.ClipLines(long+"\ny", 2))
}

// A mebibyte of introducers must not take longer than a mebibyte of text: each of
// them could otherwise look for its end through all the rest.
func TestTerminalIsLinear(t *testing.T) {
	const n = 1 << 20
	for name, unit := range map[string]string{"OSC": "\x1b]", "C1 OSC": "\u009d", "CSI": "\x1b[", "ESC": "\x1b", "OSC and text": "\x1b]aaaa"} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			report.Terminal(strings.Repeat(unit, n/len(unit)))
			// Quadratic would be minutes: the bound is far from both.
			require.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

// requireNoControls fails when s holds anything that a terminal acts on, or that
// turns the direction of writing, but newlines and tabs.
func requireNoControls(t testing.TB, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("not UTF-8: %q", s)
	}
	for i, r := range s {
		if r == '\n' || r == '\t' {
			continue
		}
		joiner := r == '\u200c' || r == '\u200d' || r == '\ufe0e' || r == '\ufe0f'
		if unicode.IsControl(r) || report.Invisible(r) && !joiner || r == '\u2028' || r == '\u2029' {
			t.Fatalf("%U at byte %d of %q", r, i, s)
		}
	}
}

func FuzzSanitize(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := report.Terminal(s)
		requireNoControls(t, got)
		if again := report.Terminal(got); again != got {
			t.Fatalf("not stable: %q, then %q", got, again)
		}
		requireNoControls(t, report.XML(s))
		if l := report.OneLine(s); strings.ContainsAny(l, "\n\t") || strings.TrimSpace(l) != l {
			t.Fatalf("not one line: %q", l)
		}
		if n := utf8.RuneCountInString(report.Clip(got, 10)); n > 10+40 {
			t.Fatalf("%d runes after clipping to 10", n)
		}
		if n := strings.Count(report.ClipLines(got, 5), "\n"); n > 5 {
			t.Fatalf("%d newlines after clipping to 5 lines", n)
		}
	})
}

// hostile is what a submission might print, panic with or call its files.
var hostile = []string{
	"",
	"plain",
	"\n::error file=x::owned",
	"\r::set-output name=x::y",
	"\r\n ::stop-commands::pwned\n::add-mask::a",
	"##[error]owned\n##vso[task.setvariable variable=x]y",
	"::",
	"a%0A::error::b%25",
	"x,title=owned::y:z",
	"]]></system-out><failure/><!-- & -->",
	"<script>alert(1)</script>",
	"\x1b[2J\x1b]0;t\a\x1b]52;c;x\x1b\\",
	"\u009b2J\u009d0;t\u009c",
	"\u202e\u2066\u2069\u200f",
	"\x00\x01\x08\x7f\ufffe\uffff\ufeff",
	"a\u200b\u2060\u3164\u115f\U000e0041\ufe0f\u200d👩\u200d💻\u00ad",
	"\xff\xfe\xc0\x80\xed\xa0\x80\x9b",
	"a\u2028::error::b\u2029::error::c\u0085::error::d\v::error::e\f::error::f",
	strings.Repeat("long ", 3000),
	strings.Repeat("\n", 3000) + "::error::g",
	"--- PASS: TestSilentClient (0.00s)\n\x16=== PASS",
}
