package app

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/sentence"
)

// UseLanguage says in which language the window speaks: en, de or es. From then on the desk speaks
// it too, and the window asks for everything anew.
func (d *Desk) UseLanguage(lang string) (err error) {
	defer d.answer(&err)
	d.mu.Lock()
	same := d.lang == lang
	d.lang = lang
	d.mu.Unlock()
	if !same {
		d.emit(eventChanged, ChangedEvent{Kinds: []string{"language"}})
		d.tell()
	}
	return nil
}

// answer ends every bound method. A panic becomes a problem, without which the window would wait
// for ever; and what is said to people is said in the window's language.
func (d *Desk) answer(err *error, out ...any) {
	r := recover()
	if refusal, ok := r.(*problem.Problem); ok { // of mustBeReady
		*err = refusal
	} else if r != nil {
		slog.Error("desk", "panic", r)
		*err = problem.New(problem.Internal, "Something went wrong inside Gatehouse. Nothing was "+
			"changed.").By(fmt.Errorf("%v", r))
	} else if *err != nil && problem.Is(*err, problem.Internal) {
		slog.Error("desk", "err", *err)
	}
	if *err != nil {
		p := problem.Of(*err)
		if said := d.say(p.Text); said != p.Text {
			*err = problem.New(p.Kind, said).On(p.Field).By(*err)
		}
	}
	for _, v := range out {
		translate(reflect.ValueOf(v).Elem(), d.language())
	}
}

// emit sends an event to the window, in its language.
func (d *Desk) emit(event string, data any) {
	v := reflect.New(reflect.TypeOf(data)).Elem()
	v.Set(reflect.ValueOf(data))
	translate(v, d.language())
	d.window.Emit(event, v.Interface())
}

// say says a sentence of this program in the window's language.
func (d *Desk) say(text string) string { return sentence.In(d.language(), text) }

func (d *Desk) language() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lang
}

// translate says what the tags of a view call sentences: `say:"yes"` always, `say:"Field"` where
// that field is true and `say:"!Field"` where it is not; of `say:"name"` only what the program
// calls somebody who has no name, and of `say:"profile"` the names of its own profiles. All other
// text is somebody's own.
func translate(v reflect.Value, lang string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			translate(v.Elem(), lang)
		}
	case reflect.Slice:
		if holdsText(v.Type().Elem()) {
			for i := range v.Len() {
				translate(v.Index(i), lang)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if tag := f.Tag.Get("say"); tag != "" {
				sayAll(v.Field(i), saying(v, tag, lang))
			} else if f.IsExported() && holdsText(f.Type) {
				translate(v.Field(i), lang)
			}
		}
	}
}

// holdsText reports whether there may be sentences in values of a type.
func holdsText(t reflect.Type) bool {
	k := t.Kind()
	return k == reflect.Struct || k == reflect.Pointer || k == reflect.Slice
}

// saying gives what a tag of a view does to a text.
func saying(view reflect.Value, tag, lang string) func(string) string {
	field, not := strings.CutPrefix(tag, "!")
	switch {
	case tag == "name":
		return func(text string) string { return sentence.Name(lang, text) }
	case tag == "profile":
		return func(text string) string { return sentence.Profile(lang, text) }
	case tag == "yes" || view.FieldByName(field).Bool() != not:
		return func(text string) string { return sentence.In(lang, text) }
	}
	return func(text string) string { return text }
}

// sayAll says a text, or each of a list.
func sayAll(v reflect.Value, say func(string) string) {
	if v.Kind() == reflect.String {
		v.SetString(say(v.String()))
		return
	}
	for i := range v.Len() {
		v.Index(i).SetString(say(v.Index(i).String()))
	}
}
