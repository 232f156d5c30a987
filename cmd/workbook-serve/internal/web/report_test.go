package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/cmd/workbook-serve/internal/web"
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
	require.Contains(t, page, "<p>1 student, 1 exercise.")
}

// What somebody handed in as it was handed out is no try, when they have begun since, too.
func TestReportLeavesStubsOut(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		dir := c.Course.ExerciseDir("01_a")
		require.NoError(t, os.MkdirAll(dir, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a\n"), 0o600))
	})
	ada, teacher := s.add("Ada", store.Student), s.add("Grace", store.Instructor)
	var begun bytes.Buffer
	z := zip.NewWriter(&begun)
	w, err := z.Create("a.go")
	require.NoError(t, err)
	_, err = w.Write([]byte("//fail\npackage a\n\nfunc A() {}\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	for _, work := range [][]byte{fake.Archive("fail"), begun.Bytes()} {
		resp, data := s.ask("POST", "/v1/submissions?exercise=01_a", ada, work)
		require.Equal(t, http.StatusCreated, resp.StatusCode, "%s", data)
		var sub api.Submission
		require.NoError(t, json.Unmarshal(data, &sub))
		s.await(ada, sub.ID)
	}
	_, page := s.browse(teacher).get("/class/report")
	require.Regexp(t, `role="img" aria-label="1 try[^"]*, 0 passed\.`, page)
}
