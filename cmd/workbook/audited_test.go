package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/verify"
)

func TestAudited(t *testing.T) {
	for want, c := range map[string]verify.Contract{
		"31 sentences of the contract, each broken by somebody":                                                               {Sentences: 31, Broken: 31},
		"31 sentences of the contract, of which 2 demand nothing that a test can tell; each of the others broken by somebody": {Sentences: 31, Broken: 29, Untested: 2},
		"31 sentences of the contract, of which 2 demand nothing that a test can tell; 28 of 29 broken by somebody":           {Sentences: 31, Broken: 28, Untested: 2},
		"2 sentences of the contract, of which 2 demand nothing that a test can tell":                                         {Sentences: 2, Untested: 2},
		"3 sentences of the contract; 0 of 3 broken by somebody":                                                              {Sentences: 3},
		"1 sentence of the contract, each broken by somebody":                                                                 {Sentences: 1, Broken: 1},
	} {
		require.Equal(t, want, audited(c))
	}
}
