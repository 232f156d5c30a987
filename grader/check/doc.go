// Package check is one of the two rooms of the kit that hidden tests are written with,
// as net/http/httptest is for HTTP servers: the bubble side. The other one is
// [workbook/grader/check/outside]. A hidden test is a plain Go test function; its name
// is the name of the check in exercise.toml.
//
// # Inside checks
//
// An inside check is linked with the learner's package and runs it in a bubble, on an
// in-memory network. This is a whole one:
//
//	func TestMain(m *testing.M) { check.Main(m) }
//
//	func TestSilentClient(t *testing.T) {
//		check.Run(t, func(c *check.C) {
//			ln := c.Listen("the listener")
//			c.Go("Echo", func() error { return spawned.Echo(ln) })
//			ln.Dial("A") // connected, and silent
//			b := ln.Dial("B")
//			b.Send([]byte("hi"))
//			b.Expect([]byte("hi"), "B must be answered while A is silent: serve each connection on its own goroutine.")
//		})
//	}
//
// Nothing in it depends on how fast the machine is. A method that waits for
// something lets all other goroutines run until they rest; then it lets the bubble's
// clock run, which is virtual, for up to an hour; and when what it waits for has still
// not come, it can never come, and the check fails, usually within a millisecond.
// [C.Settle] does the first of these alone, and [C.Await] is all of it for a condition
// of your own.
//
// When the function that is the check returns, every connection, listener and gate is
// closed, and the check fails if a goroutine of the learner is left.
//
// What clients send is best made by [Conn.Payload] and [Conn.Line]: random bytes that
// say whose they are and where, "A-000064 ", so that the sentence can say more than that
// a byte differs.
//
// Hold many things at once with [C.Gate] and [C.Barrier]; call what may block, panic
// or end its goroutine with [C.Go]. Call nothing of the learner's on the check's own
// goroutine that could block: it works (the kit notices, and names the line), but the sentence
// is not yours.
//
// A right solution may hold a lock for as long as it likes, and nothing fails for that,
// though the bubble's clock stands still while a goroutine waits for it: [C.Await] is
// done as soon as all rest, and [C.Sleep] and [C.NoPolling] go on without the time that
// cannot pass, and note in the events of the check what was not seen therefore (under
// go test -v in its log). Let no task sleep that a right solution may run under its
// lock: nobody wakes it. What comes with time, as the end of a context's time limit
// does, must be able to come while no [Call] waits that a right solution may let wait
// for a lock: let the time pass first, and join then.
//
// # What a check proves
//
// An inside check sees goroutines, joins, leaks and virtual time, and never flakes.
// But it shares a process, and so its memory, with what it judges: who can write
// to any address of that process can forge any result of it. What stands against
// that is not in this package, and each part stands where the others fall: policy
// lets no source pass that reaches beyond its own variables, and no member of a
// package that does; a check passes only where no goroutine is interrupted, since a data
// race is a way to such a write that needs no forbidden import; the grader
// takes one record of the one check that it asked for, from a process that then
// ended as a passing test does; each check has a process of its own, or shares one
// where the submission has no variable to count in from one to the next, and in an
// order that changes; and which check runs and with what inputs is known to the
// process only when the check begins. An inside pass proves as much as these do.
//
// The hidden test does its own part. It compares errors and values by identity,
// with == or [Wraps], and lets no pass depend on a method that the learner's type
// can have, which errors.Is, String and Equal are. It makes its inputs from [C.Rand],
// and waits for what must come rather than for the absence of what must not.
//
// An exercise passes only with all its required checks, of both kinds where it has
// both; one that matters has both. A join handle can be seen from inside only, so the
// exercises about it have outside checks for what it is used for.
//
// # Schedules
//
// A check that has passed runs again under schedules: many times in one process, each in
// a bubble of its own, with other inputs, and with the learner's goroutines going on one at
// a time in an order that a number decides. There are points in the learner's code alone: the
// check's own goroutines, and what its handlers and tasks do, run from one wait to the next
// as they always do. So a check must hold for every order that may be:
//
//   - It counts no turns of the scheduler. Ten calls of runtime.Gosched let a right solution
//     get far today, and nowhere under a schedule in which its goroutine is the last.
//   - It does not spin. A loop of the check's that looks at an atomic until the learner has
//     set it never ends, for on one processor nobody else has a turn: [C.Await] looks, and
//     lets the others run. Where a loop cannot be helped, it calls [C.Settle] each time.
//   - It relies on nobody being first. Which of two clients is accepted first, and which of
//     two joiners is woken first, is open unless the check waits for one before it lets
//     the other begin. "After Settle A has been served" is sure; "after Dial A is being served"
//     is not.
//   - What must not happen is asked after a Settle, or with StillRunning: a goroutine that
//     stands at a point is not at rest, and Settle waits until it is.
//   - It leaves nothing behind in variables of a package for its next run to stumble over,
//     and depends on no order of a large map of pointers, which no number brings back.
//   - It asks for fewer of what is the same thousands of times, with [C.Amount]: each point is
//     a choice, and a run has 20,000.
//
// A failure is told with the schedule's number, which gives the same run again. The reference
// runs under the same numbers before a learner's pass is taken away, and a check that fails it
// there is a mistake of the check. go test does not run checks under schedules; `workbook
// grade ID --from solutions/ID --schedules 1000` looks whether they hold for the reference.
//
// # Sentences
//
// Most methods of both rooms take a sentence to the learner: what must happen and why,
// in the words of the task. The kit adds what did happen, which goroutine waits at which
// line, and what was sent, got and expected:
//
//	B must be answered while A is silent: serve each connection on its own goroutine.
//	B was never accepted. Echo waits in io.Copy at exercises/02_spawned/echo.go:21.
//
// The line of the record is that of the goroutine that tells most: one at a lock before
// one at a channel, that before a Read, and Accept last.
//
// # Verdicts
//
// Fail is what a check sees not to hold, also when that is something that never
// comes. Crash is a panic: one that left a [Call] that the check did not ask about,
// or that killed a subject. Timeout is a goroutine that runs and never rests, so that
// nothing can be said of what it would have done. GraderError is a mistake of the hidden
// test itself. A failure that the machine's clock decides, and not the bubble's, is
// marked in its record as unsure, and has a control. A check that ends without a record,
// for example because a goroutine of the learner panicked and took the process along,
// has not passed.
//
// Under the grader each test function runs at most one check, whose record goes to the
// grader's pipe; an inside check that fails ends the process there and then. Under go
// test failures go to the test, and the following tests run.
//
// # Glossary
//
// The words of the kit, wherever they stand:
//
//	bubble           the goroutines of an inside check, with a clock of their own, that
//	                 testing/synctest keeps apart from the rest of the process
//	rest             to be blocked, so that only others can make it go on: of a goroutine;
//	                 of a bubble, when all of its goroutines but the caller's are
//	settle           to wait until the bubble rests, without letting its clock run
//	durably blocked  blocked so that only the bubble itself can wake it, in the eyes of
//	                 synctest: at a channel of the bubble, in Sleep or in Cond.Wait, but not
//	                 at a sync.Mutex, a sync.RWMutex or in a sync.Once. The bubble's clock
//	                 runs only while all are; who waits for a lock rests, and time stands
//	                 still
//	gate             where a check holds tasks that the learner's code runs, until it opens
//	                 it: see [Gate]
//	subject          the process that the learner's code is in, in an outside check; made
//	                 with workbook/grader/check/subject
//	referee          the process that runs the outside checks, and that no code of the
//	                 learner's is in
//	point            a place in the learner's code, mostly before a statement, at which it may
//	                 let another goroutine go on; see workbook/grader/check/point
//	schedule         which goroutine goes on at each point, by a number
//	control          the same check of the reference solution, which the grader tries when a
//	                 failure is unsure: if the reference fails as well, the machine is at
//	                 fault, and not the learner
package check
