package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// stand stands for the programs that GitLab's workflow runs: each writes down that it was
// run, and how. What "go build" makes is itself.
const stand = `#!/bin/sh
me=$(basename "$0")
echo "$me $*" | sed "s|$TMPDIR/[^ ]*|TMP|g" >> "$RAN"
case "$me $1" in
"git clone") mkdir -p "$6" ;;
"go build") cp "$0" workbook ;;
"workbook grade")
	[ -n "$WORKBOOK_COURSE_URL" ] && echo "the URL is in the environment" >> "$RAN"
	[ "$CODE" = 2 ] || echo verdict > report.json
	exit "$CODE" ;;
"workbook report")
	[ -n "$WORKBOOK_KEY_IDENTITY" ] && echo "the key is in the environment" >> "$RAN"
	case "$*" in *report.xml) cp report.json report.xml ;; *) echo "the verdict, to read" ;; esac
	exit "$CODE" ;;
esac
`

// GitLab's workflow grades as its variables say; whoever reads its log reads the verdict,
// whichever it is, and the job ends as the grading has.
func TestGitLabWorkflow(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	const sealed, checkout = "WORKBOOK_KEY_IDENTITY=key", "WORKBOOK_COURSE_URL=https://host/course.git"
	report := []string{"workbook report report.json --format junit --output report.xml", "workbook report report.json"}
	for _, tc := range []struct {
		name, env, code string
		visible, age    bool
		ran             []string // before the report
	}{
		{"with nothing", "", "0", false, false, []string{"go vet ./exercises/..."}},
		{"with visible checks", "", "1", true, false, []string{"go build -o workbook .", "workbook grade --all --visible --format json --output report.json"}},
		{"sealed", sealed, "1", true, true, []string{"go build -o workbook .", "workbook grade --all --key course.age --untrusted --format json --output report.json"}},
		{"sealed, and it is not there", sealed, "2", false, false, nil},
		{"with a checkout", checkout, "0", false, false, []string{
			"git clone --quiet --depth 1 https://host/course.git TMP", "go build -o workbook .",
			"workbook grade 01_a 02_b --course TMP --from exercises --untrusted --format json --output report.json",
		}},
		{"with a checkout, and the grader fails", checkout, "3", false, false, []string{
			"git clone --quiet --depth 1 https://host/course.git TMP", "go build -o workbook .",
			"workbook grade 01_a 02_b --course TMP --from exercises --untrusted --format json --output report.json",
		}},
		{"with visible checks, and the input is wrong", "", "2", true, false, []string{"go build -o workbook .", "workbook grade --all --visible --format json --output report.json"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bin, dir, temp := t.TempDir(), t.TempDir(), t.TempDir()
			for _, name := range []string{"go", "git"} {
				require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte(stand), 0o700))
			}
			if tc.age {
				require.NoError(t, os.WriteFile(filepath.Join(dir, "course.age"), []byte("sealed"), 0o600))
			}
			a := about{Build: "go build -o workbook .", Go: "1.26", Exercises: []*course.Exercise{{ID: "01_a"}, {ID: "02_b"}}, Visible: tc.visible}
			data, err := a.write(".gitlab-ci.yml", "gitlab.yml.tmpl")
			require.NoError(t, err)
			_, script, ok := strings.Cut(string(data), "\n  script:\n    - |\n")
			require.True(t, ok)
			script, _, ok = strings.Cut(script, "\n  artifacts:\n")
			require.True(t, ok)
			ran := filepath.Join(temp, "ran")
			cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", strings.ReplaceAll("\n"+script, "\n      ", "\n"))
			cmd.Dir = dir
			cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "TMPDIR=" + temp, "RAN=" + ran, "CODE=" + tc.code, tc.env}
			log, err := cmd.CombinedOutput()
			if err != nil {
				require.ErrorAs(t, err, new(*exec.ExitError), "%s", log)
			}
			require.Equal(t, tc.code, strings.TrimPrefix(cmd.ProcessState.String(), "exit status "), "%s", log)
			all, err := os.ReadFile(ran)
			if len(tc.ran) > 0 {
				require.NoError(t, err)
			}
			want := tc.ran
			if tc.code != "2" && tc.ran[0] != "go vet ./exercises/..." {
				want = append(want, report...)
				require.FileExists(t, filepath.Join(dir, "report.xml"))
				require.Contains(t, string(log), "the verdict, to read")
			}
			require.Equal(t, strings.Join(want, "\n"), strings.TrimSpace(string(all)), "%s", log)
			if tc.env == sealed && !tc.age {
				require.Contains(t, string(log), "has no course.age")
			}
		})
	}
}
