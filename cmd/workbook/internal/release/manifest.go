package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

const manifestFile = course.ReleaseFile

const manifestFormat = 1

// A manifest is what a release remembers of itself and of those before it. It lies among
// the files, because commits do not last: repositories are made from templates, or their
// commits are squashed. A student who edits it harms nobody else.
type manifest struct {
	Format    int      `json:"format"`
	Course    string   `json:"course,omitempty"` // the commit that it was made from
	All       bool     `json:"all"`              // exercises that the course gets later are released, too
	Exercises []string `json:"exercises"`

	// Files has the hashes of every version that was handed out, the newest last. A
	// file that has none of them is a student's.
	Files map[string][]string `json:"files"`
	// Gone are those that were handed out and are in the newest release no more.
	Gone []string `json:"gone,omitempty"`
}

// readManifest returns nil without an error when there is no release.
func readManifest(root *os.Root) (*manifest, error) {
	data, err := root.ReadFile(manifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, tr.Errorf("reading what was released before: %w", err)
	}
	m := new(manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, tr.Errorf("%s in %s is no list of what was released; bring it back with `git checkout`: %w", manifestFile, root.Name(), err)
	}
	if m.Format != manifestFormat {
		return nil, tr.Errorf("%s in %s is of format %d, and this workbook knows format %d; use a newer one", manifestFile, root.Name(), m.Format, manifestFormat)
	}
	return m, nil
}

func (m *manifest) has(id string) bool { return m != nil && slices.Contains(m.Exercises, id) }

// known are the hashes of the released versions of a file.
func (m *manifest) known(name string) []string {
	if m == nil {
		return nil
	}
	return m.Files[name]
}

// next is the manifest of the release that follows m, which may be nil.
func (m *manifest) next(commit string, all bool, exercises []string, t tree) *manifest {
	n := &manifest{Format: manifestFormat, Course: commit, All: all, Exercises: exercises, Files: map[string][]string{}}
	if m != nil {
		for name, hashes := range m.Files {
			n.Files[name] = slices.Clone(hashes)
			if _, ok := t[name]; !ok {
				n.Gone = append(n.Gone, name)
			}
		}
	}
	for name, f := range t {
		h := hash(f.data)
		// Last, also when an old version has come back.
		n.Files[name] = append(slices.DeleteFunc(n.Files[name], func(old string) bool { return old == h }), h)
	}
	slices.Sort(n.Gone)
	return n
}

func (m *manifest) encode() []byte {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic(err) // strings and lists of them
	}
	return append(data, '\n')
}

// hash is of a text, whichever way its lines end: git may have changed that.
func hash(data []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:])
}
