package lang_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
)

func tags(names ...string) []language.Tag {
	var list []language.Tag
	for _, name := range names {
		list = append(list, language.MustParse(name))
	}
	return list
}

func TestFromEnvironment(t *testing.T) {
	for _, tc := range []struct {
		name string
		env  string // NAME=VALUE, separated by spaces
		want []language.Tag
	}{
		{"nothing is said", "", nil},
		{"LANG", "LANG=de_DE.UTF-8", tags("de-DE")},
		{"LC_MESSAGES goes before LANG", "LC_MESSAGES=pt_BR LANG=de_DE.UTF-8", tags("pt-BR")},
		{"LC_ALL goes before both", "LC_ALL=fr LC_MESSAGES=pt_BR LANG=de_DE.UTF-8", tags("fr")},
		{"an empty one says nothing", "LC_ALL= LANG=de", tags("de")},
		{"C has no language", "LC_ALL=C LANG=de_DE.UTF-8", nil},
		{"nor has C.UTF-8", "LANG=C.UTF-8", nil},
		{"nor POSIX", "LANG=POSIX", nil},
		{"LANGUAGE is a list", "LANGUAGE=pt_BR:pt:de LANG=en_US.UTF-8", tags("pt-BR", "pt", "de", "en-US")},
		{"which C takes no notice of", "LANGUAGE=de LC_ALL=C", nil},
		{"and without a locale there is C", "LANGUAGE=de", nil},
		{"a modifier is left out", "LANG=de_AT.UTF-8@euro", tags("de-AT")},
		{"unless it is a script", "LANG=sr_RS@latin", tags("sr-Latn-RS")},
		{"what is no language is left out", "LANGUAGE=german_dialect!:de LANG=xx_YY_ZZ!!", tags("de")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			env := map[string]string{}
			for _, pair := range strings.Fields(tc.env) {
				name, value, _ := strings.Cut(pair, "=")
				env[name] = value
			}
			got := lang.FromEnvironment(func(name string) string { return env[name] })
			require.Equal(t, lang.Wanted(tc.want), got)
		})
	}
}

func TestParse(t *testing.T) {
	for list, want := range map[string][]language.Tag{
		"de":          tags("de"),
		"pt-BR,pt":    tags("pt-BR", "pt"),
		"pt_BR:pt":    tags("pt-BR", "pt"),
		"de_DE.UTF-8": tags("de-DE"),
		"C":           nil,
		"":            nil,
	} {
		got, err := lang.Parse(list)
		require.NoError(t, err, list)
		require.Equal(t, lang.Wanted(want), got, list)
	}
	_, err := lang.Parse("de,Deutsch!")
	require.ErrorContains(t, err, `"Deutsch!" is not the name of a language`)
}

func TestChoose(t *testing.T) {
	for _, tc := range []struct {
		name         string
		wanted, have []language.Tag
		want         string
	}{
		{"nothing is wanted", nil, tags("en", "de"), "en"},
		{"nothing else is there", tags("de"), tags("en"), "en"},
		{"the very one", tags("pt-BR"), tags("en", "pt", "pt-BR"), "pt-BR"},
		{"the language without the country", tags("pt-BR"), tags("en", "de", "pt"), "pt"},
		{"another country's", tags("de-AT"), tags("en", "de-DE"), "de-DE"},
		{"the second wish", tags("fr", "de"), tags("en", "pt", "de"), "de"},
		{"none of the wishes", tags("fr", "ja"), tags("en", "pt", "de"), "en"},
		{"the one that it was written in", tags("en-GB", "de"), tags("en", "de"), "en"},
		{"another script is another text", tags("zh-TW"), tags("en", "zh-Hans", "zh-Hant"), "zh-Hant"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.have[lang.Wanted(tc.wanted).Choose(tc.have)].String())
		})
	}
}
