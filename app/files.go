package app

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os"

	"github.com/gabriel-vasile/mimetype"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// NewFile is a file that staff attach to a record. The window reads it; no path is given.
type NewFile struct {
	Kind     string `json:"kind"`   // of the record, such as "project"
	Record   string `json:"record"` // its id
	Type     string `json:"type"`   // id of the file type, for orders (N7)
	Name     string `json:"name"`
	Content  string `json:"content"` // base64
	Internal bool   `json:"internal"`
}

// AttachFile keeps a file's content on this computer and attaches it. The next exchange brings the
// content to the server, ahead of the edit.
func (d *Desk) AttachFile(f NewFile) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	owner, err := records.ParseID[records.File](f.Record)
	if err != nil {
		return v, err
	}
	sort, err := records.ParseID[records.FileType](f.Type)
	if err != nil {
		return v, err
	}
	if base64.StdEncoding.DecodedLen(len(f.Content)) > records.LargestFile+2 {
		return v, problem.New(problem.Invalid, "This file is too large. Files may have 25 MB.").
			On("file")
	}
	data, err := base64.StdEncoding.DecodeString(f.Content)
	if err != nil {
		return v, problem.New(problem.Invalid, "This file could not be read. Try again.").By(err)
	}
	sum := sha256.Sum256(data)
	file := records.File{ID: records.FileID(d.env.NewID()), Owner: records.Kind(f.Kind),
		OwnerID: int64(owner), Type: sort, Name: f.Name, Media: mimetype.Detect(data).String(),
		Size: int64(len(data)), Hash: hex.EncodeToString(sum[:]), Internal: f.Internal}
	if err := file.Check(); err != nil {
		return v, err
	}
	if err := d.store.KeepContent(d.ctx, file.Hash, data); err != nil {
		return v, err
	}
	return d.save(&edit.AttachFile{File: file}, "", "File attached.")
}

// SaveFile saves a file where the user says, and gives the path; empty when nothing was saved. A
// content that this computer does not have yet is fetched from the server.
func (d *Desk) SaveFile(id string) (path string, err error) {
	defer d.answer(&err, &path)
	d.mustBeReady()
	file, err := records.ParseID[records.File](id)
	if err != nil {
		return "", err
	}
	f, err := d.store.File(d.ctx, file)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	client := d.sync
	d.mu.Unlock()
	content := d.store.Content
	if client != nil {
		content = client.Content
	}
	data, err := content(d.ctx, f.Hash)
	if err != nil {
		return "", err
	}
	if path, err = d.window.SaveAs(f.Name); err != nil || path == "" {
		return "", err
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", problem.Newf(problem.Unavailable, "The file could not be saved as %s. Choose "+
			"another place.", path).By(err)
	}
	return path, nil
}
