// SPDX-License-Identifier: Apache-2.0
// The overview of all docks of a fleet, worst first, and the parts that they need: facts that others have judged, ready
// to be shown. It decides nothing, and never shows a dock as well of which nothing was heard.

public import DockModel

/// One dock of a fleet.
public struct FleetDockRow: Sendable, Equatable {
    /// The dock, and its name for people.
    public var dock: String, name: String?
    /// What is worst about it: "alarm", "silent", …; and how it is marked.
    public var concern: String, mark: Mark
    /// What it is doing, as it said last.
    public var phase: String?
    /// Time since anything of it arrived, and within which it promises to say something.
    public var silent: Duration, interval: Duration?
    /// Whether the broker has it on the line; nil when it never said, or where only mail exists.
    public var isOnLine: Bool?
    /// Open incidents, and the class of the worst.
    public var openIncidents: Int?, worst: Severity?
    /// Documents that are missing, such that it gave up, and such that could not be taken.
    public var missing: Int, shed: Int, poisoned: Int
    /// By how much its clock is ahead of the receiver's.
    public var clockAhead: Duration?
    /// The version of its software, and the number of the bundle that it took last.
    public var version: String?, bundle: Int?

    /// A dock of which only the name and the judgement are known.
    public init(dock: String, concern: String, mark: Mark, silent: Duration) {
        (self.dock, self.concern, self.mark, self.silent) = (dock, concern, mark, silent)
        (missing, shed, poisoned) = (0, 0, 0)
    }
}

/// A part that docks need.
public struct FleetPartRow: Sendable, Equatable {
    /// The part's name for people, and its id.
    public var name: String, part: String
    /// How many, and for which docks.
    public var count: Int, docks: [String]
    /// The most advanced stage.
    public var stage: String
    /// Days until the first may end, and from order to arrival.
    public var firstEndDays: Double, leadDays: Double

    /// A part.
    public init(
        name: String, part: String, count: Int, docks: [String], stage: String, firstEndDays: Double,
        leadDays: Double
    ) {
        (self.name, self.part, self.count, self.docks) = (name, part, count, docks)
        (self.stage, self.firstEndDays, self.leadDays) = (stage, firstEndDays, leadDays)
    }
}

/// What is known of a fleet at one look.
public struct FleetPageFacts: Sendable, Equatable {
    /// When it was looked at.
    public var at: WallTime
    /// Every dock, worst first.
    public var docks: [FleetDockRow]
    /// What docks need, most urgent first.
    public var parts: [FleetPartRow]
    /// Why nothing is known; nil while the database answers.
    public var trouble: String?

    /// What is known.
    public init(at: WallTime, docks: [FleetDockRow] = [], parts: [FleetPartRow] = [], trouble: String? = nil)
    {
        (self.at, self.docks, self.parts, self.trouble) = (at, docks, parts, trouble)
    }
}

/// What of a fleet is looked at.
public enum FleetQuestion: Sendable, Hashable {
    /// The docks.
    case docks
    /// The parts that they need.
    case parts
    /// Both.
    case all
}

/// Where the facts of a fleet come from.
public protocol FleetModel: Sendable {
    /// A look; what was not asked for is empty.
    func facts(_ question: FleetQuestion) async -> FleetPageFacts
}

extension FleetPageFacts {
    /// Docks of one page.
    static let docksPerPage = 100
    /// Docks that are named beside a part.
    private static let docksPerPart = 12

    private static func navigation(_ current: HTML) -> HTML {
        let pages: [(HTML, HTML)] = [("/", "Docks"), ("/parts", "Parts")]
        return pages.reduce(HTML.empty) { all, page in
            let mark: HTML = page.0 == current ? #" aria-current="page""# : ""
            return all + #"<a href="\#(page.0)"\#(mark)>\#(page.1)</a> "#
        }
    }

    private func frame(_ title: String, _ path: HTML, _ content: HTML) -> String {
        var frame = PageFrame(title: title, place: .none, refreshSeconds: 60, content: content)
        frame.navigation = Self.navigation(path)
        return frame.rendered
    }

    /// The page in place of one that there is not.
    static var notFound: String {
        FleetPageFacts(at: WallTime(milliseconds: 0)).frame(
            "Not found", "", #"<h1>Not found</h1><p>There is no such page.</p><p><a href="/">Docks</a></p>"#)
    }

    /// How many docks have which concern, worst first.
    private var counts: [(concern: String, mark: Mark, count: Int)] {
        var found: [(concern: String, mark: Mark, count: Int)] = []
        for dock in docks {
            if let place = found.firstIndex(where: { $0.concern == dock.concern }) {
                found[place].count += 1
            } else {
                found.append((dock.concern, dock.mark, 1))
            }
        }
        return found
    }

    private var verdict: HTML {
        let worst: HTML =
            docks.contains { $0.mark == .bad }
            ? " bad" : docks.contains { $0.mark == .attention } ? " attention" : ""
        let troubled = docks.count { $0.mark != .good }
        let words: HTML =
            docks.isEmpty
            ? "No dock was heard yet."
            : troubled == 0
                ? "All \(docks.count) docks are well."
                : "\(troubled) of \(docks.count) docks are not well."
        let list = counts.map { entry -> HTML in
            let badge = Words.badge("\(entry.concern)", entry.mark)
            return #"<li>\#(badge) <a href="/?only=\#(entry.concern)">\#(entry.count)</a></li>"#
        }
        return #"<section class="verdict\#(worst)"><p>\#(words)</p><ul>\#(list)</ul></section>"#
    }

    /// The page of the docks, all or those of one concern; nil when there is no such page.
    func docksPage(_ page: Int, only: String?, _ style: TimeStyle) -> String? {
        guard trouble == nil else { return frame("Fleet", "/", troubleMarkup) }
        let shown = only.map { word in docks.filter { $0.concern == word } } ?? docks
        guard let paging = Paging(of: shown.count, length: Self.docksPerPage, page: page) else { return nil }
        let table = TableView(
            columns: ["Dock", "Standing", "Heard", "Doing", "Incidents", "Missing", "Clock", "Version"],
            of: Array(shown[paging.range]), upTo: Self.docksPerPage, whenEmpty: "No dock stands like this.",
            cells: Self.cells)
        let query: HTML = only.map { "only=\($0)&amp;" } ?? ""
        let all: HTML = only == nil ? "" : #"<p><a href="/">All docks</a></p>"#
        let list = card("Docks, worst first", wide: true, table.markup + paging.markup("/", query: query))
        let content: HTML = #"""
            <h1>Fleet</h1><p class="soft">\#(Words.time(at, style))</p>\#(verdict)\#(all)
            <div class="gap">\#(list)</div>
            """#
        return frame("Fleet", "/", content)
    }

    /// The page of the parts.
    func partsPage(_ style: TimeStyle) -> String {
        guard trouble == nil else { return frame("Parts", "/parts", troubleMarkup) }
        let table = TableView(
            columns: ["Part", "Number", "Stage", "First ends in", "To get", "Docks"], of: parts, upTo: 200,
            whenEmpty: "No dock needs a part."
        ) { part in
            let more: HTML = part.docks.count > Self.docksPerPart ? ", …" : ""
            return [
                #"\#(part.name) <span class="soft">\#(part.part)</span>"#, "\(part.count)",
                Words.badge("\(part.stage)", part.stage == "plan" ? .attention : .bad),
                "\(Self.days(part.firstEndDays))",
                "\(Self.days(part.leadDays))",
                "\(part.docks.prefix(Self.docksPerPart).joined(separator: ", "), upTo: 400)" + more,
            ]
        }
        let content: HTML = #"""
            <h1>Parts</h1><p class="soft">What the last day of each dock says, most urgent first.</p>
            \#(card("To order", wide: true, table.markup))
            """#
        return frame("Parts", "/parts", content)
    }

    private var troubleMarkup: HTML {
        #"""
        <h1>Fleet</h1><section class="verdict bad"><p>Nothing is known of the docks now.</p>
        <ul><li>\#(trouble ?? "", upTo: 400)</li></ul></section>
        """#
    }

    private static func cells(_ dock: FleetDockRow) -> [HTML] {
        let soft: HTML = dock.name.map { #" <span class="soft">\#($0)</span>"# } ?? ""
        let name: HTML = "\(dock.dock)" + soft
        let line: HTML = dock.isOnLine == false ? #" <span class="soft">off the line</span>"# : ""
        let heard: HTML = "\(TimeStyle.span(dock.silent)) ago" + line
        let given: HTML = dock.shed > 0 ? " and \(dock.shed) given up" : ""
        let odd: HTML = dock.poisoned > 0 ? ", \(dock.poisoned) put aside" : ""
        let missing: HTML = "\(dock.missing)" + given + odd
        let standing = Words.badge("\(dock.concern)", dock.mark)
        return [
            name, standing, heard, Words.text(dock.phase), incidents(dock), missing, clock(dock.clockAhead),
            Words.text(dock.version),
        ]
    }

    private static func incidents(_ dock: FleetDockRow) -> HTML {
        guard let count = dock.openIncidents else { return Words.notMeasured }
        guard count > 0 else { return "0" }
        let label: String = dock.worst?.label ?? ""
        let isUrgent = (dock.worst ?? .trace) <= .critical
        return Words.badge("\(count) \(label)", isUrgent ? .bad : .attention)
    }

    private static func clock(_ ahead: Duration?) -> HTML {
        guard let ahead else { return Words.notMeasured }
        guard abs(ahead.inSeconds) > 600 else { return "right" }
        let isBehind = ahead.inSeconds < 0
        let span = TimeStyle.span(isBehind ? .zero - ahead : ahead)
        return isBehind ? Words.badge("\(span) behind", .attention) : Words.badge("\(span) ahead", .attention)
    }

    private static func days(_ days: Double) -> String {
        days.isFinite ? "\(Int(min(max(days, 0), 1e6))) d" : "?"
    }
}

extension FleetPageFacts: JSONRecord {
    static let recordName = "Fleet"
    static let fields = [
        JSONField<Self>("at", "when it was looked at", \.at),
        JSONField<Self>("trouble", "why nothing is known; null while the database answers", \.trouble),
        JSONField<Self>("docks", "every dock, worst first", \.docks),
        JSONField<Self>("parts", "what docks need, most urgent first", \.parts),
    ]
}

extension FleetDockRow: JSONRecord {
    static let recordName = "FleetDock"
    static let fields = [
        JSONField<Self>("dock", "its id", \.dock), JSONField<Self>("name", "its name for people", \.name),
        JSONField<Self>("concern", "what is worst about it", \.concern),
        JSONField<Self>("phase", "what it was doing when it was heard last", \.phase),
        JSONField<Self>("silent_s", "seconds since anything of it arrived", \.silent),
        JSONField<Self>("interval_s", "seconds within which it promises to say something", \.interval),
        JSONField<Self>("on_line", "whether the broker has it on the line", \.isOnLine),
        JSONField<Self>("open_incidents", "open incidents", \.openIncidents),
        JSONField<Self>("worst_severity", "the class of the worst of them", \.worst),
        JSONField<Self>("missing", "documents that are missing", \.missing),
        JSONField<Self>("shed", "documents that it gave up", \.shed),
        JSONField<Self>("poisoned", "messages that could not be taken", \.poisoned),
        JSONField<Self>("clock_ahead_s", "seconds by which its clock is ahead", \.clockAhead),
        JSONField<Self>("version", "the version of its software", \.version),
        JSONField<Self>("bundle", "the number of the bundle that it took last", \.bundle),
    ]
}

extension FleetPartRow: JSONRecord {
    static let recordName = "FleetPart"
    static let fields = [
        JSONField<Self>("part", "its id", \.part), JSONField<Self>("name", "its name for people", \.name),
        JSONField<Self>("count", "how many", \.count), JSONField<Self>("docks", "for which docks", \.docks),
        JSONField<Self>("stage", "the most advanced stage", \.stage),
        JSONField<Self>("first_end_days", "days until the first may end", \.firstEndDays),
        JSONField<Self>("lead_days", "days from order to arrival", \.leadDays),
    ]
}
