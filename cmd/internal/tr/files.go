package tr

import (
	"embed"
	"fmt"

	"golang.org/x/text/language"
)

// files are the languages, and what there is to translate.
//
//go:embed *.po messages.pot
var files embed.FS

// template is the file with every message.
const template = "messages.pot"

// translated are the languages that there are, beside the English of the source.
var translated = []language.Tag{language.German}

// Languages are those that workbook speaks; the first is the one that it was written in.
func Languages() []language.Tag { return append([]language.Tag{language.English}, translated...) }

// Known reports whether there is a file for a language.
func Known(tag language.Tag) bool {
	for _, have := range translated {
		if have == tag {
			return true
		}
	}
	return false
}

// load reads a language.
func load(tag language.Tag) (*catalog, error) {
	entries, err := read(tag.String() + ".po")
	if err != nil {
		return nil, err
	}
	c := &catalog{tag: tag, texts: make(map[string][]string, len(entries)), forms: formsOf(tag)}
	for _, e := range entries {
		c.texts[e.Message] = e.Texts
	}
	return c, nil
}

func read(name string) ([]entry, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading what is translated: %w", err)
	}
	return parsePO(name, string(data))
}

// Missing are the messages that a language lacks, and how many there are in all.
func Missing(tag language.Tag) (missing []string, all int, err error) {
	want, err := read(template)
	if err != nil {
		return nil, 0, err
	}
	have := &catalog{texts: map[string][]string{}}
	if Known(tag) {
		if have, err = load(tag); err != nil {
			return nil, 0, err
		}
	}
	for _, e := range want {
		if !have.whole(e) {
			missing = append(missing, e.Message)
		}
	}
	return missing, len(want), nil
}
