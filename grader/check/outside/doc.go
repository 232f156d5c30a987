// Package outside is one of the two rooms of the kit that hidden tests are written with:
// the referee's side. The other one, and the kit's glossary, is
// [workbook/grader/check].
//
// An outside check never links the learner's code. It starts a subject, a process that
// does, and talks to it over real TCP and in real time:
//
//	func TestMain(m *testing.M) { outside.Main(m) }
//
//	func TestProcessSurvives(t *testing.T) {
//		outside.Run(t, func(c *outside.C) {
//			s := c.Subject()
//			a := s.Dial("A")
//			a.Send([]byte("panic\n"))
//			a.Expect([]byte("panicked\n"), "A task panicked: tell its client so, and go on.")
//			s.Alive("A panic in a task must not end the program.")
//		})
//	}
//
// The subject's program is ../subject, made with workbook/grader/check/subject. Only
// broken code ever makes such a check wait: five seconds for what does not come. That
// something does not come cannot be seen from outside, so there is no ExpectNothing;
// put it to an inside check, or prove it by something else that does come.
//
// The clients of an outside check may be thousands, as many as [C.Room] says, and may
// send 64 MiB together. Let the sizes come from [C.Rand]: a program that only pretends
// to do its task has then no number to know. [Peer.Payload] and [Peer.Line] give bytes
// that say whose they are and where.
//
// # What a check proves
//
// An outside check runs in the referee, where the learner's code is not: there is
// nothing in its memory to forge. What the subject does over TCP it really does. What it
// says of itself over its pipe to the referee ([Subject.Returns],
// [Subject.CloseListener]) comes from its process, and is worth what an inside check is
// worth.
package outside
