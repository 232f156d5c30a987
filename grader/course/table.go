package course

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// maxTOML is the size in bytes over which a TOML file is not read.
const maxTOML = 1 << 20

// A table reads one TOML table key by key. A key of the wrong type and a key
// that nobody asked for become problems with their line, all of them, where
// decoding into a struct would stop at the first.
type table struct {
	*collector
	file    string // for problems
	path    string // in at
	at      positions
	values  map[string]any
	asked   []string
	lacking []lack
}

// A lack is a key that must be there and is not. finish notes it, unless the key is
// there with a slip of the pen, which is one mistake and not two.
type lack struct{ key, message, fix string }

// lack notes that a key is missing.
func (t *table) lack(key, message, fix string) {
	if _, ok := t.values[key]; ok {
		t.problem(key, message, fix)
		return
	}
	t.lacking = append(t.lacking, lack{key, message, fix})
}

// readTable reads the TOML file at root/name. It returns nil when there is
// nothing to go on with; the problem has then been noted.
func readTable(c *collector, root, name string) *table {
	data, err := readLimited(filepath.Join(root, filepath.FromSlash(name)), maxTOML)
	if errors.Is(err, os.ErrNotExist) {
		c.add(name, 0, "the file is missing", "bring it back with `git checkout -- "+name+"`, or create it")
		return nil
	}
	if err != nil {
		c.add(name, 0, "cannot be read: "+reason(err), "make it readable")
		return nil
	}
	t := &table{collector: c, file: name, values: map[string]any{}}
	if err := toml.Unmarshal(data, &t.values); err != nil {
		line, message := 1, err.Error()
		var parse toml.ParseError
		if errors.As(err, &parse) {
			line, message = parse.Position.Line, parse.Message
		}
		c.add(name, line, "not valid TOML: "+oneLine(message), "correct the syntax")
		return nil
	}
	t.at = scanPositions(string(data))
	return t
}

// readLimited reads a regular file of at most limit bytes.
func readLimited(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("it is larger than %d KiB", limit>>10)
	}
	return data, nil
}

// reason is err without the path, which the problem names already.
func reason(err error) string {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return oneLine(err.Error())
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// line is where the key stands, or where its table begins when it is absent.
func (t *table) line(key string) int {
	if n, ok := t.at[keyPath(t.path, key)]; ok {
		return n
	}
	return max(1, t.at[t.path])
}

// itemLine is where the i-th element of the key's array stands.
func (t *table) itemLine(key string, i int) int {
	if n, ok := t.at[itemPath(keyPath(t.path, key), i)]; ok {
		return n
	}
	return t.line(key)
}

// problem notes something wrong with a key.
func (t *table) problem(key, message, fix string) {
	t.add(t.file, t.line(key), message, fix)
}

// value gives the value of a key, and remembers that the key is a known one.
func (t *table) value(key string) (any, bool) {
	t.asked = append(t.asked, key)
	v, ok := t.values[key]
	return v, ok
}

func (t *table) wrongType(key, want string, got any) {
	t.problem(key, fmt.Sprintf("%s is %s, not %s", key, typeName(got), want), "write "+want)
}

// text reads a string, without the white space around it.
func (t *table) text(key string) string {
	v, ok := t.value(key)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		t.wrongType(key, "a string", v)
	}
	return strings.TrimSpace(s)
}

// required reads a string that must be there and not be empty. It reports false
// when there is nothing to validate further.
func (t *table) required(key, example string) (string, bool) {
	before := len(t.problems)
	s := t.text(key)
	if s == "" && len(t.problems) == before {
		t.lack(key, key+" is missing or empty", fmt.Sprintf("add %s = %q", key, example))
	}
	return s, s != ""
}

// integer reads a whole number; absent when the key is.
func (t *table) integer(key string, absent int) int {
	v, ok := t.value(key)
	if !ok {
		return absent
	}
	n, ok := v.(int64)
	if !ok {
		t.wrongType(key, "a whole number", v)
		return absent
	}
	const limit = 1 << 30 // far beyond anything sensible, and an int everywhere
	if n > limit || n < -limit {
		t.problem(key, fmt.Sprintf("%s is %d, which is beyond every limit", key, n), "write a smaller number")
		return absent
	}
	return int(n)
}

// boolean reads true or false; absent when the key is.
func (t *table) boolean(key string, absent bool) bool {
	v, ok := t.value(key)
	if !ok {
		return absent
	}
	b, ok := v.(bool)
	if !ok {
		t.wrongType(key, "true or false", v)
		return absent
	}
	return b
}

// An item is one string of an array, and the line where it stands.
type item struct {
	text string
	line int
}

// texts reads an array of strings. What is not a string is noted and left out.
func (t *table) texts(key string) []item {
	v, ok := t.value(key)
	if !ok {
		return nil
	}
	values, ok := v.([]any)
	if !ok {
		t.wrongType(key, "an array of strings", v)
		return nil
	}
	var list []item
	for i, value := range values {
		line := t.itemLine(key, i)
		s, ok := value.(string)
		if !ok {
			t.add(t.file, line, fmt.Sprintf("%s holds %s, not a string", key, typeName(value)), "write a string")
			continue
		}
		list = append(list, item{strings.TrimSpace(s), line})
	}
	return list
}

// empty reports whether the key is absent or an empty array.
func (t *table) empty(key string) bool {
	switch v := t.values[key].(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case []map[string]any:
		return len(v) == 0
	}
	return false
}

func plain(items []item) []string {
	var list []string
	for _, it := range items {
		list = append(list, it.text)
	}
	return list
}

// tables reads an array of tables.
func (t *table) tables(key string) []*table {
	v, ok := t.value(key)
	if !ok {
		return nil
	}
	var list []*table
	item := func(i int, values map[string]any) {
		list = append(list, &table{
			collector: t.collector, file: t.file, at: t.at, values: values,
			path: itemPath(keyPath(t.path, key), i),
		})
	}
	switch v := v.(type) {
	case []map[string]any:
		for i, values := range v {
			item(i, values)
		}
	case []any:
		for i, x := range v {
			values, ok := x.(map[string]any)
			if !ok {
				t.add(t.file, t.itemLine(key, i), fmt.Sprintf("%s holds %s, not a table", key, typeName(x)), "write [["+key+"]] tables")
				continue
			}
			item(i, values)
		}
	default:
		t.wrongType(key, "a list of [["+key+"]] tables", v)
	}
	return list
}

// sub reads a table; an empty one when the key is absent.
func (t *table) sub(key string) *table {
	s := &table{collector: t.collector, file: t.file, at: t.at, path: keyPath(t.path, key)}
	v, ok := t.value(key)
	if !ok {
		return s
	}
	if s.values, ok = v.(map[string]any); !ok {
		t.wrongType(key, "a ["+key+"] table", v)
	}
	return s
}

// finish notes every key that nobody asked for, and those that are missing.
func (t *table) finish() {
	meant := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		if slices.Contains(t.asked, key) {
			continue
		}
		fix := "remove it; the keys here are " + strings.Join(t.asked, ", ")
		if near := Nearest(key, t.asked); len(near) > 0 {
			fix = "did you mean " + near[0] + "?"
			meant[near[0]] = true
		}
		t.problem(key, fmt.Sprintf("unknown key %q", key), fix)
	}
	for _, l := range t.lacking {
		if !meant[l.key] {
			t.problem(l.key, l.message, l.fix)
		}
	}
}

// typeName names a TOML value's type for a person.
func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case int64:
		return "a whole number"
	case float64:
		return "a number with a fraction"
	case bool:
		return "true or false"
	case []any, []map[string]any:
		return "an array"
	case map[string]any:
		return "a table"
	default:
		return "a date or time"
	}
}
