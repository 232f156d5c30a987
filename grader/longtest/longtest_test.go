package longtest_test

import (
	"testing"

	"workbook/grader/longtest"
)

func TestSkip(t *testing.T) {
	for setting, wanted := range map[string]bool{"": false, "1": true} {
		t.Run(setting, func(t *testing.T) {
			t.Setenv("WORKBOOK_LONG", setting)
			ran := false
			t.Run("long", func(t *testing.T) {
				longtest.Skip(t, "it is an example")
				ran = true
			})
			if ran != wanted || longtest.Asked() != wanted {
				t.Errorf("it ran: %v, asked for: %v; want %v", ran, longtest.Asked(), wanted)
			}
		})
	}
}
