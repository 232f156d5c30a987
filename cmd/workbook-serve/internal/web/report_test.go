package web_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/store"
)

// The report of the class shows every submission, and not only the one that counts.
func TestReportShowsTries(t *testing.T) {
	s := newSite(t)
	ada, teacher := s.add("Ada", store.Student), s.add("Grace", store.Instructor)
	for _, word := range []string{"fail", "fail again", "pass", "fail later"} {
		sub := s.handIn(ada, "01_a", word)
		s.await(ada, sub.ID)
	}
	status, page := s.browse(teacher).get("/class/report")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, `title="passed at try 3, `)
	require.Regexp(t, `role="img" aria-label="4 tries[^"]*, 1 passed\.`, page)
	require.Contains(t, page, "at which the service has taken the work")
}
