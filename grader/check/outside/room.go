package outside

// spareDescriptors is what a process needs beside its clients: pipes, listeners, its
// program, what the system and the runtime hold.
const spareDescriptors = 128

// subjectDescriptors is what the walls leave a subject program; see rlimits in
// grader/jail.
const subjectDescriptors = 16 << 10

// Room is how many of n clients an outside check may have connected at the same time.
// Each takes a descriptor here and one in the subject program, and a machine may be
// short of them; a check asks for less then, rather than fail for that. It is n where
// the system has no such limit, and never less than 1. Together the clients may send
// 64 MiB: what came back as it should is not kept.
func (c *C) Room(n int) int {
	if limit, ok := descriptorLimit(); ok {
		n = min(n, int(min(limit, subjectDescriptors))-spareDescriptors)
	}
	return max(n, 1)
}
