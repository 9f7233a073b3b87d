package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// LargestFile is how many bytes a file may have.
const LargestFile = 25 << 20

// File is what somebody attached to a record. Its content is kept beside, under its hash.
type File struct {
	ID       FileID
	Owner    Kind  // what it is attached to:
	OwnerID  int64 // the id of a record of that kind
	Type     FileTypeID
	Name     string // as people see it, without a path
	Media    string // what its content is, such as "application/pdf"
	Size     int64  // bytes
	Hash     string // SHA-256 of the content, hexadecimal
	Internal bool   // A42: staff only
	Person   PersonID
	Author   string // the name at the time
	Created  int64
}

// Key names the file.
func (f *File) Key() Key { return Key{KindFile, int64(f.ID)} }

// Index gives what it is attached to.
func (f *File) Index(column string) any {
	if column == "owner_id" {
		return f.OwnerID
	}
	return nil
}

// Check refuses a file without a name or content, or with a path in its name.
func (f *File) Check() error {
	switch {
	case f.ID <= 0 || f.Owner == "" || f.OwnerID <= 0:
		return problem.New(problem.Invalid, "A file is attached to something.")
	case f.Size <= 0:
		return problem.New(problem.Invalid, "This file is empty. Choose another one.").On("file")
	case f.Size > LargestFile:
		return problem.New(problem.Invalid, "This file is too large. Files may have 25 MB.").
			On("file")
	case f.Name == "" || len(f.Name) > 255 || strings.ContainsAny(f.Name, "/\\\x00\r\n"):
		return problem.New(problem.Invalid, "This file's name has a sign that it cannot have.").
			On("file")
	case len(f.Hash) != 64:
		return problem.New(problem.Invalid, "The content of this file is missing.").On("file")
	}
	return nil
}

// Hidden says why customers who see the record that a file is attached to do not see the file, 0
// where they do (A42, N7). The type is the file's, nil where it has none. The store's condition on
// files says the same to SQL.
func (f *File) Hidden(t *FileType) (why access.Fault) {
	if f.Internal {
		why |= access.Internal
	}
	if f.Owner == KindOrder && (t == nil || !t.Customer) {
		why |= access.NotCustomerFile
	}
	return why
}

// FileType is a sort of file, such as "delivery note". Of orders, customers see files of the types
// whose Customer is set only (N7).
type FileType struct {
	ID       FileTypeID
	Name     string
	Customer bool // "Customer file"
}

// Key names the file type.
func (f *FileType) Key() Key { return Key{KindFileType, int64(f.ID)} }

// Index gives nothing: file types are found by their id.
func (f *FileType) Index(string) any { return nil }

// Title is the name.
func (f *FileType) Title() string { return f.Name }

// Check refuses a file type without a name.
func (f *FileType) Check() error {
	if f.ID <= 0 || strings.TrimSpace(f.Name) == "" || len(f.Name) > 200 {
		return problem.New(problem.Invalid, "A file type needs a name.").On("name")
	}
	return nil
}
