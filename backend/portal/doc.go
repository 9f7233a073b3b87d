// Package portal is the customer's portal: one http.Handler that renders every page with
// html/template over a small Source, and works without script. Pages ask access for their rows
// (Filter) and for each tile and button (Check); no template compares roles.
//
// It is mounted twice and does not know where: by the hosted server, wrapped in Hosted, for real
// customers, and by the desk, wrapped in Preview, to show what somebody would see. The bodies are
// equal byte for byte but for what stands between the host marks (session key, sign-out). It
// keeps no session, does no SQL and reads no clock. Links are relative, and no path ends in "/".
//
//	h := portal.Hosted(portal.New(source, viewerOf, portal.Env{Now: time.Now, Deeds: deeds}))
package portal
