package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/longtest"
)

// login logs the browser in as people do.
func (c *chromium) login(s *site, token string) {
	c.t.Helper()
	c.do("Network.clearBrowserCookies", nil, nil)
	c.open(s.server.URL + "/")
	require.Equal(c.t, "/login", c.eval("location.pathname"))
	c.eval(fmt.Sprintf("window.left = true; document.getElementById('token').value = %q; document.querySelector('main button').click()", token))
	c.arrive()
}

// narrow reports how far the page is wider than the window.
const tooWide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

// The pages in a browser: on a phone and on a desk, by day and by night, on paper, and
// alive; nothing that a student has written runs, and nothing is asked of elsewhere.
func TestPagesInChromium(t *testing.T) {
	longtest.Skip(t, "it starts a browser")
	c := newChromium(t)
	s := newSite(t)
	hostile := `<script>window.owned = true</script><img src=x onerror="window.owned = true">`
	ada := s.add("Ada Lovelace", store.Student)
	mallory := s.add("Mallory "+hostile, store.Student)
	teacher := s.add("Grace Hopper", store.Instructor)
	for i, comment := range []string{"fail The first", "fail The second", "pass"} {
		s.await(ada, s.handIn(ada, "01_a", fmt.Sprint(comment, strings.Repeat(" ", i))).ID)
	}
	last := s.handIn(mallory, "01_a", "fail "+hostile+strings.Repeat(" a_long_word_that_does_not_break", 3)+strings.Repeat("x", 300))
	s.await(mallory, last.ID)

	looks := map[string]look{
		"phone": {width: 360, height: 740}, "phone-dark": {width: 360, height: 740, dark: true},
		"desk": {width: 1280, height: 800}, "desk-dark": {width: 1280, height: 800, dark: true}, "paper": {width: 800, height: 1100, print: true},
	}
	see := func(name, path string) {
		t.Helper()
		for how, l := range looks {
			c.look(l)
			c.open(s.server.URL + path)
			c.shoot(name + "-" + how)
			require.LessOrEqual(t, c.eval(tooWide), float64(0), "%s on %s is wider than the window", path, how)
			require.NotEqual(t, true, c.eval("window.owned === true"), "%s ran what a student wrote", path)
		}
		require.Empty(t, c.said(), path)
	}
	c.look(looks["desk"])
	c.open(s.server.URL + "/login")
	c.shoot("login")
	c.login(s, mallory)
	require.Equal(t, "/mine", c.eval("location.pathname"))
	see("mallory", "/mine")
	see("verdict", fmt.Sprint("/submissions/", last.ID))
	c.login(s, ada)
	see("student", "/mine")
	require.Equal(t, "3 attempts, the last with 2 of 2 points", c.eval("document.querySelector('svg.spark').getAttribute('aria-label')"))
	require.Equal(t, "rgb(18, 18, 18)", func() any {
		c.look(looks["desk-dark"])
		c.open(s.server.URL + "/mine")
		return c.eval("getComputedStyle(document.body).backgroundColor")
	}())

	// What happens shows without the page being asked for again; what is open stays open.
	s.fake.Gate = make(chan struct{})
	c.look(looks["desk"])
	c.open(s.server.URL + "/mine")
	c.eval("document.querySelector('details').open = true; window.same = true")
	s.handIn(ada, "02_b", "pass")
	c.until("document.body.textContent.includes('being graded')")
	c.shoot("student-waits")
	close(s.fake.Gate)
	c.until("document.body.textContent.includes('2 of 2 exercises passed')")
	require.Equal(t, true, c.eval("window.same === true && document.querySelector('details').open"))

	c.login(s, teacher)
	require.Equal(t, "/class", c.eval("location.pathname"))
	see("class", "/class")
	see("class-student", "/class/students/1")
	c.look(looks["desk"])
	c.open(s.server.URL + "/class/report")
	c.shoot("report")
	require.Empty(t, c.said(), "the report's own style is let through")
	require.NotEqual(t, true, c.eval("window.owned === true"))
}
