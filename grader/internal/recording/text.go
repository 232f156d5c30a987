package recording

import (
	"strings"

	"workbook/grader/report"
)

// safe makes a text one that can be shown.
func safe(s string) string { return report.Cut(report.OneLine(s), 200) }

// base is a file's name without its folder.
func base(file string) string { return file[strings.LastIndexAny(file, `/\`)+1:] }
