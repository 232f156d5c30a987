package live

import (
	"fmt"
	"strings"

	"workbook/grader/report"
)

// A Translation is what a demo says in another language.
type Translation struct {
	Language string            // as a lesson's file has it: "de" of lesson.de.md, "pt-BR"
	Texts    map[string]string // from the English to the language
}

// choose are the words of the translation that is wanted most. English is what a demo is
// written in, so nothing is looked for behind it.
func choose(all []Translation, wanted []string) report.Words {
	for _, tag := range wanted {
		for tag != "" {
			if tag == "en" {
				return report.English
			}
			for _, t := range all {
				if strings.EqualFold(t.Language, tag) {
					return translated(t.Texts)
				}
			}
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)] // of "de-AT", "de"
		}
	}
	return report.English
}

// translated are texts by what they are in English.
type translated map[string]string

func (t translated) T(message string, args ...any) string {
	return fmt.Sprintf(t.Text(message), args...)
}

func (t translated) Text(word string) string {
	if text, ok := t[word]; ok && text != "" {
		return text
	}
	return word
}

func (t translated) N(n int, one, many string, args ...any) string {
	if n == 1 {
		return t.T(one, args...)
	}
	return t.T(many, args...)
}
