// Package app is what staff can do at the desk: one use-case file per noun, bound to the window. It
// owns the shapes that the window sees and no rules: access decides, edit changes, portal renders,
// the store keeps.
//
// Every bound method recovers from a panic and gives a problem with a sentence for the user.
//
//	desk := app.New(ctx, db, app.Env{...})
//	err := app.Start(desk, window)
package app
