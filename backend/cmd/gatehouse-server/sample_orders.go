package main

import (
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// sampleOrders are orders in every state, with a deadline of every kind.
func sampleOrders(now time.Time) (list []edit.Edit) {
	in := func(hours int) int64 { return now.Add(time.Duration(hours) * time.Hour).Unix() }
	list = []edit.Edit{
		&edit.SaveFileType{Save: made(records.FileType{ID: 8101, Name: "Delivery note",
			Customer: true})},
		&edit.SaveFileType{Save: made(records.FileType{ID: 8102, Name: "Supplier's offer"})},
		&edit.SaveFlag{Save: made(records.Flag{ID: 8201, Name: "Express", Look: "warn",
			Customer: true})},
		&edit.SaveFlag{Save: made(records.Flag{ID: 8202, Name: "Partial delivery", Look: "info",
			Customer: true})},
		&edit.SaveFlag{Save: made(records.Flag{ID: 8203, Name: "Check the margin", Look: "bad"})},
		&edit.SaveOrderType{Save: made(records.OrderType{ID: 8301, Name: "Hardware",
			Fields: []records.OrderField{{Key: "serial", Label: "Serial numbers", Shown: true},
				{Key: "tracking", Label: "Parcel number", Shown: true},
				{Key: "supplier", Label: "Supplier"}}})},
	}
	express, partial, margin := records.FlagID(8201), records.FlagID(8202), records.FlagID(8203)
	for _, o := range []records.Order{
		{ID: 8001, Number: "O-0101", Name: "Three hand scanners", Account: 1001, Contact: 2002,
			Status: records.OrderWorking, Deadline: in(-5), Type: 8301,
			Flags: []records.FlagID{express, margin}, Info: map[string]string{
				"serial":   "HS-20931\nHS-20932\nHS-20933",
				"tracking": "JJD0099 4711 0815", "supplier": "Scanmart, offer 88-2"}},
		{ID: 8002, Number: "O-0102", Name: "Label printer for gate 4", Account: 1001, Contact: 2001,
			Status: records.OrderNew, Deadline: in(20), Type: 8301, Flags: []records.FlagID{partial}},
		{ID: 8003, Number: "O-0103", Name: "Temperature sensors", Account: 1002, Contact: 2003,
			Creator: 2001, Status: records.OrderWorking, Deadline: in(44)},
		{ID: 8004, Number: "O-0104", Name: "Chairs for the dispatch office", Account: 1001,
			Creator: 2001, Status: records.OrderReady, Deadline: in(200)},
		{ID: 8005, Number: "O-0088", Name: "Paper and ribbons", Account: 1001, Contact: 2002,
			Status: records.OrderDone, Deadline: in(-700)},
		{ID: 8006, Number: "O-0090", Name: "A second rack", Account: 1001, Contact: 2001,
			Status: records.OrderCancelled},
		{ID: 8007, Number: "O-0105", Name: "Freezer thermometers", Account: 1003, Contact: 2004,
			Status: records.OrderNew, Deadline: in(90)},
	} {
		list = append(list, &edit.SaveOrder{Save: made(o)})
	}
	note := sampleFile(8401, records.KindOrder, 8001, "Delivery note 4711.txt")
	note.File.Type = 8101
	packing := sampleFile(8402, records.KindOrder, 8001, "Packing list.txt")
	packing.File.Type = 8101
	offer := sampleFile(8403, records.KindOrder, 8001, "Supplier's offer.txt")
	offer.File.Type = 8102
	return append(list, note, packing, offer,
		&edit.SaveOrderTask{Save: made(records.OrderTask{ID: 8501, Order: 8001,
			Name: "Ask the supplier for a better price"})})
}
