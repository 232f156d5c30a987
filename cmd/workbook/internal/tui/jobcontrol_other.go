//go:build !unix

package tui

import tea "charm.land/bubbletea/v2"

const (
	wholeGroup, onlyMe = 0, 1
	canStop            = false
)

// watch does nothing: no shell stops programs here.
func (c *jobControl) watch(func(tea.Msg)) (stop func()) { return func() {} }

func (c *jobControl) pause(int) { c.leave() }
