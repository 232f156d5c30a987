package main

import (
	"context"
	"errors"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/release"
	"workbook/cmd/workbook/internal/sealed"
	"workbook/grader/atomicfile"
	"workbook/grader/course"
)

// seal writes the course's sealed file, where one is asked for.
func (s *session) seal(ctx context.Context, c *course.Course, flags releaseFlags) error {
	if flags.seal == "" || flags.dryRun {
		return nil
	}
	to, err := sealed.Recipients(flags.recipients)
	if err != nil {
		return errorWithHint(err, tr.T("age-keygen makes a key: give its public half to --recipient, and keep the other for the machine that grades"))
	}
	content, err := release.Sealable(ctx, c)
	if err != nil {
		return notReleased(err)
	}
	f, err := atomicfile.Create(flags.seal)
	if err != nil {
		return errorWithHint(tr.Errorf("the sealed course cannot be written: %w", err), tr.T("choose another --seal"))
	}
	defer f.Discard()
	if err := sealed.Write(f, content, to); err != nil {
		return failed(err)
	}
	if err := f.Commit(); err != nil {
		return failed(tr.Errorf("the sealed course cannot be written: %w", err))
	}
	s.out.printf("%s\n", tr.T("Sealed %s into %s; commit it where the workflow looks for it, as course.age in the students' repository.", files(len(content)), flags.seal))
	return nil
}

// notReleased says what to do about a release that cannot be.
func notReleased(err error) error {
	if refused := (*release.RefusedError)(nil); errors.As(err, &refused) {
		return errorWithHint(err, refused.Next)
	}
	if errors.Is(err, release.ErrNoGit) {
		return errorWithHint(tr.Errorf("a release is a git repository: %w", err), tr.T("install git (https://git-scm.com) and try again"))
	}
	return errorWithHint(err)
}

func files(n int) string { return tr.N(n, "%d file", "%d files", n) }
