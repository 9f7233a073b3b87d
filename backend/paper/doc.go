// Package paper makes PDF files: of an invoice, a quotation, a sales order, a receipt, a report. It
// reads nothing and decides nothing: records and words go in, bytes come out, and the same ones
// always give the same bytes, so that a preview hands out what the portal does.
//
//	data, err := paper.Sheet{Office: "Harbour & Lane", ...}.Invoice(invoice)
package paper
