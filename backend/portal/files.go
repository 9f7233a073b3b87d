package portal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// mostFiles is how many files one form takes.
const mostFiles = 5

// largestUpload is how many bytes a form with files may have.
const largestUpload = mostFiles*records.LargestFile + largestForm

// fileView is a file as the part "files" of the layout shows it.
type fileView struct {
	Href, Name, Size, Author string
	When                     moment
}

// fileNeeds is what looking at the files of a record needs.
var fileNeeds = map[records.Kind]access.Permission{
	records.KindTicket:  access.TicketView,
	records.KindProject: access.ProjectFiles,
	records.KindOrder:   access.OrderView,

	records.KindDocument: access.DocumentView,
}

// filesOf lists the files of a record that are fit for customers.
func (v *visit) filesOf(owner records.Key) (views []fileView, err error) {
	list, err := parts[*records.File](v, records.KindFile, "owner_id", owner.ID)
	for _, f := range list {
		if f.Owner == owner.Kind {
			views = append(views, v.fileView(f))
		}
	}
	return views, err
}

func (v *visit) fileView(f *records.File) fileView {
	return fileView{Href: v.base + "files/" + f.ID.String(), Name: f.Name, Size: sizeOf(f.Size),
		Author: f.Author, When: v.moment(f.Created)}
}

func sizeOf(bytes int64) string {
	switch {
	case bytes < 1000:
		return strconv.FormatInt(bytes, 10) + " B"
	case bytes < 1_000_000:
		return strconv.FormatInt((bytes+500)/1000, 10) + " kB"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// file hands out a file of a record that the viewer may see, to be saved and never to be shown in
// place. Any other is not found.
func (v *visit) file(arg string) error {
	id, err := records.ParseID[records.File](arg)
	if err != nil || id == 0 {
		return missing
	}
	list, err := parts[*records.File](v, records.KindFile, "id", int64(id))
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return missing
	}
	f := list[0]
	needs, known := fileNeeds[f.Owner]
	if !known {
		return missing
	}
	owner := records.Key{Kind: f.Owner, ID: f.OwnerID}
	if _, err := lookAt[records.Guarded](v, needs, owner); err != nil {
		return err
	}
	data, err := v.source.Content(v.r.Context(), f.Hash)
	if problem.Is(err, problem.Unavailable) {
		return v.noticeOf(http.StatusNotFound, "missing", v.words.say("files.missing"))
	}
	if err != nil {
		return err
	}
	v.handOut(f.Name, f.Media, data)
	return nil
}

// handOut answers with bytes to be saved under a name.
func (v *visit) handOut(name, media string, data []byte) {
	head := v.w.Header()
	head.Set("Content-Type", media)
	head.Set("Content-Disposition", mime.FormatMediaType("attachment",
		map[string]string{"filename": name}))
	head.Set("Content-Length", strconv.Itoa(len(data)))
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Cache-Control", "no-store")
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(data) // the customer is gone: there is nobody left to tell
	}
}

// upload is a file that a form brought.
type upload struct {
	name string
	data []byte
}

// uploads reads the files of a posted form; what is wrong with one stands beside the input.
func (v *visit) uploads(f *form, input string) (list []upload, err error) {
	if v.r.MultipartForm == nil {
		return nil, nil
	}
	heads := v.r.MultipartForm.File[input]
	if len(heads) > mostFiles {
		f.Errors[input] = v.words.say("files.too-many")
		return nil, nil
	}
	for _, h := range heads {
		name := nameOfFile(h.Filename)
		switch {
		case h.Size == 0 && name == "":
			continue // the input was left empty
		case h.Size == 0:
			f.Errors[input] = v.words.say("files.empty", "name", name)
			continue
		case h.Size > records.LargestFile:
			f.Errors[input] = v.words.say("files.large", "name", name)
			continue
		}
		from, err := h.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(io.LimitReader(from, records.LargestFile))
		if err := errors.Join(err, from.Close()); err != nil {
			return nil, err
		}
		list = append(list, upload{name, data})
	}
	return list, nil
}

// nameOfFile gives the last part of a name, without what no file is called.
func nameOfFile(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if name == "." || name == "/" {
		return ""
	}
	letters := []rune(name)
	return string(letters[max(0, len(letters)-60):])
}

// filesField is the input of a form that takes files.
func (v *visit) filesField() field {
	return field{Name: "files", Label: v.words.say("files.add"), Kind: "files",
		Hint: v.words.say("files.hint")}
}

// keep keeps the contents of uploads and gives the edits that attach them to a record.
func (v *visit) keep(owner records.Key, list []upload) (edits []edit.Edit, err error) {
	files, err := v.keepAll(owner, list)
	for _, f := range files {
		edits = append(edits, &edit.AttachFile{File: f})
	}
	return edits, err
}

// keepAll keeps the contents of uploads and gives the files that they make.
func (v *visit) keepAll(owner records.Key, list []upload) (files []records.File, err error) {
	for i, u := range list {
		sum := sha256.Sum256(u.data)
		hash := hex.EncodeToString(sum[:])
		if err := v.env.Deeds.Keep(v.r.Context(), hash, u.data); err != nil {
			return nil, err
		}
		files = append(files, records.File{ID: records.FileID(v.newID("file", strconv.Itoa(i))),
			Owner: owner.Kind, OwnerID: owner.ID, Name: u.name,
			Media: mimetype.Detect(u.data).String(), Size: int64(len(u.data)), Hash: hash})
	}
	return files, nil
}

// newID makes an id for what a posted form makes: the same one when the form is sent twice.
func (v *visit) newID(parts ...string) int64 {
	if v.Key == "" || v.Once == "" {
		return v.env.NewID()
	}
	all := append([]string{v.Key, v.Once}, parts...)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return int64(binary.BigEndian.Uint64(sum[:])>>1) | 1
}
