// The subject program of the outside checks: it lets Map call functions that call
// back to the referee.
package main

import (
	"strconv"

	blocks "workbook/solutions/04_blocks"

	"workbook/solutions/internal/calltest/callback"
)

func main() {
	callback.Serve(map[string]callback.Command{
		"map":   mapNames,
		"sizes": mapSizes,
	})
}

// mapNames calls Map with the names of calls.
func mapNames(p *callback.Program, names []string) []string {
	return blocks.Map(names, func(name string) string { return p.Begin(name).Value() })
}

// mapSizes is mapNames with another R: it answers with the lengths of the results.
func mapSizes(p *callback.Program, names []string) []string {
	var out []string
	for _, n := range blocks.Map(names, func(name string) int { return len(p.Begin(name).Value()) }) {
		out = append(out, strconv.Itoa(n))
	}
	return out
}
