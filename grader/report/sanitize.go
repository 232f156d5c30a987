package report

import (
	"fmt"
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
// newline and tab goes. What turns the direction of writing, or cannot be seen ([Invisible]), is written as an escape such
// as \u200b, but for the joiners and variation selectors that emoji and some scripts
// need, where they follow what they change. Invalid UTF-8 becomes U+FFFD. A carriage return, alone or before a
// newline, becomes a newline.
func Terminal(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var before rune
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		shown := rune(0)
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
		case unicode.IsControl(r):
			// left out
		case Invisible(r) && !joins(r, before):
			fmt.Fprintf(&b, escapeOf(r), r)
		default:
			b.WriteString(s[i : i+size])
			shown = r
		}
		before = shown
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
	softHyphen         = '\u00ad'
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	brailleBlank       = '\u2800'
	textVariation      = '\ufe0e'
	emojiVariation     = '\ufe0f'
)

// clean reports whether s holds nothing that Terminal would change.
func clean(s string) bool {
	var before rune
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size <= 1 {
				return false
			}
		case unicode.IsControl(r) || r == lineSeparator || r == paragraphSeparator:
			return false
		case Invisible(r) && !joins(r, before):
			return false
		}
		before = r
	}
	return true
}

// Invisible reports whether r is a character that is shown as nothing, or as a
// space, and is neither white space nor a control character: what Unicode calls
// ignorable by default, all other format characters, those that turn the direction
// of writing among them, and the blanks that count as letters or symbols.
func Invisible(r rune) bool {
	if r <= unicode.MaxLatin1 {
		return r == softHyphen
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		r == brailleBlank || 0xe0000 <= r && r <= 0xe0fff // unassigned ones are ignorable as well
}

// joins reports whether r does its work: it changes how the character before it is
// shown, or ties it to the next one.
func joins(r, before rune) bool {
	switch {
	case r == textVariation || r == emojiVariation:
		return unicode.IsSymbol(before) || strings.ContainsRune("0123456789#*‼⁉", before)
	case r == zeroWidthJoiner && (unicode.IsSymbol(before) && before > unicode.MaxLatin1 || before == emojiVariation):
		return true // of several emoji one
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return (unicode.IsLetter(before) || unicode.IsMark(before)) && !Invisible(before) &&
			!unicode.In(before, unlinked...)
	}
	return false
}

// unlinked are scripts whose letters are not written together, and marks of any.
var unlinked = []*unicode.RangeTable{
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew,
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Common, unicode.Inherited,
}

// escapeOf is the format of a character that cannot be seen, as Go writes it.
func escapeOf(r rune) string {
	if r > 0xffff {
		return `\U%08x`
	}
	return `\u%04x`
}

func isC1(r rune) bool { return 0x80 <= r && r <= 0x9f }

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
