package lesson_test

import (
	"fmt"

	"workbook/cmd/workbook/internal/lesson"
)

func Example() {
	l := lesson.Parse([]byte("# Accept\n\n`Accept` waits for the next client.\n---\n# Task\n\n- serve it\n"))
	for i, p := range l.Pages {
		fmt.Printf("page %d of %d: %s\n", i+1, len(l.Pages), p.Title)
		for _, line := range lesson.Render(p, 24) {
			fmt.Println(line.String())
		}
	}
	// Output:
	// page 1 of 2: Accept
	// Accept
	//
	// Accept waits for the
	// next client.
	// page 2 of 2: Task
	// Task
	//
	// • serve it
}
