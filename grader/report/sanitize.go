package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of one text is shown. A submission can print a mebibyte and put as
// much into a panic value; no reader and no CI log is served by all of it.
const (
	MaxMessage = 2000 // runes of one message, or of one line of output
	MaxLines   = 200  // lines of one output
)

// Terminal makes s safe to print on a terminal. Escape sequences go whole (also
// those that set a title or a clipboard), every other control character but
// newline and tab goes, and so do the characters that turn the direction of
// writing. Invalid UTF-8 becomes U+FFFD. A carriage return, alone or before a
// newline, becomes a newline.
func Terminal(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			b.WriteRune(utf8.RuneError)
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte('\n')
			}
		case r == lineSeparator || r == paragraphSeparator:
			b.WriteByte('\n')
		case r == esc || isC1(r):
			size = sequence(s[i:])
		case isUnsafe(r):
			// left out
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// XML makes s safe as character data: what [Terminal] removes goes, and so do
// the few code points that XML 1.0 has no way to write. It does not escape
// markup; an encoder does that.
func XML(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, Terminal(s))
}

// OneLine makes s safe for a terminal and puts it on one line: any run of white
// space becomes a single space.
func OneLine(s string) string {
	return strings.Join(strings.Fields(Terminal(s)), " ")
}

// Clip shortens s to at most max runes and says how many it left out. The note
// comes on top of max.
func Clip(s string, max int) string {
	if len(s) <= max { // no string has more runes than bytes
		return s
	}
	end, n := len(s), 0
	for i := range s {
		if n == max {
			end = i
		}
		n++
	}
	if n <= max {
		return s
	}
	return s[:end] + "… (" + plural(n-max, "more character") + ")"
}

// ClipLines shortens s to at most max lines and each line as [Clip] does with
// [MaxMessage]. When lines must go they go from the middle, because output tends
// to say the most at its two ends; a note in their place says how many.
func ClipLines(s string, max int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	if out := len(lines) - max; out > 0 {
		head := lines[:(max+1)/2]
		tail := lines[len(lines)-max/2:]
		note := "… " + plural(out, "line") + " left out …"
		lines = append(append(append(make([]string, 0, max+1), head...), note), tail...)
	}
	for i, l := range lines {
		lines[i] = Clip(l, MaxMessage)
	}
	return strings.Join(lines, "\n")
}

const (
	esc                = '\x1b'
	bell               = '\a'
	lineSeparator      = '\u2028'
	paragraphSeparator = '\u2029'
)

// clean reports whether s holds nothing that Terminal would change.
func clean(s string) bool {
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size <= 1 {
				return false
			}
		case isUnsafe(r) || r == lineSeparator || r == paragraphSeparator:
			return false
		}
	}
	return true
}

// isUnsafe reports whether r is a control character or turns the direction of
// writing. Newline and tab are control characters too; callers let them through.
func isUnsafe(r rune) bool {
	return unicode.IsControl(r) || isBidi(r)
}

func isC1(r rune) bool { return 0x80 <= r && r <= 0x9f }

func isBidi(r rune) bool {
	switch {
	case r == 0x061c, r == 0x200e, r == 0x200f:
		return true
	case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
		return true
	}
	return false
}

// sequence returns the length in bytes of the terminal sequence that s begins
// with: one that ESC introduces, or the eight-bit form of the same. What does not
// end as it should is taken for its introducer alone, so that the text behind it
// is still read, as text.
func sequence(s string) int {
	kind, size := utf8.DecodeRuneInString(s)
	if kind == esc {
		if len(s) < 2 {
			return 1
		}
		kind, size = rune(s[1])+0x40, 2 // ESC [ is the seven-bit form of U+009B
	}
	switch kind {
	case 0x9b: // CSI
		return size + csi(s[size:])
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f: // DCS, SOS, OSC, PM, APC
		return size + controlString(s[size:])
	}
	if s[0] != esc || isC1(kind) {
		return size
	}
	// ESC, intermediate bytes, a final byte: a choice of character set or the like.
	i := 1
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && 0x30 <= s[i] && s[i] <= 0x7e {
		return i + 1
	}
	return i
}

// csi returns the length of the parameters and the final byte of a control
// sequence.
func csi(s string) int {
	i := 0
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x3f {
		i++
	}
	if i < len(s) && 0x40 <= s[i] && s[i] <= 0x7e {
		i++
	}
	return i
}

// controlString returns the length of a string up to and with its terminator,
// BEL or ST, and 0 when another control character or the end comes first. It
// never looks beyond the next control character: many introducers in a row cost
// no more than as much text.
func controlString(s string) int {
	for i, r := range s {
		switch {
		case r == bell:
			return i + 1
		case r == 0x9c:
			return i + utf8.RuneLen(r)
		case r == esc && strings.HasPrefix(s[i+1:], `\`):
			return i + 2
		case unicode.IsControl(r):
			return 0
		}
	}
	return 0
}

// logCommands are how commands begin, anywhere in a line, for the runners of
// GitHub, Azure Pipelines and TeamCity.
var logCommands = strings.NewReplacer("##[", "# #[", "##vso[", "# #vso[", "##teamcity[", "# #teamcity[")

// plural returns "1 line", "2 lines".
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
