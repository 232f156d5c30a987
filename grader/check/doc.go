// Package check is the kit that hidden tests are written with, as net/http/httptest
// is for HTTP servers. A hidden test is a plain Go test function; its name is the name of
// the check in exercise.toml. There are two kinds.
//
// # Inside checks
//
// An inside check is linked with the learner's package and runs it in a bubble of
// testing/synctest, on an in-memory network. This is a whole one:
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
// something lets all other goroutines run until each is blocked; then it lets
// the bubble's clock run, which is virtual, for up to an hour; and when what it waits
// for has still not come, it can never come, and the check fails, usually within a
// millisecond. [C.Settle] does the first of these alone, and [C.Await] is all of it
// for a condition of your own.
//
// When the function that is the check returns, every connection, listener and gate is
// closed, and the check fails if a goroutine of the learner is left.
//
// What clients send is best made by [Conn.Payload], [Conn.Line] and their like of a
// [Peer]: random bytes that say whose they are and where, "A-000064 ", so that the
// sentence can say more than that a byte differs.
//
// Hold many things at once with [C.Gate] and [C.Barrier]; call what may block, panic
// or end its goroutine with [C.Go]. Call nothing of the learner's on the check's own
// goroutine that could block: it works (the kit notices, and names the line), but the sentence
// is not yours.
//
// The bubble's clock stands still while a goroutine waits for a sync.Mutex or
// sync.RWMutex, or in a sync.Once: that is how synctest is made. A right solution may
// hold a lock for as long as it likes, and nothing fails for that: [C.Await] is done
// as soon as all rest, and [C.Sleep] and [C.NoPolling] go on without the time that
// cannot pass, and note in the events of the check what was not seen therefore (under
// go test -v in its log). Let no task sleep that a right solution may run under its
// lock: nobody wakes it. What comes with time, as the end of a context's time limit
// does, must be able to come while no [Call] waits that a right solution may let wait
// for a lock: let the time pass first, and join then.
//
// # Outside checks
//
// An outside check never links the learner's code. It starts a subject program, a
// process that does, and talks to it over real TCP and in real time:
//
//	func TestProcessSurvives(t *testing.T) {
//		check.Outside(t, func(c *check.C) {
//			s := c.Subject()
//			a := s.Dial("A")
//			a.Send([]byte("panic\n"))
//			a.Expect([]byte("panicked\n"), "A task panicked: tell its client so, and go on.")
//			s.Alive("A panic in a task must not end the program.")
//		})
//	}
//
// The program is ../subject, made with workbook/grader/check/subject. Only
// broken code ever makes such a check wait: five seconds for what does not come. That
// something does not come cannot be seen from outside, so there is no ExpectNothing;
// put it to an inside check, or prove it by something else that does come.
//
// The clients of an outside check may be thousands, as many as [C.Room] says, and may
// send 64 MiB together. Let the sizes come from [C.Rand]: a program that only pretends
// to do its task has then no number to know.
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
// ended as a passing test does; each check has a process of its own, in an order
// that changes, so that nothing can be counted from one to the next; and which
// check runs and with what inputs is known to the process only when the check
// begins. An inside pass proves as much as these do.
//
// The hidden test does its own part. It compares errors and values by identity,
// with == or [Wraps], and lets no pass depend on a method that the learner's type
// can have, which errors.Is, String and Equal are. It makes its inputs from [C.Rand],
// and waits for what must come rather than for the absence of what must not.
//
// An outside check runs in a process of the grader's, where the learner's code is
// not: there is nothing in its memory to forge. What the subject program does over
// TCP it really does. What it says of itself over the control pipe
// ([Subject.Returns], [Subject.CloseListener]) comes from its process, and is worth what an inside
// check is worth. An exercise passes only with all its required checks, of both
// kinds where it has both; one that matters has both. A join handle can be seen from inside
// only, so the exercises about it have outside checks for what it is used for.
//
// # Sentences
//
// Most methods take a sentence to the learner: what must happen and why, in the
// words of the task. The kit adds what did happen, which goroutine waits at which
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
// or that killed a subject program. Timeout is a goroutine that runs and never
// rests, so that nothing can be said of what it would have done. GraderError is a
// mistake of the hidden test itself. A failure that the machine's clock decides, and
// not the bubble's, is marked in its record as unsure: the grader then tries the
// reference in the same check. A check that ends without a record, for
// example because a goroutine of the learner panicked and took the process along, has not
// passed.
//
// Under the grader each test function runs at most one check, whose record goes to the
// grader's pipe; an inside check that fails ends the process there and then. Under go
// test failures go to the test, and the following tests run.
package check
