package policy

import (
	"fmt"
	"go/build/constraint"
	"go/scanner"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/report"
)

// A class says what becomes of an entry of the submission's folder.
type class int

const (
	ignored class = iota // nobody expects it to be graded
	leftOut              // somebody may expect it to be graded, and is told
	refused              // it cannot be graded as it is, and leaving it out would surprise
	source               // it is graded
)

// built are extensions that the go command would compile, link or obey.
var built = []string{
	".s", ".S", ".sx", ".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".m",
	".f", ".F", ".for", ".f90", ".swig", ".swigcxx", ".syso", ".a", ".o", ".so", ".cgo",
}

// classify says what becomes of an entry, why as a sentence, and what to do.
func classify(name string, dir bool) (c class, why, hint string) {
	switch {
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "_"):
		return ignored, "", "" // the go command ignores these too
	case dir && name == "demo":
		return ignored, "", "" // the exercise's own demo, which is the course's
	case dir && name == "vendor":
		return leftOut, "A vendor folder is not used: the course brings the packages that are allowed.", ""
	case dir:
		return leftOut, "A submission is one package, so folders inside it are left out.", ""
	case name == "go.mod", name == "go.work", name == "go.sum", name == "go.work.sum":
		return leftOut, "The file is not used: the course brings its own.", ""
	case slices.Contains(built, filepath.Ext(name)):
		return leftOut, "The file is not Go source, and only Go source is built.", ""
	case nearlyGo(name) != "":
		return leftOut, "Go takes only files whose names end in .go, in small letters.", ""
	case filepath.Ext(name) != ".go":
		return ignored, "", ""
	case strings.HasSuffix(name, "_test.go"):
		return leftOut, "Tests are yours to run; the course grades with its own.", ""
	}
	if !plainName(name) {
		return refused, "The file's name has characters that make trouble in build tools, or is very long.", "Use letters, digits, - and _ and begin with a letter or digit."
	}
	if isDevice(name) {
		return refused, "The file's name is that of a device on Windows, where it cannot be a file.", "Rename the file."
	}
	if suffix := platformSuffix(name); suffix != "" {
		return refused,
			fmt.Sprintf("Because its name ends in _%s, the compiler takes or leaves %s depending on the machine, and a submission is the same everywhere.", suffix, name),
			"Rename the file."
	}
	return source, "", ""
}

// nearlyGo is the name that a file should have which is Go source but for the end of its
// name, as with echo.GO, echo.go.txt, which is easily made where endings are hidden, and
// "echo.go (1)", a second download. It is empty for all others.
func nearlyGo(name string) string {
	stem, ending, ok := cutFold(name, ".go")
	if !ok || stem == "" || name == stem+".go" || ending != "" && !strings.ContainsAny(ending[:1], ". (") {
		return ""
	}
	return stem + ".go"
}

// cutFold is [strings.Cut] without regard to case, for a separator of ASCII letters.
func cutFold(s, sep string) (before, after string, found bool) {
	for i := 0; i+len(sep) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sep)], sep) {
			return s[:i], s[i+len(sep):], true
		}
	}
	return s, "", false
}

// plainName reports whether a file name is safe in a command line, in a list of
// files and in a report.
func plainName(name string) bool {
	if len(name) > maxNameLength {
		return false
	}
	for i, r := range name {
		ok := unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && unicode.IsMark(r) || i > 0 && strings.ContainsRune("_-.", r)
		if !ok || r == unicode.ReplacementChar || report.Invisible(r) {
			return false
		}
	}
	return true
}

// printable is a file name for a report: quoted when it holds anything odd. Letters of
// all scripts are shown as they are.
func printable(name string) string {
	if plainName(name) {
		return name
	}
	if len(name) > maxNameLength {
		name = name[:maxNameLength]
		for !utf8.ValidString(name) && len(name) > maxNameLength-utf8.UTFMax {
			name = name[:len(name)-1]
		}
	}
	var b strings.Builder
	b.WriteByte('"')
	for len(name) > 0 {
		r, size := utf8.DecodeRuneInString(name)
		quote := strconv.QuoteToASCII
		if r != utf8.RuneError && !report.Invisible(r) {
			quote = strconv.Quote
		}
		quoted := quote(name[:size])
		b.WriteString(quoted[1 : len(quoted)-1])
		name = name[size:]
	}
	b.WriteByte('"')
	return b.String()
}

// The names of systems and architectures that the go command reads in file
// names, past and future ones included. The go/build package keeps its own list
// to itself.
var (
	knownOS = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl
		netbsd openbsd plan9 solaris wasip1 windows zos`)
	knownArch = strings.Fields(`386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64
		mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)
)

// platformSuffix gives the last element of a file name when the go command would
// read a system or architecture in it: "linux" for echo_linux.go.
func platformSuffix(name string) string {
	stem := strings.TrimSuffix(name, ".go")
	// Everything before the first dot counts: the go command cuts there.
	stem, _, _ = strings.Cut(stem, ".")
	stem = strings.TrimSuffix(stem, "_test")
	i := strings.LastIndexByte(stem, '_')
	if i < 0 {
		return ""
	}
	last := stem[i+1:]
	if slices.Contains(knownOS, last) || slices.Contains(knownArch, last) {
		return last
	}
	return ""
}

// buildConstraints gives the lines of the build constraints of a file, which
// count only above the package clause.
func buildConstraints(data []byte) []int {
	var lines []int
	fset := token.NewFileSet()
	pos := fset.AddFile("", -1, len(data))
	var s scanner.Scanner
	s.Init(pos, data, nil, scanner.ScanComments)
	for {
		p, tok, lit := s.Scan()
		switch tok {
		case token.COMMENT:
			text := strings.TrimSpace(lit)
			if constraint.IsGoBuild(text) || constraint.IsPlusBuild(text) {
				lines = append(lines, fset.PositionFor(p, false).Line)
			}
		case token.SEMICOLON: // an empty line's end after a comment is none; go on
		default:
			return lines
		}
	}
}

func sortByName(entries []fs.DirEntry) {
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
}
