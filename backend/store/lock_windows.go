package store

import (
	"os"

	"golang.org/x/sys/windows"

	"gatehouse/backend/problem"
)

// lockFile takes the lock beside a database, which the system releases when the program ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, problem.Newf(problem.Unavailable,
			"The data folder cannot be written (%s). Check its permissions.", path).By(err)
	}
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0,
		new(windows.Overlapped)); err != nil {
		f.Close()
		return nil, ErrLocked
	}
	return f, nil
}
