// The shortest answer: a call. The work runs on the caller's goroutine, and its panic
// needs no help.
//
//workbook:caught-by TestOwnGoroutine
package propagate

func Run(work func()) { work() }
