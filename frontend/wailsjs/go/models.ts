export namespace app {
	
	export class AccessForm {
	    user: string;
	    profile: string;
	    start: string;
	    end: string;
	    closed: string[];
	    canSign: boolean;
	    pinReset: boolean;
	    reason: string;
	
	    static createFrom(source: any = {}) {
	        return new AccessForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.user = source["user"];
	        this.profile = source["profile"];
	        this.start = source["start"];
	        this.end = source["end"];
	        this.closed = source["closed"];
	        this.canSign = source["canSign"];
	        this.pinReset = source["pinReset"];
	        this.reason = source["reason"];
	    }
	}
	export class AccessView {
	    profile: string;
	    profileName: string;
	    start: string;
	    end: string;
	    closed: string[];
	    canSign: boolean;
	    pinReset: boolean;
	    exceptions: string[];
	    grantedBy: string;
	    reason: string;
	
	    static createFrom(source: any = {}) {
	        return new AccessView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.profile = source["profile"];
	        this.profileName = source["profileName"];
	        this.start = source["start"];
	        this.end = source["end"];
	        this.closed = source["closed"];
	        this.canSign = source["canSign"];
	        this.pinReset = source["pinReset"];
	        this.exceptions = source["exceptions"];
	        this.grantedBy = source["grantedBy"];
	        this.reason = source["reason"];
	    }
	}
	export class AccountForm {
	    id: string;
	    consolidated: boolean;
	    name: string;
	    parent: string;
	    street: string;
	    city: string;
	    region: string;
	    zip: string;
	    country: string;
	    phone: string;
	    web: string;
	    primary: string;
	    billing: string;
	    manager: string;
	    active: boolean;
	    portal: boolean;
	    closed: string[];
	    requests: string;
	    members: string[];
	
	    static createFrom(source: any = {}) {
	        return new AccountForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.consolidated = source["consolidated"];
	        this.name = source["name"];
	        this.parent = source["parent"];
	        this.street = source["street"];
	        this.city = source["city"];
	        this.region = source["region"];
	        this.zip = source["zip"];
	        this.country = source["country"];
	        this.phone = source["phone"];
	        this.web = source["web"];
	        this.primary = source["primary"];
	        this.billing = source["billing"];
	        this.manager = source["manager"];
	        this.active = source["active"];
	        this.portal = source["portal"];
	        this.closed = source["closed"];
	        this.requests = source["requests"];
	        this.members = source["members"];
	    }
	}
	export class AccountName {
	    id: string;
	    name: string;
	
	    static createFrom(source: any = {}) {
	        return new AccountName(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	    }
	}
	export class AccountPerson {
	    id: string;
	    user: string;
	    name: string;
	    email: string;
	
	    static createFrom(source: any = {}) {
	        return new AccountPerson(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.user = source["user"];
	        this.name = source["name"];
	        this.email = source["email"];
	    }
	}
	export class HistoryLine {
	    uid: string;
	    when: string;
	    who: string;
	    machine: string;
	    text: string;
	    reason: string;
	    state: string;
	    canUndo: boolean;
	
	    static createFrom(source: any = {}) {
	        return new HistoryLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.uid = source["uid"];
	        this.when = source["when"];
	        this.who = source["who"];
	        this.machine = source["machine"];
	        this.text = source["text"];
	        this.reason = source["reason"];
	        this.state = source["state"];
	        this.canUndo = source["canUndo"];
	    }
	}
	export class AccountRecord {
	    form: AccountForm;
	    was: string;
	    name: string;
	    parentName: string;
	    primaryName: string;
	    billingName: string;
	    managerName: string;
	    above: AccountName[];
	    offAbove: string;
	    closedAbove: Record<string, string>;
	    closedAll: string[];
	    subsidiaries: number;
	    members: AccountName[];
	    over: AccountName[];
	    canChange: boolean;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new AccountRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.form = this.convertValues(source["form"], AccountForm);
	        this.was = source["was"];
	        this.name = source["name"];
	        this.parentName = source["parentName"];
	        this.primaryName = source["primaryName"];
	        this.billingName = source["billingName"];
	        this.managerName = source["managerName"];
	        this.above = this.convertValues(source["above"], AccountName);
	        this.offAbove = source["offAbove"];
	        this.closedAbove = source["closedAbove"];
	        this.closedAll = source["closedAll"];
	        this.subsidiaries = source["subsidiaries"];
	        this.members = this.convertValues(source["members"], AccountName);
	        this.over = this.convertValues(source["over"], AccountName);
	        this.canChange = source["canChange"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AccountRow {
	    id: string;
	    name: string;
	    parent: string;
	    depth: number;
	    people: number;
	    active: boolean;
	    portal: boolean;
	    consolidated: boolean;
	    badge: string;
	
	    static createFrom(source: any = {}) {
	        return new AccountRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.parent = source["parent"];
	        this.depth = source["depth"];
	        this.people = source["people"];
	        this.active = source["active"];
	        this.portal = source["portal"];
	        this.consolidated = source["consolidated"];
	        this.badge = source["badge"];
	    }
	}
	export class Difference {
	    gains: string[];
	    loses: string[];
	
	    static createFrom(source: any = {}) {
	        return new Difference(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.gains = source["gains"];
	        this.loses = source["loses"];
	    }
	}
	export class GroupChange {
	    people: number;
	    names: string[];
	    change: Difference;
	
	    static createFrom(source: any = {}) {
	        return new GroupChange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.people = source["people"];
	        this.names = source["names"];
	        this.change = this.convertValues(source["change"], Difference);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PeopleChange {
	    people: number;
	    gain: number;
	    lose: number;
	    groups: GroupChange[];
	
	    static createFrom(source: any = {}) {
	        return new PeopleChange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.people = source["people"];
	        this.gain = source["gain"];
	        this.lose = source["lose"];
	        this.groups = this.convertValues(source["groups"], GroupChange);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AdviceView {
	    keep: number;
	    end: number;
	    change: PeopleChange;
	
	    static createFrom(source: any = {}) {
	        return new AdviceView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.keep = source["keep"];
	        this.end = source["end"];
	        this.change = this.convertValues(source["change"], PeopleChange);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class AllowsView {
	    component: string;
	    label: string;
	    lines: string[];
	
	    static createFrom(source: any = {}) {
	        return new AllowsView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.component = source["component"];
	        this.label = source["label"];
	        this.lines = source["lines"];
	    }
	}
	export class ChangeView {
	    record: string;
	    field: string;
	    from: string;
	    to: string;
	
	    static createFrom(source: any = {}) {
	        return new ChangeView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.record = source["record"];
	        this.field = source["field"];
	        this.from = source["from"];
	        this.to = source["to"];
	    }
	}
	export class ComparedRow {
	    component: string;
	    label: string;
	    first: string;
	    second: string;
	    differs: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ComparedRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.component = source["component"];
	        this.label = source["label"];
	        this.first = source["first"];
	        this.second = source["second"];
	        this.differs = source["differs"];
	    }
	}
	export class ComparedView {
	    name: string;
	    account: string;
	    profile: string;
	
	    static createFrom(source: any = {}) {
	        return new ComparedView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.account = source["account"];
	        this.profile = source["profile"];
	    }
	}
	export class Comparison {
	    first: ComparedView;
	    second: ComparedView;
	    rows: ComparedRow[];
	
	    static createFrom(source: any = {}) {
	        return new Comparison(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.first = this.convertValues(source["first"], ComparedView);
	        this.second = this.convertValues(source["second"], ComparedView);
	        this.rows = this.convertValues(source["rows"], ComparedRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ComponentView {
	    key: string;
	    label: string;
	
	    static createFrom(source: any = {}) {
	        return new ComponentView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.label = source["label"];
	    }
	}
	export class ComputerView {
	    id: string;
	    name: string;
	    who: string;
	    paired: string;
	    heard: string;
	    revoked: boolean;
	    here: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ComputerView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.who = source["who"];
	        this.paired = source["paired"];
	        this.heard = source["heard"];
	        this.revoked = source["revoked"];
	        this.here = source["here"];
	    }
	}
	export class ConflictView {
	    id: string;
	    when: string;
	    user: string;
	    subject: string;
	    text: string;
	    mine: string;
	    theirs: string;
	    by: string;
	    from: string;
	    byWhen: string;
	    group: string;
	    fold: string;
	    task: boolean;
	    canRepeat: boolean;
	    why: string;
	
	    static createFrom(source: any = {}) {
	        return new ConflictView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.when = source["when"];
	        this.user = source["user"];
	        this.subject = source["subject"];
	        this.text = source["text"];
	        this.mine = source["mine"];
	        this.theirs = source["theirs"];
	        this.by = source["by"];
	        this.from = source["from"];
	        this.byWhen = source["byWhen"];
	        this.group = source["group"];
	        this.fold = source["fold"];
	        this.task = source["task"];
	        this.canRepeat = source["canRepeat"];
	        this.why = source["why"];
	    }
	}
	export class DataChoice {
	    id: string;
	    label: string;
	
	    static createFrom(source: any = {}) {
	        return new DataChoice(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.label = source["label"];
	    }
	}
	export class DataField {
	    key: string;
	    input: string;
	    of: string;
	    options: string[];
	    required: boolean;
	    fixed: boolean;
	    columns: DataField[];
	
	    static createFrom(source: any = {}) {
	        return new DataField(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.input = source["input"];
	        this.of = source["of"];
	        this.options = source["options"];
	        this.required = source["required"];
	        this.fixed = source["fixed"];
	        this.columns = this.convertValues(source["columns"], DataField);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class DataRow {
	    id: string;
	    cells: string[];
	    badge: string;
	
	    static createFrom(source: any = {}) {
	        return new DataRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.cells = source["cells"];
	        this.badge = source["badge"];
	    }
	}
	export class DataPart {
	    kind: string;
	    rows: DataRow[];
	
	    static createFrom(source: any = {}) {
	        return new DataPart(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.rows = this.convertValues(source["rows"], DataRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class DataRecord {
	    kind: string;
	    id: string;
	    title: string;
	    values: Record<string, string>;
	    names: Record<string, string>;
	    was: string;
	    parts: DataPart[];
	    deeds: string[];
	    badge: string;
	    ask: string;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new DataRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.id = source["id"];
	        this.title = source["title"];
	        this.values = source["values"];
	        this.names = source["names"];
	        this.was = source["was"];
	        this.parts = this.convertValues(source["parts"], DataPart);
	        this.deeds = source["deeds"];
	        this.badge = source["badge"];
	        this.ask = source["ask"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class DeedView {
	    key: string;
	    fields: DataField[];
	
	    static createFrom(source: any = {}) {
	        return new DeedView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.fields = this.convertValues(source["fields"], DataField);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class DoorView {
	    signedIn: boolean;
	    widget: boolean;
	    tab: boolean;
	    asked: string;
	    closed: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DoorView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.signedIn = source["signedIn"];
	        this.widget = source["widget"];
	        this.tab = source["tab"];
	        this.asked = source["asked"];
	        this.closed = source["closed"];
	    }
	}
	export class DryRunGroup {
	    outcome: string;
	    why: string;
	    count: number;
	    names: string[];
	
	    static createFrom(source: any = {}) {
	        return new DryRunGroup(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.outcome = source["outcome"];
	        this.why = source["why"];
	        this.count = source["count"];
	        this.names = source["names"];
	    }
	}
	export class DryRunView {
	    records: number;
	    accounts: number;
	    users: number;
	    known: number;
	    edits: number;
	    removals: number;
	    taken: number;
	    groups: DryRunGroup[];
	
	    static createFrom(source: any = {}) {
	        return new DryRunView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.records = source["records"];
	        this.accounts = source["accounts"];
	        this.users = source["users"];
	        this.known = source["known"];
	        this.edits = source["edits"];
	        this.removals = source["removals"];
	        this.taken = source["taken"];
	        this.groups = this.convertValues(source["groups"], DryRunGroup);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ExceptionsView {
	    was: string;
	    profile: Record<string, string>;
	    own: Record<string, string>;
	    canChange: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ExceptionsView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.was = source["was"];
	        this.profile = source["profile"];
	        this.own = source["own"];
	        this.canChange = source["canChange"];
	    }
	}
	export class ReasonView {
	    ok: boolean;
	    gate: string;
	    text: string;
	    repair: string;
	
	    static createFrom(source: any = {}) {
	        return new ReasonView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.ok = source["ok"];
	        this.gate = source["gate"];
	        this.text = source["text"];
	        this.repair = source["repair"];
	    }
	}
	export class Explanation {
	    allowed: boolean;
	    title: string;
	    label: string;
	    reasons: ReasonView[];
	
	    static createFrom(source: any = {}) {
	        return new Explanation(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.allowed = source["allowed"];
	        this.title = source["title"];
	        this.label = source["label"];
	        this.reasons = this.convertValues(source["reasons"], ReasonView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	export class HolderView {
	    user: string;
	    name: string;
	    account: string;
	    profile: string;
	    scope: string;
	
	    static createFrom(source: any = {}) {
	        return new HolderView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.user = source["user"];
	        this.name = source["name"];
	        this.account = source["account"];
	        this.profile = source["profile"];
	        this.scope = source["scope"];
	    }
	}
	export class HoldersView {
	    total: number;
	    people: HolderView[];
	
	    static createFrom(source: any = {}) {
	        return new HoldersView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.people = this.convertValues(source["people"], HolderView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ReviewForm {
	    id: string;
	    name: string;
	    profile: string;
	    account: string;
	    months: number;
	    days: number;
	    silence: string;
	    staff: string;
	    next: string;
	
	    static createFrom(source: any = {}) {
	        return new ReviewForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.profile = source["profile"];
	        this.account = source["account"];
	        this.months = source["months"];
	        this.days = source["days"];
	        this.silence = source["silence"];
	        this.staff = source["staff"];
	        this.next = source["next"];
	    }
	}
	export class ReviewView {
	    id: string;
	    name: string;
	    profileName: string;
	    accountName: string;
	    staffName: string;
	    state: string;
	    covered: number;
	    open: number;
	    confirmed: number;
	    ended: number;
	    ends: number;
	    began: string;
	    due: string;
	    daysLeft: number;
	    form: ReviewForm;
	
	    static createFrom(source: any = {}) {
	        return new ReviewView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.profileName = source["profileName"];
	        this.accountName = source["accountName"];
	        this.staffName = source["staffName"];
	        this.state = source["state"];
	        this.covered = source["covered"];
	        this.open = source["open"];
	        this.confirmed = source["confirmed"];
	        this.ended = source["ended"];
	        this.ends = source["ends"];
	        this.began = source["began"];
	        this.due = source["due"];
	        this.daysLeft = source["daysLeft"];
	        this.form = this.convertValues(source["form"], ReviewForm);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class HomeView {
	    people: number;
	    withAccess: number;
	    endingSoon: number;
	    neverSignedIn: number;
	    openTickets: number;
	    conflicts: number;
	    requests: number;
	    chats: number;
	    reviews: ReviewView[];
	
	    static createFrom(source: any = {}) {
	        return new HomeView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.people = source["people"];
	        this.withAccess = source["withAccess"];
	        this.endingSoon = source["endingSoon"];
	        this.neverSignedIn = source["neverSignedIn"];
	        this.openTickets = source["openTickets"];
	        this.conflicts = source["conflicts"];
	        this.requests = source["requests"];
	        this.chats = source["chats"];
	        this.reviews = this.convertValues(source["reviews"], ReviewView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ImportColumn {
	    header: string;
	    samples: string[];
	    target: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportColumn(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.header = source["header"];
	        this.samples = source["samples"];
	        this.target = source["target"];
	    }
	}
	export class ImportPlanRow {
	    line: number;
	    name: string;
	    email: string;
	    company: string;
	    outcome: string;
	    why: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportPlanRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.company = source["company"];
	        this.outcome = source["outcome"];
	        this.why = source["why"];
	    }
	}
	export class ImportPlan {
	    id: string;
	    people: number;
	    accounts: number;
	    duplicates: number;
	    refused: number;
	    rows: ImportPlanRow[];
	
	    static createFrom(source: any = {}) {
	        return new ImportPlan(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.people = source["people"];
	        this.accounts = source["accounts"];
	        this.duplicates = source["duplicates"];
	        this.refused = source["refused"];
	        this.rows = this.convertValues(source["rows"], ImportPlanRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ImportResult {
	    group: string;
	    people: number;
	    accounts: number;
	    skipped: number;
	    rejectedFile: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportResult(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.group = source["group"];
	        this.people = source["people"];
	        this.accounts = source["accounts"];
	        this.skipped = source["skipped"];
	        this.rejectedFile = source["rejectedFile"];
	        this.text = source["text"];
	    }
	}
	export class ImportTarget {
	    key: string;
	    label: string;
	
	    static createFrom(source: any = {}) {
	        return new ImportTarget(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.label = source["label"];
	    }
	}
	export class ImportTable {
	    id: string;
	    file: string;
	    encoding: string;
	    delimiter: string;
	    sheet: string;
	    sheets: string[];
	    rows: number;
	    columns: ImportColumn[];
	    targets: ImportTarget[];
	
	    static createFrom(source: any = {}) {
	        return new ImportTable(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.file = source["file"];
	        this.encoding = source["encoding"];
	        this.delimiter = source["delimiter"];
	        this.sheet = source["sheet"];
	        this.sheets = source["sheets"];
	        this.rows = source["rows"];
	        this.columns = this.convertValues(source["columns"], ImportColumn);
	        this.targets = this.convertValues(source["targets"], ImportTarget);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class JoiningView {
	    server: string;
	    office: string;
	    staff: string;
	    role: string;
	    busy: boolean;
	    fault: string;
	    dryRun?: DryRunView;
	
	    static createFrom(source: any = {}) {
	        return new JoiningView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.server = source["server"];
	        this.office = source["office"];
	        this.staff = source["staff"];
	        this.role = source["role"];
	        this.busy = source["busy"];
	        this.fault = source["fault"];
	        this.dryRun = this.convertValues(source["dryRun"], DryRunView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogEdit {
	    edit: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new LogEdit(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.edit = source["edit"];
	        this.text = source["text"];
	    }
	}
	export class LogLine {
	    uid: string;
	    when: string;
	    who: string;
	    machine: string;
	    text: string;
	    reason: string;
	    state: string;
	    canUndo: boolean;
	    n: number;
	    received: string;
	    edit: string;
	    subject: string;
	    user: string;
	    account: string;
	    group: string;
	    changes: ChangeView[];
	
	    static createFrom(source: any = {}) {
	        return new LogLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.uid = source["uid"];
	        this.when = source["when"];
	        this.who = source["who"];
	        this.machine = source["machine"];
	        this.text = source["text"];
	        this.reason = source["reason"];
	        this.state = source["state"];
	        this.canUndo = source["canUndo"];
	        this.n = source["n"];
	        this.received = source["received"];
	        this.edit = source["edit"];
	        this.subject = source["subject"];
	        this.user = source["user"];
	        this.account = source["account"];
	        this.group = source["group"];
	        this.changes = this.convertValues(source["changes"], ChangeView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogNames {
	    who: string[];
	    machines: string[];
	    edits: LogEdit[];
	
	    static createFrom(source: any = {}) {
	        return new LogNames(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.who = source["who"];
	        this.machines = source["machines"];
	        this.edits = this.convertValues(source["edits"], LogEdit);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogQuery {
	    who: string;
	    machine: string;
	    edit: string;
	    group: string;
	    subject: string;
	    from: number;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new LogQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.who = source["who"];
	        this.machine = source["machine"];
	        this.edit = source["edit"];
	        this.group = source["group"];
	        this.subject = source["subject"];
	        this.from = source["from"];
	        this.size = source["size"];
	    }
	}
	export class LoginForm {
	    username: string;
	    email: string;
	    consolidated: boolean;
	    account: string;
	    first: string;
	    last: string;
	    phone: string;
	    lead: boolean;
	    roleGroup: boolean;
	    like: string;
	    reason: string;
	
	    static createFrom(source: any = {}) {
	        return new LoginForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.username = source["username"];
	        this.email = source["email"];
	        this.consolidated = source["consolidated"];
	        this.account = source["account"];
	        this.first = source["first"];
	        this.last = source["last"];
	        this.phone = source["phone"];
	        this.lead = source["lead"];
	        this.roleGroup = source["roleGroup"];
	        this.like = source["like"];
	        this.reason = source["reason"];
	    }
	}
	export class NewFile {
	    kind: string;
	    record: string;
	    type: string;
	    name: string;
	    content: string;
	    internal: boolean;
	
	    static createFrom(source: any = {}) {
	        return new NewFile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.record = source["record"];
	        this.type = source["type"];
	        this.name = source["name"];
	        this.content = source["content"];
	        this.internal = source["internal"];
	    }
	}
	export class NewPassword {
	    password: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new NewPassword(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.password = source["password"];
	        this.text = source["text"];
	    }
	}
	export class NounView {
	    kind: string;
	    group: string;
	    columns: DataField[];
	    fields: DataField[];
	    parts: string[];
	    deeds: DeedView[];
	    canMake: boolean;
	    canDrop: boolean;
	    inside: boolean;
	
	    static createFrom(source: any = {}) {
	        return new NounView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.group = source["group"];
	        this.columns = this.convertValues(source["columns"], DataField);
	        this.fields = this.convertValues(source["fields"], DataField);
	        this.parts = source["parts"];
	        this.deeds = this.convertValues(source["deeds"], DeedView);
	        this.canMake = source["canMake"];
	        this.canDrop = source["canDrop"];
	        this.inside = source["inside"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Page_gatehouse_app_AccountPerson_ {
	    total: number;
	    rows: AccountPerson[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_AccountPerson_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], AccountPerson);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Page_gatehouse_app_AccountRow_ {
	    total: number;
	    rows: AccountRow[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_AccountRow_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], AccountRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Page_gatehouse_app_DataRow_ {
	    total: number;
	    rows: DataRow[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_DataRow_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], DataRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Page_gatehouse_app_LogLine_ {
	    total: number;
	    rows: LogLine[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_LogLine_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], LogLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ReviewRow {
	    id: string;
	    user: string;
	    name: string;
	    email: string;
	    company: string;
	    profile: string;
	    lastSeen: string;
	    advice: string;
	    why: string;
	    by: string;
	    when: string;
	    badge: string;
	
	    static createFrom(source: any = {}) {
	        return new ReviewRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.user = source["user"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.company = source["company"];
	        this.profile = source["profile"];
	        this.lastSeen = source["lastSeen"];
	        this.advice = source["advice"];
	        this.why = source["why"];
	        this.by = source["by"];
	        this.when = source["when"];
	        this.badge = source["badge"];
	    }
	}
	export class Page_gatehouse_app_ReviewRow_ {
	    total: number;
	    rows: ReviewRow[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_ReviewRow_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], ReviewRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class UserRow {
	    id: string;
	    name: string;
	    email: string;
	    company: string;
	    profile: string;
	    access: string;
	    badge: string;
	
	    static createFrom(source: any = {}) {
	        return new UserRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.company = source["company"];
	        this.profile = source["profile"];
	        this.access = source["access"];
	        this.badge = source["badge"];
	    }
	}
	export class Page_gatehouse_app_UserRow_ {
	    total: number;
	    rows: UserRow[];
	
	    static createFrom(source: any = {}) {
	        return new Page_gatehouse_app_UserRow_(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], UserRow);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PairingView {
	    server: string;
	    code: string;
	    away: boolean;
	    fault: string;
	
	    static createFrom(source: any = {}) {
	        return new PairingView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.server = source["server"];
	        this.code = source["code"];
	        this.away = source["away"];
	        this.fault = source["fault"];
	    }
	}
	export class PasswordShown {
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new PasswordShown(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.text = source["text"];
	    }
	}
	
	export class ScopeView {
	    key: string;
	    label: string;
	
	    static createFrom(source: any = {}) {
	        return new ScopeView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.label = source["label"];
	    }
	}
	export class PermissionView {
	    key: string;
	    label: string;
	    component: string;
	    tick: boolean;
	    scopes: ScopeView[];
	
	    static createFrom(source: any = {}) {
	        return new PermissionView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.label = source["label"];
	        this.component = source["component"];
	        this.tick = source["tick"];
	        this.scopes = this.convertValues(source["scopes"], ScopeView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PortalForm {
	    name: string;
	    zone: string;
	    registeredOnly: boolean;
	    signInToSubmit: boolean;
	    widget: boolean;
	    tab: boolean;
	    accountTickets: boolean;
	    managersRaise: boolean;
	    secondFactor: boolean;
	    cutOff: string;
	    closed: string[];
	    oldTickets: string;
	    accent: string;
	    paymentLink: string;
	
	    static createFrom(source: any = {}) {
	        return new PortalForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.zone = source["zone"];
	        this.registeredOnly = source["registeredOnly"];
	        this.signInToSubmit = source["signInToSubmit"];
	        this.widget = source["widget"];
	        this.tab = source["tab"];
	        this.accountTickets = source["accountTickets"];
	        this.managersRaise = source["managersRaise"];
	        this.secondFactor = source["secondFactor"];
	        this.cutOff = source["cutOff"];
	        this.closed = source["closed"];
	        this.oldTickets = source["oldTickets"];
	        this.accent = source["accent"];
	        this.paymentLink = source["paymentLink"];
	    }
	}
	export class PortalInformation {
	    user: string;
	    portalUser: boolean;
	    username: string;
	    supportStart: string;
	    supportEnd: string;
	    email?: string;
	
	    static createFrom(source: any = {}) {
	        return new PortalInformation(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.user = source["user"];
	        this.portalUser = source["portalUser"];
	        this.username = source["username"];
	        this.supportStart = source["supportStart"];
	        this.supportEnd = source["supportEnd"];
	        this.email = source["email"];
	    }
	}
	export class PortalView {
	    form: PortalForm;
	    was: string;
	    canChange: boolean;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new PortalView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.form = this.convertValues(source["form"], PortalForm);
	        this.was = source["was"];
	        this.canChange = source["canChange"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ProfileForm {
	    id: string;
	    base: string;
	    name: string;
	    description: string;
	    assignable: boolean;
	    scopes: Record<string, string>;
	
	    static createFrom(source: any = {}) {
	        return new ProfileForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.base = source["base"];
	        this.name = source["name"];
	        this.description = source["description"];
	        this.assignable = source["assignable"];
	        this.scopes = source["scopes"];
	    }
	}
	export class PreviewRequest {
	    user: string;
	    profile: string;
	    account: string;
	    date: string;
	    draft?: AccessForm;
	    form?: ProfileForm;
	
	    static createFrom(source: any = {}) {
	        return new PreviewRequest(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.user = source["user"];
	        this.profile = source["profile"];
	        this.account = source["account"];
	        this.date = source["date"];
	        this.draft = this.convertValues(source["draft"], AccessForm);
	        this.form = this.convertValues(source["form"], ProfileForm);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class PreviewView {
	    token: string;
	    home: string;
	    title: string;
	    subtitle: string;
	    account: string;
	
	    static createFrom(source: any = {}) {
	        return new PreviewView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.token = source["token"];
	        this.home = source["home"];
	        this.title = source["title"];
	        this.subtitle = source["subtitle"];
	        this.account = source["account"];
	    }
	}
	
	export class ProfileRecord {
	    form: ProfileForm;
	    was: string;
	    name: string;
	    description: string;
	    baseName: string;
	    system: boolean;
	    canChange: boolean;
	    holders: number;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new ProfileRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.form = this.convertValues(source["form"], ProfileForm);
	        this.was = source["was"];
	        this.name = source["name"];
	        this.description = source["description"];
	        this.baseName = source["baseName"];
	        this.system = source["system"];
	        this.canChange = source["canChange"];
	        this.holders = source["holders"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ProfileView {
	    id: string;
	    name: string;
	    description: string;
	    system: boolean;
	    allows: AllowsView[];
	    holders: number;
	    canGive: boolean;
	    canChange: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ProfileView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.description = source["description"];
	        this.system = source["system"];
	        this.allows = this.convertValues(source["allows"], AllowsView);
	        this.holders = source["holders"];
	        this.canGive = source["canGive"];
	        this.canChange = source["canChange"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ReportLevel {
	    profile: string;
	    people: number;
	
	    static createFrom(source: any = {}) {
	        return new ReportLevel(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.profile = source["profile"];
	        this.people = source["people"];
	    }
	}
	export class ReportMonth {
	    month: string;
	    people: number;
	
	    static createFrom(source: any = {}) {
	        return new ReportMonth(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.month = source["month"];
	        this.people = source["people"];
	    }
	}
	export class ReportSignIns {
	    never: number;
	    month: number;
	    quarter: number;
	    halfYear: number;
	    longer: number;
	
	    static createFrom(source: any = {}) {
	        return new ReportSignIns(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.never = source["never"];
	        this.month = source["month"];
	        this.quarter = source["quarter"];
	        this.halfYear = source["halfYear"];
	        this.longer = source["longer"];
	    }
	}
	export class ReportView {
	    people: number;
	    withAccess: number;
	    levels: ReportLevel[];
	    months: ReportMonth[];
	    signIns: ReportSignIns;
	
	    static createFrom(source: any = {}) {
	        return new ReportView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.people = source["people"];
	        this.withAccess = source["withAccess"];
	        this.levels = this.convertValues(source["levels"], ReportLevel);
	        this.months = this.convertValues(source["months"], ReportMonth);
	        this.signIns = this.convertValues(source["signIns"], ReportSignIns);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class ReviewQuery {
	    review: string;
	    list: string;
	    text: string;
	    from: number;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new ReviewQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.review = source["review"];
	        this.list = source["list"];
	        this.text = source["text"];
	        this.from = source["from"];
	        this.size = source["size"];
	    }
	}
	export class ReviewRecord {
	    id: string;
	    name: string;
	    profileName: string;
	    accountName: string;
	    staffName: string;
	    state: string;
	    covered: number;
	    open: number;
	    confirmed: number;
	    ended: number;
	    ends: number;
	    began: string;
	    due: string;
	    daysLeft: number;
	    form: ReviewForm;
	    was: string;
	    canChange: boolean;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new ReviewRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.profileName = source["profileName"];
	        this.accountName = source["accountName"];
	        this.staffName = source["staffName"];
	        this.state = source["state"];
	        this.covered = source["covered"];
	        this.open = source["open"];
	        this.confirmed = source["confirmed"];
	        this.ended = source["ended"];
	        this.ends = source["ends"];
	        this.began = source["began"];
	        this.due = source["due"];
	        this.daysLeft = source["daysLeft"];
	        this.form = this.convertValues(source["form"], ReviewForm);
	        this.was = source["was"];
	        this.canChange = source["canChange"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	export class ReviewsView {
	    reviews: ReviewView[];
	    canChange: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ReviewsView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.reviews = this.convertValues(source["reviews"], ReviewView);
	        this.canChange = source["canChange"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SavedView {
	    uid: string;
	    text: string;
	    canUndo: boolean;
	    id: string;
	    group: string;
	
	    static createFrom(source: any = {}) {
	        return new SavedView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.uid = source["uid"];
	        this.text = source["text"];
	        this.canUndo = source["canUndo"];
	        this.id = source["id"];
	        this.group = source["group"];
	    }
	}
	
	export class SeerView {
	    user: string;
	    name: string;
	    account: string;
	    why: string[];
	
	    static createFrom(source: any = {}) {
	        return new SeerView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.user = source["user"];
	        this.name = source["name"];
	        this.account = source["account"];
	        this.why = source["why"];
	    }
	}
	export class StateView {
	    rev: number;
	    phase: string;
	    staff: string;
	    role: string;
	    office: string;
	    server: string;
	    online: boolean;
	    syncing: boolean;
	    pending: number;
	    pendingRemovals: number;
	    conflicts: number;
	    lastSync: string;
	    trouble: string;
	    need: string;
	    gone: number;
	    of: number;
	    version: string;
	    pairing?: PairingView;
	    joining?: JoiningView;
	
	    static createFrom(source: any = {}) {
	        return new StateView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.rev = source["rev"];
	        this.phase = source["phase"];
	        this.staff = source["staff"];
	        this.role = source["role"];
	        this.office = source["office"];
	        this.server = source["server"];
	        this.online = source["online"];
	        this.syncing = source["syncing"];
	        this.pending = source["pending"];
	        this.pendingRemovals = source["pendingRemovals"];
	        this.conflicts = source["conflicts"];
	        this.lastSync = source["lastSync"];
	        this.trouble = source["trouble"];
	        this.need = source["need"];
	        this.gone = source["gone"];
	        this.of = source["of"];
	        this.version = source["version"];
	        this.pairing = this.convertValues(source["pairing"], PairingView);
	        this.joining = this.convertValues(source["joining"], JoiningView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class UndoView {
	    back: ChangeView[];
	    undone: number;
	    of: number;
	    stays: string[];
	    removes: boolean;
	
	    static createFrom(source: any = {}) {
	        return new UndoView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.back = this.convertValues(source["back"], ChangeView);
	        this.undone = source["undone"];
	        this.of = source["of"];
	        this.stays = source["stays"];
	        this.removes = source["removes"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class UserQuery {
	    text: string;
	    view: string;
	    sort: string;
	    desc: boolean;
	    from: number;
	    size: number;
	
	    static createFrom(source: any = {}) {
	        return new UserQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.text = source["text"];
	        this.view = source["view"];
	        this.sort = source["sort"];
	        this.desc = source["desc"];
	        this.from = source["from"];
	        this.size = source["size"];
	    }
	}
	export class UserRecord {
	    id: string;
	    person: string;
	    name: string;
	    email: string;
	    phone: string;
	    account: string;
	    company: string;
	    kind: string;
	    username: string;
	    portalUser: boolean;
	    supportStart: string;
	    supportEnd: string;
	    hasPassword: boolean;
	    pin: string;
	    secondFactor: boolean;
	    passkeys: number;
	    access?: AccessView;
	    state: string;
	    standing: string;
	    canAdd: boolean;
	    canUpdate: boolean;
	    canRemove: boolean;
	    defaultProfile: string;
	    badge: string;
	    history: HistoryLine[];
	
	    static createFrom(source: any = {}) {
	        return new UserRecord(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.person = source["person"];
	        this.name = source["name"];
	        this.email = source["email"];
	        this.phone = source["phone"];
	        this.account = source["account"];
	        this.company = source["company"];
	        this.kind = source["kind"];
	        this.username = source["username"];
	        this.portalUser = source["portalUser"];
	        this.supportStart = source["supportStart"];
	        this.supportEnd = source["supportEnd"];
	        this.hasPassword = source["hasPassword"];
	        this.pin = source["pin"];
	        this.secondFactor = source["secondFactor"];
	        this.passkeys = source["passkeys"];
	        this.access = this.convertValues(source["access"], AccessView);
	        this.state = source["state"];
	        this.standing = source["standing"];
	        this.canAdd = source["canAdd"];
	        this.canUpdate = source["canUpdate"];
	        this.canRemove = source["canRemove"];
	        this.defaultProfile = source["defaultProfile"];
	        this.badge = source["badge"];
	        this.history = this.convertValues(source["history"], HistoryLine);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class VerdictView {
	    lines: number;
	    signed: number;
	    broken: number;
	    why: string;
	
	    static createFrom(source: any = {}) {
	        return new VerdictView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.lines = source["lines"];
	        this.signed = source["signed"];
	        this.broken = source["broken"];
	        this.why = source["why"];
	    }
	}
	export class WhoView {
	    total: number;
	    people: SeerView[];
	
	    static createFrom(source: any = {}) {
	        return new WhoView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.people = this.convertValues(source["people"], SeerView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}

}

