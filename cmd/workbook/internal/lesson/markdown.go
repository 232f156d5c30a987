package lesson

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var markdown = sync.OnceValue(func() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
})

// snippetMark begins the line that tells a compile test how to wrap a block.
const snippetMark = "// snippet:"

// A reader turns goldmark's tree into blocks.
type reader struct {
	src   []byte
	first int // line of the file at which src begins
}

func parse(src []byte, firstLine int) []Block {
	r := reader{src, firstLine}
	return r.blocks(markdown().Parse(text.NewReader(src)))
}

func (r reader) blocks(parent ast.Node) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b := r.block(n); b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (r reader) block(n ast.Node) Block {
	switch n := n.(type) {
	case *ast.Heading:
		return Heading{n.Level, r.inline(n)}
	case *ast.Paragraph, *ast.TextBlock:
		if spans := r.inline(n); len(spans) > 0 {
			return Paragraph{spans}
		}
	case *ast.FencedCodeBlock:
		return r.code(n, printable(string(n.Language(r.src))))
	case *ast.CodeBlock:
		return r.code(n, "")
	case *ast.Blockquote:
		if blocks := r.blocks(n); len(blocks) > 0 {
			return Quote{blocks}
		}
	case *ast.List:
		list := List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			list.Items = append(list.Items, r.blocks(item))
		}
		return list
	case *tables.Table:
		return r.table(n)
	case *ast.ThematicBreak:
		return Rule{}
	case *ast.HTMLBlock:
		// A comment is for the author; any other HTML is shown as it stands.
		lines := string(n.Lines().Value(r.src))
		if strings.HasPrefix(strings.TrimSpace(lines), "<!--") {
			return nil
		}
		return CodeBlock{Text: lines, Line: r.line(n)}
	}
	return nil
}

func (r reader) code(n ast.Node, lang string) Block {
	b := CodeBlock{Lang: lang, Text: string(n.Lines().Value(r.src)), Line: r.line(n)}
	if rest, ok := strings.CutPrefix(b.Text, snippetMark); ok && lang == "go" {
		mark, code, _ := strings.Cut(rest, "\n")
		b.Snippet, b.Text = strings.TrimSpace(mark), code
		b.Line++
	}
	if b.Text != "" && !strings.HasSuffix(b.Text, "\n") {
		b.Text += "\n"
	}
	return b
}

func (r reader) line(n ast.Node) int {
	if n.Lines().Len() == 0 {
		return r.first
	}
	return r.first + bytes.Count(r.src[:n.Lines().At(0).Start], []byte("\n"))
}

func (r reader) table(n *tables.Table) Block {
	var t Table
	for _, a := range n.Alignments {
		t.Right = append(t.Right, a == tables.AlignRight)
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]Span
		for cell := row.FirstChild(); cell != nil && len(cells) < len(t.Right); cell = cell.NextSibling() {
			cells = append(cells, r.inline(cell))
		}
		for len(cells) < len(t.Right) {
			cells = append(cells, nil)
		}
		if _, ok := row.(*tables.TableHeader); ok {
			t.Head = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// inline flattens the text under n; of nested styles the inner one shows.
func (r reader) inline(n ast.Node) []Span {
	var out []Span
	r.spans(n, Plain, &out)
	return out
}

func (r reader) spans(parent ast.Node, style Style, out *[]Span) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := n.Value(r.src)
			if style == Code {
				add(out, strings.ReplaceAll(string(value), "\n", " "), Code)
				break
			}
			add(out, unescape(value), style)
			switch {
			case n.HardLineBreak():
				add(out, "\n", style)
			case n.SoftLineBreak():
				add(out, " ", style)
			}
		case *ast.String:
			add(out, string(n.Value), style)
		case *ast.CodeSpan:
			r.spans(n, Code, out)
		case *ast.Emphasis:
			inner := Emph
			if n.Level > 1 {
				inner = Strong
			}
			r.spans(n, inner, out)
		case *ast.Link:
			before := len(*out)
			r.spans(n, LinkText, out)
			r.target(plain((*out)[before:]), unescape(n.Destination), out)
		case *ast.AutoLink:
			add(out, string(n.Label(r.src)), URL)
		case *ast.Image:
			add(out, "[image: ", LinkText)
			r.spans(n, LinkText, out)
			add(out, "]", LinkText)
			r.target("", unescape(n.Destination), out)
		case *ast.RawHTML:
			if raw := string(n.Segments.Value(r.src)); !strings.HasPrefix(raw, "<!--") {
				add(out, strings.ReplaceAll(raw, "\n", " "), style)
			}
		default:
			r.spans(n, style, out)
		}
	}
}

// target writes where a link leads, unless its words say so already.
func (r reader) target(words, url string, out *[]Span) {
	if url == "" || url == words || url == "mailto:"+words {
		return
	}
	add(out, " (", Plain)
	add(out, url, URL)
	add(out, ")", Plain)
}

// add appends text, joined to the span before when the style is the same, so
// that no character is torn apart by the way in which the source was cut.
func add(out *[]Span, s string, style Style) {
	if s == "" {
		return
	}
	s = strings.ReplaceAll(printable(s), "\t", " ")
	if last := len(*out) - 1; last >= 0 && (*out)[last].Style == style {
		(*out)[last].Text += s
		return
	}
	*out = append(*out, Span{s, style})
}

// unescape resolves backslash escapes and entities. What an entity stands for is
// made printable by add: `&#27;` must not reach a terminal.
func unescape(b []byte) string {
	var out []byte
	start := 0
	flush := func(end int) {
		out = append(out, util.ResolveEntityNames(util.ResolveNumericReferences(b[start:end]))...)
	}
	for i := 0; i+1 < len(b); i++ {
		if b[i] == '\\' && util.IsPunct(b[i+1]) {
			flush(i)
			out = append(out, b[i+1])
			i++
			start = i + 1
		}
	}
	flush(len(b))
	return string(out)
}
