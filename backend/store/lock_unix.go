//go:build unix

package store

import (
	"os"
	"syscall"

	"gatehouse/backend/problem"
)

// lockFile takes the lock beside a database, which the system releases when the program ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, problem.Newf(problem.Unavailable,
			"The data folder cannot be written (%s). Check its permissions.", path).By(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, ErrLocked
	}
	return f, nil
}
