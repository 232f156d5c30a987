package lesson

import "github.com/clipperhouse/displaywidth"

// A Block is a part of a page: [Heading], [Paragraph], [CodeBlock], [List],
// [Quote], [Table] or [Rule].
type Block interface{ isBlock() }

// A Heading is a title inside a page.
type Heading struct {
	Level int // from 1, the largest, to 6
	Text  []Span
}

// A Paragraph is running text. A newline in it is a line break that was asked for.
type Paragraph struct{ Text []Span }

// A CodeBlock is text that is shown as it stands.
type CodeBlock struct {
	Lang    string // the word after the fence: "go", "console"; may be empty
	Snippet string // Go only: what followed `// snippet:` in a first line, which is not part of Text
	Text    string // ends with a newline when not empty
	Line    int    // where Text begins in the file, from 1
}

// A List holds items of blocks.
type List struct {
	Ordered bool
	Start   int // the first number of an ordered list
	Tight   bool
	Items   [][]Block
}

// A Quote is a note beside the text.
type Quote struct{ Blocks []Block }

// A Table has as many cells in each row as in the head.
type Table struct {
	Head  [][]Span
	Rows  [][][]Span
	Right []bool // columns that are aligned to the right
}

// A Rule is a line across the page.
type Rule struct{}

func (Heading) isBlock()   {}
func (Paragraph) isBlock() {}
func (CodeBlock) isBlock() {}
func (List) isBlock()      {}
func (Quote) isBlock()     {}
func (Table) isBlock()     {}
func (Rule) isBlock()      {}

// A Span is text in one style, without newlines once it is part of a [Line].
type Span struct {
	Text  string
	Style Style
}

// A Line is one line of a rendered page, without its newline.
type Line []Span

// String is the text of the line without its styles.
func (l Line) String() string { return plain(l) }

// Width is the number of terminal columns that the line takes.
func (l Line) Width() int {
	n := 0
	for _, s := range l {
		n += displaywidth.String(s.Text)
	}
	return n
}

// IsCode reports whether the line belongs to a code block, and so may be wider
// than the width that was asked for.
func (l Line) IsCode() bool {
	for _, s := range l {
		if s.Style >= CodeText {
			return true
		}
	}
	return false
}

// A Style names what a span is. What it looks like is up to the screen.
type Style int

// The styles of prose, and from [CodeText] on those of a code block.
const (
	Plain     Style = iota
	Title           // a heading of level 1
	Subtitle        // any other heading
	Strong          // **text**
	Emph            // *text*
	Code            // `text` within prose
	LinkText        // the words of a link
	URL             // where it leads
	Quoted          // plain text in a quote
	Bar             // the bar beside a quote
	Bullet          // the mark or number of a list item
	TableHead       // a head cell
	RuleMark        // rules, and the lines of a table
	Folded          // the mark before what goes on from the line above
	CodeText        // anything else in a code block
	Keyword         // func, go, select
	TypeName        // predeclared types: int, error
	Builtin         // predeclared functions and values: make, nil
	StringLit       // strings and runes
	NumberLit       // numbers
	Comment         // comments
	Same            // code that is also beside it, in a comparison
)

var styleNames = [...]string{
	"plain", "title", "subtitle", "strong", "emph", "code", "link", "url", "quoted", "bar", "bullet",
	"table-head", "rule", "folded", "code-text", "keyword", "type", "builtin", "string", "number", "comment", "same",
}

// String is the style's name, for tests and messages.
func (s Style) String() string {
	if s < 0 || int(s) >= len(styleNames) {
		return "unknown"
	}
	return styleNames[s]
}
