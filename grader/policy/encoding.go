package policy

import "unicode/utf8"

// notUTF8 gives the line of the first byte that belongs to no character in UTF-8.
func notUTF8(text []byte) (line int, found bool) {
	if utf8.Valid(text) {
		return 0, false
	}
	line = 1
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		text = text[size:]
	}
	return line, true
}

// isUTF16 reports whether text is written in UTF-16, as some editors and shells of
// Windows do: it begins with that encoding's mark, or every other byte is NUL.
func isUTF16(text []byte) bool {
	if len(text) < 2 {
		return false
	}
	if mark := [2]byte(text[:2]); mark == [2]byte{0xff, 0xfe} || mark == [2]byte{0xfe, 0xff} {
		return true
	}
	const look = 256
	text = text[:min(len(text), look)&^1]
	var nuls [2]int // at even and at odd places
	for i, b := range text {
		if b == 0 {
			nuls[i%2]++
		}
	}
	// Source is ASCII for the most part, comments in another script aside.
	few, many := min(nuls[0], nuls[1]), max(nuls[0], nuls[1])
	return few == 0 && many > len(text)/4
}
