// SPDX-License-Identifier: Apache-2.0
// The facts of the wear pages: what is left of each part with how sure that is, what is in stock, and the last lines
// of one part's journal. The figures are the wear model's; nothing is computed here but dates.

public import DockModel

/// One part that wears.
public struct WornPart: Sendable, Equatable {
    /// Its id in parts.yaml.
    public var id: String
    /// Serial number in service.
    public var serial = ""
    /// Name, use, band, due date and stage.
    public var row: PartRow
    /// The last believed measure, with its unit.
    public var measure: String?
    /// The measure at its end of life, with its unit.
    public var endOfLife: String?
    /// What the forecast rests on, in words.
    public var basis = ""
    /// New ones at hand.
    public var stock: Int?
    /// Days from order to arrival.
    public var leadDays: Double?

    /// A part.
    public init(id: String, row: PartRow) { (self.id, self.row) = (id, row) }

    /// When a share of such parts is worn out, counted from a time; nil when nothing is known or it is not in sight.
    func date(after days: Double?, from now: WallTime) -> WallTime? {
        guard let days, days.isFinite, days >= 0, days < WearPage.notInSightDays else { return nil }
        return now + .seconds(Int64(days * 86_400))
    }
}

/// What the wear page shows.
public struct WearPage: Sendable, Equatable {
    /// A band that reaches so far says "not in sight".
    static let notInSightDays = 36_500.0

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// The parts, the most worn first.
    public var parts: [WornPart]

    /// A snapshot of the parts.
    public init(now: WallTime, parts: [WornPart] = []) { (self.now, self.parts) = (now, parts) }
}

/// One line of a part's journal.
public struct WearLine: Sendable, Equatable {
    /// When it was committed.
    public var time: WallTime
    /// What it tells: "measured", "replaced".
    public var kind: String
    /// The unit's use after it, in words.
    public var use: String?
    /// What was measured, in words.
    public var measure: String?
    /// What else it says.
    public var detail: String?

    /// A line.
    public init(
        time: WallTime, kind: String, use: String? = nil, measure: String? = nil, detail: String? = nil
    ) {
        (self.time, self.kind, self.use, self.measure, self.detail) = (time, kind, use, measure, detail)
    }
}

/// What the page of one part shows.
public struct WearPartPage: Sendable, Equatable {
    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// The part.
    public var part: WornPart
    /// Whether there is a chart of its measures.
    public var hasChart: Bool
    /// The newest lines of its journal, newest first.
    public var lines: [WearLine]

    /// A snapshot of a part.
    public init(now: WallTime, part: WornPart, hasChart: Bool = false, lines: [WearLine] = []) {
        (self.now, self.part, self.hasChart, self.lines) = (now, part, hasChart, lines)
    }
}

extension WornPart: JSONRecord {
    static let recordName = "WornPart"
    static let fields: [JSONField<WornPart>] =
        [
            JSONField("id", "Its id in parts.yaml.") { $0.id },
            JSONField("serial", "Serial number in service.") { $0.serial },
        ] + rowFields + [
            JSONField("measure", "The last believed measure, with its unit.") { $0.measure },
            JSONField("end_of_life", "The measure at its end of life.") { $0.endOfLife },
            JSONField("basis", "What the forecast rests on.") { $0.basis },
            JSONField("stock", "New ones at hand.") { $0.stock },
            JSONField("lead_days", "Days from order to arrival.") { $0.leadDays },
        ]

    /// The members that a part has on the overview too.
    private static var rowFields: [JSONField<WornPart>] {
        PartRow.fields.map { field in JSONField(member: field.member) { field.value($0.row) } }
    }
}

extension WearPage: JSONRecord {
    static let recordName = "Wear"
    static let fields: [JSONField<WearPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("parts", "The parts, the most worn first.") { $0.parts },
    ]
}

extension WearLine: JSONRecord {
    static let recordName = "WearLine"
    static let fields: [JSONField<WearLine>] = [
        JSONField("time", "When it was committed.") { $0.time },
        JSONField("kind", "What it tells.") { $0.kind },
        JSONField("use", "The unit's use after it.") { $0.use },
        JSONField("measure", "What was measured.") { $0.measure },
        JSONField("detail", "What else it says.") { $0.detail },
    ]
}

extension WearPartPage: JSONRecord {
    static let recordName = "WearOfPart"
    static let fields: [JSONField<WearPartPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now }, JSONField("part", "The part.") { $0.part },
        JSONField("has_chart", "Whether there is a chart of its measures.") { $0.hasChart },
        JSONField("lines", "The newest lines of its journal.") { $0.lines },
    ]
}
