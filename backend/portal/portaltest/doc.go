// Package portaltest looks at the portal as a given person, the way a browser does: it opens
// pages, follows links, fills forms and reads tiles, rows and texts. Its World is a real
// store with a small cast, whose deeds are carried out as the server does. It is for tests only.
//
//	w := portaltest.Sample(t)
//	page := portaltest.NewBrowser(w.Hosted("ada"), "/").Open(t, "tickets")
//	page.Rows() // the subjects that Ada sees
package portaltest
