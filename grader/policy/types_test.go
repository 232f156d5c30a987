package policy_test

import (
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// exports says where the compiled packages are that a submission may import.
var exports = sync.OnceValues(func() (map[string]string, error) {
	args := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}
	out, err := exec.Command("go", append(args, policy.Allowed([]string{"runtime", "runtime/debug"})...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return files, nil
})

// standard imports what a submission may import. Compiled packages are read once:
// whoever shares them may not run in parallel.
func standard(t testing.TB) types.Importer {
	t.Helper()
	files, err := exports()
	require.NoError(t, err)
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(files[path])
	})
}

// checkTypes vets one file called a.go in package task, all the way.
func checkTypes(t *testing.T, imp types.Importer, code string, imports ...string) []report.Problem {
	t.Helper()
	src := &policy.Source{Prefix: "exercises/05_join/", Files: []policy.File{{Name: "a.go", Data: []byte(code)}}}
	rules := policy.Rules{Package: "task", Imports: imports}
	syntax, refusals := policy.Check(src, rules)
	require.Empty(t, syntax)
	require.Empty(t, refusals, "this is refused before types are looked at")
	refusals, err := policy.CheckTypes(src, rules, imp)
	require.NoError(t, err)
	return refusals
}

// refusedTypes have the marker ¦ right before each place that is refused. None of
// them is refused by Check.
var refusedTypes = []struct {
	name string
	rule string
	says string // part of the first message
	code string
}{
	{"descriptor", "member", "Fd", `import "os"; var fd = os.Stdout.¦Fd()`},
	{"descriptor of a local", "member", "Fd", `import "os"; func f() uintptr { o := os.Stderr; return o.¦Fd() }`},
	{"closed stream", "member", "Close", `import "os"; func f() { os.Stdout.¦Close() }`},
	{"method value", "member", "Fd", `import "os"; var fd = os.Stdout.¦Fd`},
	{"method expression", "member", "Fd", `import "os"; var fd = (*os.File).¦Fd`},
	{"alias", "member", "Fd", `import "os"; type F = os.File; var fd = (*F).¦Fd`},
	{"embedded", "member", "Fd", `import "os"; type w struct{ *os.File }; var fd = w{os.Stdout}.¦Fd()`},
	{"embedded twice", "member", "Fd", `import "os"; type w struct{ *os.File }; type x struct{ w }; func f(v *x) { v.¦Fd() }`},
	{"import of another name", "member", "Fd", `import strings "os"; var fd = strings.Stdout.¦Fd()`},
	{"type parameter", "raw-connection", "Fd", `import "os"; func f[T interface{ ¦Fd() uintptr }](v T) uintptr { return v.Fd() }; var fd = f(os.Stdout)`},
	{"type parameter with a type set", "raw-connection", "Fd", `import "os"; func f[T interface{ *os.File; ¦Fd() uintptr }](v T) uintptr { return v.Fd() }`},
	{"anonymous interface", "raw-connection", "Fd", `import "os"; var fd = any(os.Stdout).(interface{ ¦Fd() uintptr }).Fd()`},
	{"type switch", "raw-connection", "Fd", `func f(v any) { switch v := v.(type) { case interface{ ¦Fd() uintptr }: v.Fd() } }`},
	{"inferred result", "raw-connection", "Fd", `import "os"; type has[T any] interface{ ¦Fd() T }; func f[T any](v has[T]) T { return v.Fd() }; var fd = f(os.Stdout)`},
	{"file of a connection", "member", "File", `import "net"; func f(c *net.TCPConn) { c.¦File() }`},
	{"file of an asserted connection", "member", "File", `import "net"; func f(c net.Conn) { c.(*net.UnixConn).¦File() }`},
	{"file of a listener", "member", "File", `import "net"; func f(l net.Listener) { l.(*net.TCPListener).¦File() }`},
	{"file by interface", "raw-connection", "File", `import ("net"; "os"); func f(c net.Conn) { c.(interface{ ¦File() (*os.File, error) }).File() }`},
	{"file by generic interface", "raw-connection", "File", `type filer[T any] interface{ ¦File() (T, error) }`},
	{"file by type set", "raw-connection", "File", `import "net"; func f[T any, C interface{ *net.TCPConn; ¦File() (T, error) }](c C) T { v, _ := c.File(); return v }`},
	{"file by a pointer to a type parameter", "raw-connection", "File", `type filer[T any] interface{ ¦File() (*T, error) }`},
	{"descriptor by generic alias", "raw-connection", "Fd", `import "os"; type fder[T any] = interface{ ¦Fd() T }; func f() { any(os.Stdout).(fder[uintptr]).Fd() }`},
	{"raw connection by interface", "raw-connection", "SyscallConn", `type raw[T any] interface{ ¦SyscallConn() (T, error) }`},
	{"all stacks", "member", "runtime.Stack", `import "runtime"; func f() { runtime.¦Stack(nil, true) }`},
	{"all stacks, computed", "member", "runtime.Stack", `import "runtime"; func f(all bool) { runtime.¦Stack(nil, all) }`},
	{"stacks as a value", "member", "runtime.Stack", `import "runtime"; var f = runtime.¦Stack`},
	{"more processors", "member", "runtime.GOMAXPROCS", `import "runtime"; func f() { runtime.¦GOMAXPROCS(4) }`},
	{"more processors, computed", "member", "runtime.GOMAXPROCS", `import "runtime"; func f(n int) { runtime.¦GOMAXPROCS(n) }`},
	{"more processors, as a value", "member", "runtime.GOMAXPROCS", `import "runtime"; var f = runtime.¦GOMAXPROCS`},
	{"more processors, all there are", "member", "runtime.GOMAXPROCS", `import "runtime"; func init() { defer runtime.¦GOMAXPROCS(runtime.NumCPU()) }`},
	{"raw connection", "member", "SyscallConn", `import "net"; func f(c *net.TCPConn) any { return c.¦SyscallConn }`},
	{"raw connection, promoted", "member", "SyscallConn", `import "net"; type c struct{ *net.TCPConn }; func f(v c) any { return v.¦SyscallConn }`},
	{"raw connection, by expression", "member", "SyscallConn", `import "net"; var f = (*net.UDPConn).¦SyscallConn`},
	{"Unix socket by name", "member", "Unix sockets", `import "net"; func f() { net.Dial(¦"unix", "@x"); net.Listen(¦"un" + "ixpacket", "@x"); net.ListenPacket(¦"unixgram", "@x") }`},
	{"Unix socket by a dialer", "member", "Unix sockets", `import ("context"; "net"); const n = "unix"; func f(c context.Context) { var d net.Dialer; d.Dial(¦n, "@x"); d.DialContext(c, ¦n, "@x"); (&net.ListenConfig{}).Listen(c, ¦n, "@x") }`},
	{"files over a socket", "member", "WriteMsgUnix", `import "net"; func f(c net.Conn) { c.(*net.UnixConn).¦WriteMsgUnix(nil, nil, nil); c.(*net.UnixConn).¦ReadMsgUnix(nil, nil) }`},
	{"files over a socket by interface", "raw-connection", "WriteMsgUnix", `import "net"; func f[T any](c net.Conn) any { return c.(interface{ ¦WriteMsgUnix(b, o []byte, a T) (int, int, error) }) }`},
	{"stream as a closer", "stream", "Close", `import ("io"; "os"); var c io.Closer = ¦os.Stdout`},
	{"stream as an argument", "stream", "Close", `import ("io"; "os"); func end(c io.WriteCloser) { c.Close() }; func f() { end(¦os.Stderr) }`},
	{"stream as a result", "stream", "Read", `import ("io"; "os"); func f() io.ReadWriter { return ¦os.Stdout }`},
	{"stream as a file of fs", "stream", "Close", `import ("io/fs"; "os"); func f() { var x fs.File; x = ¦os.Stdout; _ = x }`},
	{"stream as an element", "stream", "Close", `import ("io"; "os"); var all = []io.Closer{¦os.Stdout}; var m = map[string]io.Closer{"a": ¦os.Stderr}`},
	{"stream sent", "stream", "Close", `import ("io"; "os"); func f(c chan io.Closer) { c <- ¦os.Stdout }`},
	{"stream converted", "stream", "Close", `import ("io"; "os"); func f() { io.Closer(¦os.Stdout).Close() }`},
	{"stream as an own interface", "stream", "Truncate", `import "os"; type cutter interface{ Truncate(int64) error }; var c cutter = ¦os.Stdout`},
	{"stream for a type parameter", "stream", "Close", `import ("io"; "os"); func end[T io.Closer](c T) { c.Close() }; func f() { ¦end(os.Stdout) }`},
	{"stream for an inferred interface", "stream", "taken for more", `import "os"; type e[T any] interface{ Close() T }; func end[T any](c e[T]) T { return c.Close() }; func f() { end(¦os.Stdout) }`},
	{"stream of a local", "stream", "Seek", `import ("io"; "os"); func f() { out := os.Stdout; var s io.Seeker = ¦out; s.Seek(0, 0) }`},
	{"stream by a type set", "member", "Close", `import "os"; func end[T interface{ *os.File }](c T) { (*os.File)(c).¦Close() }`},
	{"stream embedded", "stream", "embedded", `import "os"; type out struct{ ¦*os.File }; func f() { out{os.Stdout}.WriteString("x") }`},
	{"stream embedded under another name", "stream", "embedded", `import "os"; type file = os.File; type out struct{ ¦*file }`},
	{"stream asserted", "stream", "Close", `import ("io"; "os"); func f() { any(os.Stdout).(¦io.Closer).Close() }`},
	{"stream asserted to an own interface", "stream", "Close", `import "os"; var x any = os.Stderr; func f() { if c, ok := x.(¦interface{ Close() error }); ok { c.Close() } }`},
	{"stream in a type switch", "stream", "Read", `import ("io"; "os"); var w io.Writer = os.Stdout; func f() { switch r := w.(type) { case *os.File: r.Sync(); case ¦io.ReadWriter: r.Read(nil) } }`},
	{"stream of the logger", "stream", "Close", `import ("io"; "log"; _os "os"); var e = _os.ErrClosed; func f() { log.Writer().(¦io.Closer).Close() }`},
	{"stream asserted by a type parameter", "stream", "Close", `import ("io"; "os"); var w io.Writer = os.Stdout; func as[T any](v any) T { return v.(¦T) }; func f() { as[io.Closer](w).Close() }`},
	{"stream handed to what reads", "stream", "Close", `import ("io"; "os"); type r struct{ io.Reader }; func (r) WriteTo(w io.Writer) (int64, error) { return 0, w.(¦io.Closer).Close() }; func f() { io.Copy(os.Stdout, r{}) }`},
	{"stream read by a library", "stream", "Read", `import ("bufio"; "os"); var in = bufio.NewReader(¦os.Stdout)`},
	{"control of a listener", "member", "Control", `import "net"; var c net.ListenConfig; func f() { c.¦Control = nil }`},
	{"control in a literal", "member", "Control", `import "net"; var c = net.ListenConfig{¦Control: nil}`},
	{"control of another name", "member", "Control", `import "net"; type lc net.ListenConfig; var c = lc{¦Control: nil}`},
	{"control promoted", "member", "Control", `import "net"; type d struct{ net.Dialer }; func f(v d) { v.¦ControlContext = nil }`},
	{"network of a resolver", "member", "Dial", `import "net"; var r = &net.Resolver{¦Dial: nil}`},
	{"default resolver", "variable", "DefaultResolver", `import "net"; func f() { r := net.¦DefaultResolver; r.PreferGo = true }`},
	{"shared address", "variable", "IPv4zero", `import "net"; func f() { ip := net.¦IPv4zero; ip[0] = 1 }`},
	{"shared map", "variable", "Scripts", `import "unicode"; func f() { m := unicode.¦Scripts; clear(m) }`},
	{"shared table", "assignment", "R16", `import "unicode"; func f() { t := unicode.Letter; t.¦R16 = nil }`},
	{"shared location", "assignment", "shared", `import "time"; func f() { l := time.Local; ¦*l = ¦*time.UTC }`},
	{"shared location without a variable", "assignment", "shared", `import "context"; func f(c context.Context) { t, _ := c.Deadline(); l := t.Location(); _ = ¦*l }`},
	{"shared stream", "assignment", "shared", `import "os"; type f os.File; func g() { ¦*(*f)(os.Stdout) = f{} }`},
	{"shared through a type parameter", "assignment", "os.File", `import "os"; func set[T any](a, b *T) { *a = *b }; func f() { ¦set(os.Stdout, os.Stderr) }`},
	{"shared through another name and a type parameter", "assignment", "type here", `import "os"; type f os.File; func set[T any](a, b *T) { *a = *b }; func g() { ¦set((*f)(os.Stdout), new(f)) }`},
	{"shared by core type", "assignment", "shared", `import "os"; func set[T interface{ *os.File }](a, b T) { ¦*a = ¦*b }; func f() { set(os.Stdout, os.Stderr) }`},
	{"reflect by an error", "foreign-type", "reflect.Type", `import "encoding/json"; func f(e *json.UnmarshalTypeError) any { return ¦e.Type }`},
	{"reflect in a chain", "foreign-type", "reflect.Value", `import "encoding/json"; func f(e *json.UnmarshalTypeError) { ¦e.Type.¦Method(0).Func.¦Pointer() }`},
	{"reflect inferred", "foreign-type", "reflect.Type", `import "encoding/json"; func g[T any](v []T) T { return v[0] }; func f(e *json.InvalidUnmarshalError) { _ = ¦g(append(mk(e.Type))) }; func mk[T any](v T) []T { return []T{v} }`},
	{"caller by the logger", "member", "Output", `import "log"; func f() { log.Default().¦Output(9, "") }`},
	{"caller by the logger, as a value", "member", "Output", `import "log"; var f = log.¦Output`},
	{"caller by the logger, by expression", "member", "Output", `import "log"; func f() { (*log.Logger).¦Output(log.Default(), 1, "") }`},
	{"caller by the logger, computed", "member", "Output", `import "log"; func f(n int) { log.¦Output(n, "") }`},
	{"caller by the logger, promoted", "member", "Output", `import "log"; type l struct{ *log.Logger }; func f(v l) { v.¦Output(1 << 2, "") }`},
	{"record of a place", "member", "NewRecord", `import ("log/slog"; "time"); var r = slog.¦NewRecord(time.Time{}, 0, "", 1)`},
	{"place in a record", "member", "PC", `import "log/slog"; func f(r slog.Record) { r.¦PC = 1 }`},
	{"large variable", "type-size", "16 MiB", `const n = len("0123456789abcdef"); var x ¦[n*n*n*n*n*n + 1]byte`},
	{"large type argument", "type-size", "16 MiB", `type pair[T any] struct{ a, b T }; func two[T any](v T) pair[T] { return pair[T]{v, v} }; func f(v [1 << 20]int) { w := two(v); _ = ¦two(w) }`},
}

func TestRefusedTypes(t *testing.T) {
	imp := standard(t)
	for _, tt := range refusedTypes {
		t.Run(tt.name, func(t *testing.T) {
			code, want := marks("package task; " + tt.code)
			refusals := checkTypes(t, imp, code, "runtime")
			require.NotEmpty(t, refusals)
			require.Contains(t, refusals[0].Message, tt.says)
			var got []string
			rules := []string{}
			for _, p := range refusals {
				rules = append(rules, p.Rule)
				require.Equal(t, "exercises/05_join/a.go", p.File)
				requireSentence(t, p.Message)
				requireSentence(t, p.Hint)
				got = append(got, fmt.Sprintf("%d:%d", p.Line, p.Column))
			}
			t.Log(refusals)
			require.Contains(t, rules, tt.rule)
			require.Equal(t, want, got)
		})
	}
}

// allowedTypes are what honest people write, close to what is refused.
var allowedTypes = map[string]string{
	"print":               `import ("fmt"; "os"); func f() { fmt.Fprintln(os.Stderr, "x"); os.Stdout.WriteString("y"); os.Stdout.Sync() }`,
	"stream as parameter": `import ("fmt"; "os"); func log(f *os.File) { fmt.Fprintln(f, f.Name()) }; func g() { log(os.Stderr) }`,
	"stream as writer":    `import ("bufio"; "io"; "os"); var out io.Writer = os.Stdout; var buf = bufio.NewWriter(os.Stdout)`,
	"half close":          `import "net"; func f(c net.Conn) { if h, ok := c.(interface{ CloseWrite() error }); ok { h.CloseWrite() } }`,
	"concrete half close": `import "net"; func f(c net.Conn) { if h, ok := c.(*net.TCPConn); ok { h.CloseWrite(); h.SetLinger(0) } }`,
	"config":              `import ("context"; "net"; "time"); func f(c context.Context) { l := net.ListenConfig{KeepAlive: time.Second}; l.Listen(c, "tcp", ""); d := net.Dialer{Timeout: 1}; d.DialContext(c, "tcp", "") }`,
	"own names":           `type t struct{ Control, PC int }; func (t) File() string { return "" }; func (t) Fd() int { return 1 }; var v = t{Control: 1}; var x = v.Control + v.PC + v.Fd(); var y = v.File()`,
	"own interfaces":      `type file interface{ File() string; Output(int, string) error }; type node struct{}; type tree interface{ File() (*node, error); Fd() int; SyscallConn() bool }`,
	"shadowed os":         `import "os"; var e = os.Stderr; func f() { os := struct{ Exit func(int) }{}; os.Exit(1) }`,
	"errors":              `import ("errors"; "io"; "net"; "os"; "syscall"); func f(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.EPIPE) }`,
	"error fields":        `import ("errors"; "net"; "os"); func f(err error) string { var op *net.OpError; var se *os.SyscallError; if errors.As(err, &op) && errors.As(op.Err, &se) { return se.Syscall + op.Op + op.Addr.String() }; return "" }`,
	"json error":          `import ("encoding/json"; "errors"); func f(err error) string { var e *json.UnmarshalTypeError; if errors.As(err, &e) { return e.Field + e.Value }; return "" }`,
	"order":               `import "encoding/binary"; func f(b []byte, o binary.ByteOrder) uint32 { binary.BigEndian.PutUint32(b, 1); if o == binary.LittleEndian { return 0 }; return o.Uint32(b) }`,
	"locations":           `import "time"; func f() time.Time { return time.Now().In(time.UTC).In(time.Local) }`,
	"tables":              `import "unicode"; func f(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.In(r, unicode.Letter, unicode.Digit) }; var mine = &unicode.RangeTable{R16: []unicode.Range16{{1, 2, 1}}}`,
	"base64":              `import "encoding/base64"; var s = base64.StdEncoding.EncodeToString(nil); var e = base64.RawURLEncoding.Strict()`,
	"values overwritten":  `import ("bytes"; "sync"; "time"); type s struct { b *bytes.Buffer; m *sync.Mutex; t *time.Time }; func f(v s) { *v.b = bytes.Buffer{}; *v.t = time.Now() }`,
	"generics":            `import ("slices"; "maps"; "cmp"; "iter"); func f[K cmp.Ordered, V any](m map[K]V) iter.Seq[K] { return slices.Values(slices.Sorted(maps.Keys(m))) }; var x = f(map[string]func() error{})`,
	"atomics":             `import ("net"; "sync/atomic"; "os"); var c atomic.Pointer[net.TCPConn]; var w atomic.Pointer[error]; var o atomic.Value; func f() { o.Store(os.Stdout) }`,
	"address changed":     `import "net"; func f(l net.Listener) { a := *l.Addr().(*net.TCPAddr); a.Port = 0; a.IP = net.IPv4(127, 0, 0, 1) }`,
	"logging":             `import ("context"; "log"; "log/slog"; "os"); type h struct{ slog.Handler }; func (h h) Handle(c context.Context, r slog.Record) error { r.AddAttrs(slog.Int("n", r.NumAttrs())); return h.Handler.Handle(c, r) }; func f() { log.SetFlags(log.Lshortfile); log.SetPrefix("x"); l := log.New(os.Stderr, "", 0); l.Printf("x"); log.Fatalf("y"); slog.SetDefault(slog.New(h{slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{AddSource: true})})) }`,
	"own places":          `import ("log"; "log/slog"; "time"); func f() { log.Output(2, "x"); log.Default().Output(1, "y"); slog.NewRecord(time.Now(), slog.LevelInfo, "x", 0) }`,
	"runtime":             `import ("runtime"; "runtime/debug"; "errors"); func f(err error) { var e runtime.Error; if errors.As(err, &e) { e.RuntimeError() }; var n *runtime.PanicNilError; _ = errors.As(err, &n); defer runtime.Goexit(); debug.PrintStack(); runtime.Gosched() }`,
	"groups":              `import ("context"; "golang.org/x/sync/errgroup"; "golang.org/x/sync/semaphore"); func f(c context.Context) error { g, c := errgroup.WithContext(c); g.SetLimit(3); s := semaphore.NewWeighted(2); g.Go(func() error { return s.Acquire(c, 1) }); return g.Wait() }`,
	"file info":           `import "io"; type files interface{ io.Reader; Stat() (int, error); Close() error }`,
	"tables in code":      `var squares [1 << 10][8]int; var big [1 << 20]byte; type frame struct { header [16]byte; body [64 << 10]byte }; var pool [8]frame`,
	"own verbs":           `type conn struct{ open bool }; func close(c *conn) { c.open = false }; func copy(to, from *conn) *conn { *to = *from; return to }; func delete(m map[string]int, k string) { m[k] = 0 }; func new() *conn { return &conn{} }; var cap = 3; func f(c *conn) { close(c); copy(c, new()); delete(nil, ""); _ = cap }`,
	"own descriptors":     `type conn struct{}; func (*conn) SyscallConn() string { return "" }; func (*conn) Fd() uintptr { return 1 }; func (*conn) File() int { return 1 }; func (*conn) Scan() {}; func (*conn) Stack(bool) {}; func (*conn) GOMAXPROCS(int) {}; func f(c *conn) { c.SyscallConn(); c.Fd(); c.File(); c.Scan(); c.Stack(true); c.GOMAXPROCS(4) }`,
	"own raw interface":   `type raw interface{ SyscallConn() error }; func f(v any) { if r, ok := v.(raw); ok { r.SyscallConn() } }`,
	"own copy of another": `import "net"; func copy(ip net.IP, b []byte) net.IP { return append(append(net.IP(nil), ip...), b...) }; func f(ip net.IP) { copy(ip[:], nil) }`,
	"own stack":           `import "runtime"; func f() []byte { buf := make([]byte, 64<<10); return buf[:runtime.Stack(buf, false)] }; func g() int { return runtime.GOMAXPROCS(0) + runtime.GOMAXPROCS(-1) }`,
	"scanning":            `import ("fmt"; "io"); func f(r io.Reader) { var n int; fmt.Fscan(r, &n); fmt.Sscanf("1", "%d", &n); fmt.Fscanln(r, &n) }`,
	"networks":            `import "net"; func f(network string, a net.Addr) { net.Dial("tcp", "x"); net.Listen("tcp4", ""); net.ListenPacket("udp", ""); net.Dial(network, ""); net.Dial(a.Network(), a.String()) }`,
	"kinds of connection": `import "net"; func f(c net.Conn) { switch c := c.(type) { case *net.TCPConn: c.CloseWrite(); case *net.UnixConn: c.CloseWrite() } }`,
	"stream in a field":   `import ("fmt"; "io"; "os"; "sync"); type out struct { mu sync.Mutex; w io.Writer; f *os.File }; func f() { o := out{w: os.Stdout, f: os.Stderr}; fmt.Fprintln(o.w); o.f.WriteString("x"); if s, ok := o.w.(io.StringWriter); ok { s.WriteString("x") } }`,
	"closers":             `import ("fmt"; "io"; "log"; "net"; "os"; "sync"); var conns sync.Map; func f(v any) { if c, ok := v.(io.Closer); ok { c.Close() }; fmt.Fprintln(os.Stderr, "x"); log.SetOutput(os.Stderr); conns.Range(func(k, _ any) bool { k.(net.Conn).Close(); return true }) }`,
	"stream and conns":    `import ("io"; "net"; "os"); var out io.Writer = os.Stdout; func f(v any, c net.Conn) { v.(net.Conn).Close(); c.(io.ReaderFrom).ReadFrom(c); if e, ok := v.(error); ok { panic(e) }; c.(interface{ CloseWrite() error }).CloseWrite(); v.(net.Listener).Close() }`,
	"recursive types":     `type tree[K, V any] struct { l, r *tree[K, V]; k K; v V }; type node struct { next []node; m map[string]node; f func(node) node }; var t tree[string, tree[int, []node]]`,
}

func TestAllowedTypes(t *testing.T) {
	imp := standard(t)
	for name, code := range allowedTypes {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, checkTypes(t, imp, "package task; "+code, "runtime", "runtime/debug"))
		})
	}
}

func TestVariablesThatAreLargeTogether(t *testing.T) {
	code := "package task\n"
	for i := range 5 {
		code += fmt.Sprintf("var x%d [1 << 20]int\n", i)
	}
	refusals := checkTypes(t, standard(t), code)
	require.Len(t, refusals, 1)
	require.Equal(t, "type-size", refusals[0].Rule)
	require.Equal(t, 6, refusals[0].Line, "four of 8 MiB are allowed")
}

func TestWhatCannotBeTypedIsAnError(t *testing.T) {
	src := func(code string) *policy.Source {
		return &policy.Source{Files: []policy.File{{Name: "a.go", Data: []byte(code)}}}
	}
	rules := policy.Rules{Package: "task"}
	for name, code := range map[string]string{
		"no types":  "package task\nvar x undeclared\n",
		"no syntax": "package task\nvar x = \n",
	} {
		t.Run(name, func(t *testing.T) {
			refusals, err := policy.CheckTypes(src(code), rules, standard(t))
			require.Error(t, err)
			require.Empty(t, refusals)
		})
	}
	good := src("package task\nimport \"fmt\"\nvar x = fmt.Sprint()\n")
	_, err := policy.CheckTypes(good, rules, broken{errors.New("the archive is gone")})
	require.ErrorContains(t, err, "the archive is gone")
	_, err = policy.CheckTypes(good, rules, broken{})
	require.ErrorContains(t, err, "panic", "an importer that panics is an error as well")
}

// broken is an importer that fails, or panics without an error.
type broken struct{ err error }

func (b broken) Import(path string) (*types.Package, error) {
	if b.err == nil {
		panic("import " + path)
	}
	return nil, b.err
}

// Every variable of a package that submissions may import is either allowed for a
// reason that the rule knows, or refused: this shows which.
func TestVariablesOfOtherPackages(t *testing.T) {
	imp := standard(t)
	var refused []string
	for _, path := range policy.DefaultImports() {
		pkg, err := imp.Import(path)
		require.NoError(t, err)
		for _, name := range pkg.Scope().Names() {
			v, ok := pkg.Scope().Lookup(name).(*types.Var)
			if !ok || !v.Exported() {
				continue
			}
			code := fmt.Sprintf("package task; import p %q; func f() { _ = p.%s }", path, name)
			src := &policy.Source{Files: []policy.File{{Name: "a.go", Data: []byte(code)}}}
			_, refusals := policy.Check(src, policy.Rules{Package: "task"})
			if len(refusals) == 0 {
				refusals, err = policy.CheckTypes(src, policy.Rules{Package: "task"}, imp)
				require.NoError(t, err)
			}
			if len(refusals) > 0 {
				refused = append(refused, path+"."+name)
			}
		}
	}
	for _, name := range []string{"net.DefaultResolver", "os.Args", "unicode.Categories"} {
		require.True(t, slices.Contains(refused, name), name)
	}
	for _, name := range []string{"io.EOF", "io.Discard", "os.Stdout", "unicode.Letter", "time.UTC", "net.ErrClosed"} {
		require.False(t, slices.Contains(refused, name), name)
	}
	t.Log(refused)
}

// The slices of other packages are known by name, because literals are counted
// before types are known. This shows that none is missing.
func TestSlicesOfOtherPackages(t *testing.T) {
	imp := standard(t)
	for _, path := range policy.DefaultImports() {
		pkg, err := imp.Import(path)
		require.NoError(t, err)
		for _, name := range pkg.Scope().Names() {
			obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || !obj.Exported() {
				continue
			}
			if _, ok := obj.Type().Underlying().(*types.Slice); !ok {
				continue
			}
			_, refusals := check(fmt.Sprintf("package task\nimport p %q\nconst N = 1 << 20\nvar a, b, c, d = p.%[2]s{N: x}, p.%[2]s{N: x}, p.%[2]s{N: x}, p.%[2]s{N: x}\n", path, name))
			require.NotEmpty(t, refusals, "%s.%s is a slice", path, name)
		}
	}
}

func TestCompiledSizeIsInProportion(t *testing.T) {
	src := &policy.Source{Prefix: "ex/", Files: []policy.File{{Name: "a.go", Data: []byte("package task\n")}, {Name: "b.go", Data: make([]byte, 1<<20)}}}
	_, large := policy.CheckSize(src, 60<<20)
	require.False(t, large, "a mebibyte of source")
	src.Files = src.Files[:1]
	_, large = policy.CheckSize(src, 4<<20)
	require.False(t, large, "what any package may have")
	p, large := policy.CheckSize(src, 5<<20)
	require.True(t, large)
	require.Equal(t, "ex/a.go", p.File)
	requireSentence(t, p.Message)
	requireSentence(t, p.Hint)
}
