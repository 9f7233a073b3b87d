package scenarios

import (
	"regexp"
	"strings"
)

// phrase is something that a line may say.
type phrase struct {
	pattern *regexp.Regexp
	do      func(*stage, []string) (Side, error)
	desk    bool // it happens at the desk, which not every decider has
}

// say makes a phrase. In its words, {name} is one word or a text in quotes, {text} a text in
// quotes, {paper} a kind of paper, {part} one of the parts of an order, {day} and {clock} are
// written 2026-03-29 and 23:59, {who} is anybody who can look (see look), {rest} is everything to
// the end, {a|b} one of the two, and [...] may be left out.
func say(words string, do func(*stage, []string) (Side, error)) phrase {
	words = strings.NewReplacer("{paper}", "{"+paperKinds+"}", "{part}", "{"+partKinds+"}",
		"{paper or part}", "{"+paperKinds+"|"+partKinds+"}").Replace(words)
	text := strings.NewReplacer("{name}", `("[^"]*"|[A-Za-z][\w-]*)`, "{text}", `("[^"]*")`,
		"{day}", `(\d{4}-\d\d-\d\d)`, "{clock}", `(\d\d:\d\d)`, "{who}", `(.+?)`,
		"{rest}", `(.+)`, "[", "(?:", "]", ")?", "{", "(", "}", ")").Replace(words)
	return phrase{pattern: regexp.MustCompile("^" + text + "$"), do: do}
}

// fact makes a phrase that sets the scene.
func fact(words string, do func(*stage, []string) error) phrase {
	return say(words, func(s *stage, w []string) (Side, error) { return Neither, do(s, w) })
}

// desk makes a phrase about what staff do or read at the desk.
func desk(words string, do func(*stage, []string) (Side, error)) phrase {
	p := say(words, do)
	p.desk = true
	return p
}

// phrases is the whole language. Its first part sets the scene; the second is what staff and
// customers do; the third asks.
var phrases = []phrase{
	fact("the office is in {rest}", officeIn),
	fact("it is {day}[ {clock}]{ UTC|}", itIs),
	fact("the portal is {for registered customers only|open to all}", portalFor),
	fact("the portal shows {everyone the tickets of their account|each their own reach}",
		accountTickets),
	fact("the portal shows tickets created on or after {day}", cutOff),
	fact("the portal {closes|opens} {rest}", portalCloses),

	fact("account {name}[ under {name}]", account),
	fact("account {name} is {not active|active}", accountActive),
	fact("the portal of {name} is {on|off}", accountPortal),
	fact("account {name} {closes|opens} {rest}", accountCloses),
	fact("account {name} {shows everyone its tickets|shows each their own reach|follows the portal}",
		accountRequests),
	fact("consolidated account {name}", consolidated),
	desk("{Anna|Ben|Rita} {lets|cannot let} {name} stand for {name}", standFor),
	desk("{Anna|Ben|Rita} ends that {name} stands for {name}", standAlone),
	desk("{Anna|Ben|Rita} {moves|cannot move} {name} under {name}", moveAccount),

	fact("person {name} at {name}[ with {name}]", person),
	fact("{name} is the {primary|billing} contact of {name}", contactOf),
	fact("{name} has {no|an} e-mail address", email),
	fact("{name} is {deactivated|active|locked out|not locked out}", standing),
	fact("{name} is {a|no} portal user", portalUser),
	fact("{name} {may|may not} sign", maySign),
	fact("{name} is {in|outside} the role group", roleGroup),
	fact("{name} has {an initial password|chosen a password}", password),
	fact("{name}'s {support|access} runs[ from {day}][ to {day}]", period),
	fact("{name} {is ticked|is not ticked} for {name}", ticked),
	fact("{name} {sees all tickets|sees their own reach|follows the account}", setApart),
	fact("profile {name} is {name} with {text}[: {rest}]", profile),
	fact("profile {name} is {assignable|not assignable} by customers", assignable),
	fact("the base of profile {name} is gone", baseGone),
	fact("the Add Request widget is {on|off}", widgetIs),
	fact("the Submit a Request tab is {on|off}", tabIs),
	fact("the portal asks to sign in {before submitting|only to track}", signInToSubmit),
	fact("Managers raise others {themselves|on request}", managersRaise),

	fact("ticket {text} of {name}[ by {name}][ on {day}[ {clock}]]", ticket),
	fact("ticket {text} is {internal|closed|open}", ticketIs),
	fact("ticket {text} {is about|is assigned to|waits for} {name}", ticketPart),
	fact("ticket {text} has priority {name}", ticketPriority),
	fact("ticket {text} has the {note|internal note} {text}", note),
	fact("article {text} in the {help guide|blog|knowledgebase}[ for {name}]", article),
	fact("article {text} is {not published|published}", published),

	fact("{paper} {text} of {name}[ by {name}]", aPaper),
	fact("{part} {text} of order {text}", paperPart),
	fact("{file|flag} {text} is {for customers|not for customers}", partIs),
	fact("{quotation|sales order} {text} is {open|not open} for signing", agreementIs),
	fact("invoice {text} is paid", invoiceIs),
	fact("project {text} has {name} on the team", projectTeam),
	fact("document {text} is {public|shown|not shown}", documentIs),
	fact("document {text} belongs to project {text}", documentOf),
	fact("{name} has a PIN", hasPIN),

	desk("{Anna|Ben|Rita} {gives|cannot give} {name} {name}", give),
	desk("{Anna|Ben|Rita} {changes|cannot change} {name} to {name}", change),
	desk("{Anna|Ben|Rita} {takes|cannot take} {name}'s access away", take),
	desk("{Anna|Ben|Rita} {clears|ticks} Portal User of {name}", tickPortalUser),
	desk("{Anna|Ben|Rita} sets {name}'s support[ from {day}][ to {day}]", setSupport),
	desk("{Anna|Ben|Rita} {names|cannot name} {name}'s login {text}", rename),
	desk("{Anna|Ben|Rita} {copies|cannot copy} profile {name} as {name}", copyProfile),
	desk("{Anna|Ben|Rita} {deletes|cannot delete} profile {name}", deleteProfile),
	desk("{Anna|Ben|Rita} {sets|cannot set} {text} of profile {name} to {rest}", setPermission),
	desk("{Anna|Ben|Rita} {sets|cannot set} {text} of {name} to {rest}", setOverride),
	desk("{Anna|Ben|Rita} gives {name} {name} at {name}", giveAt),
	say("customer {name} {gives|cannot give} {name} {name}[ until {day}]", delegate),
	say("customer {name} {changes|cannot change} {name} to {name}", delegateChange),
	say("customer {name} {takes|cannot take} {name}'s access away", delegateTake),
	say("customer {name} {makes|cannot make} a login for {name} at {name}", delegateLogin),
	say("{name} {asks|cannot ask} that {name} be raised", askRaise),
	say("{name} {asks|cannot ask} for access", askAccess),
	fact("{Anna|Ben|Rita} goes offline", goOffline),
	desk("{Anna|Ben|Rita}, offline, gives {name} {name}", giveOffline),
	desk("{Anna|Ben|Rita}, offline, changes {name} from {name} to {name}", changeOffline),
	desk("{Anna|Ben|Rita}, offline, takes {name}'s access away", takeOffline),
	fact("{Anna|Ben|Rita} comes online", comeOnline),
	desk("{Anna|Ben|Rita} {is|is not} told about {name}", told),
	say("{name} {signs|cannot sign} {quotation|sales order} {text} {with|without} the PIN", signs),
	say("{name} {opens|cannot open} ticket {text}[ with priority {name}]", openTicket),
	say("{name} {answers|cannot answer} ticket {text} with {text}", answer),
	say("{name} {changes|cannot change} the phone number of {name}", changePhone),

	say("{who} {may|may not} sign in[ because {rest}]", maySignIn),
	say("{who} {has|has not} {text}[: {rest}][ because {rest}]", hasPermission),
	say("{who} {is|is not} offered the {widget|tab}", offered),
	say("{who} {may|may not} submit a request", maySubmit),
	say("{who} {may|may not} read the {help guide|blog|knowledgebase}[ because {rest}]", mayUse),
	say("{who} {may|may not} use the {.+?}[ because {rest}]", mayUse),
	say("{who} {may|may not} read article {text}[ because {rest}]", mayRead),
	say("{who} {may|may not} {see|answer|see the priority of} ticket {text}[ because {rest}]",
		mayTicket),
	say("{who} {may|may not} {see|pay|sign} {paper or part} {text}[ because {rest}]", mayPaper),
	say("{who} {may|may not} {open a ticket|set a priority}[ because {rest}]", mayOpen),
	say("{who} {may|may not} {see|change} {their own details|the details of .+?}"+
		"[ because {rest}]", mayDetails),
	say("{who} sees {no tickets|tickets .+}", sees),
	say("{who} finds {no tickets|tickets .+} under {text}", finds),
	say("{who} {reads|does not read} {text} on ticket {text}", reads),
	say("{who} sees the tile {rest}", tile),
	say("{who} {must|need not} choose a password first", mustChoose),
	desk("the record of {name} {shows|does not show} {name}", recordShows),
	desk("{name} {begins|does not begin} with {name}", begins),
	desk("the profile {name} {includes|does not include} {text}[: {rest}]", includes),
	say("{text} is held by {nobody|.+}", heldBy),
	desk("choosing {name} {shows|does not show} {text}", chosen),
	say("ticket {text} is seen by {nobody|.+}", seenBy),
	desk("if profile {name} gave {text}: {rest}, {nobody|.+} would {gain|lose} it", ifProfile),
	desk("compared with {who}, {who} has {more|less|the same}: {text}", compared),
	desk("looking as {who} writes nothing", writesNothing),
}
