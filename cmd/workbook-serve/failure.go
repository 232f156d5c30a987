package main

// The exit codes; those of workbook.
const (
	exitUsage       = 2
	exitFailed      = 3
	exitInterrupted = 130
)

// A failure is an error with what to do next. One without code means exitUsage.
type failure struct {
	err  error
	hint string
	code int
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func wrong(err error, hint string) error { return &failure{err: err, hint: hint, code: exitUsage} }

func failed(err error, hint string) error { return &failure{err: err, hint: hint, code: exitFailed} }
