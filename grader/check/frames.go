package check

import "workbook/grader/check/internal/kit"

// clockSleep is the function, as stack traces name it, in which a goroutine waits for
// the machine's clock.
var clockSleep = kit.NameOf((*outsideClock).sleep)
