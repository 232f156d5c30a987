package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/contract"
	"workbook/grader/policy"
)

func TestRemembers(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   bool
	}{
		"functions and types":       {"type T struct{ n int }\nfunc F() { n := 1; n++ }", false},
		"a constant":                {"const n = 1", false},
		"errors made once":          {"var ErrClosed = errors.New(\"closed\")\nvar (\n\tA error = fmt.Errorf(\"a\")\n\tB = errors.New(\"b\")\n)", false},
		"a type that implements":    {"type T struct{}\nvar _ error = T{}", false},
		"a method called SetX":      {"func F(c net.Conn) { c.SetDeadline(time.Time{}) }", false},
		"a variable":                {"var n int", true},
		"a pointer":                 {"var p = new(int)", true},
		"a lock":                    {"var mu sync.Mutex", true},
		"an error without a value":  {"var last error", true},
		"one of another kind":       {"var a, b = errors.New(\"a\"), 1", true},
		"an error that is set":      {"var last = errors.New(\"none\")\nfunc F(err error) { last = err }", true},
		"in a loop":                 {"var last = errors.New(\"none\")\nfunc F(all []error) { for _, last = range all {} }", true},
		"behind a pointer":          {"var last = errors.New(\"none\")\nfunc F() *error { return &(last) }", true},
		"the standard logger":       {"func init() { log.SetFlags(0) }", true},
		"the logger that there is":  {"func init() { log.Default().SetFlags(0) }", true},
		"under another name":        {"func init() { l.SetFlags(0) }", true},
		"what does not parse":       {"func F() {", true},
		"a generic type's variable": {"var all sync.Map", true},
	} {
		t.Run(name, func(t *testing.T) {
			source := "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"log\"\n\tl \"log\"\n\t\"net\"\n)\n\n" + c.source + "\n"
			files := []policy.File{{Name: "a.go", Data: []byte("package p\n")}, {Name: "b.go", Data: []byte(source)}}
			require.Equal(t, c.want, contract.Remembers(files))
		})
	}
}
