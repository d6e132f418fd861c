// SPDX-License-Identifier: Apache-2.0
// Decodes parts.yaml (schema roost-parts/1): what wears, what shows it, how long it lives. The wear model
// itself is in `Wear`; this file only turns text into checked figures.

public import DockModel

/// What a part's life is counted in, as written in parts.yaml.
public enum PartCounter: String, Sendable, Hashable, CaseIterable {
    /// Travels of the cover, opening or closing.
    case coverMoves = "cover_moves"
    /// Take-offs.
    case flights
    /// Hours in the air.
    case flightHours = "flight_hours"
    /// Full equivalent charge cycles.
    case chargeCycles = "charge_cycles"
    /// Times the charge contacts met the vehicle.
    case contactMatings = "contact_matings"
    /// Hours under power.
    case poweredHours = "powered_hours"
    /// Days since installation.
    case days
}

/// What shows the wear of a part.
public enum PartMeasure: Sendable, Hashable {
    /// Only the counter counts; `limit` is the count at which it is worn out, nil when no count alone stops
    /// it.
    case counted(limit: Double?)
    /// The value of a point moves from `new` to `endOfLife`, both in `unit`.
    case measured(source: PointRole, unit: String, new: Double, endOfLife: Double)
}

/// One part that wears.
public struct PartSettings: Sendable, Hashable {
    /// Its name in the store and in commands.
    public var id: PartID
    /// Its name for people.
    public var name: String
    /// What shows its wear.
    public var measure: PartMeasure
    /// What its life is counted in.
    public var counter: PartCounter
    /// Uses it usually lives.
    public var typicalLife: Double
    /// Standard deviation of that life, in uses.
    public var lifeSpread: Double
    /// Uses a day that are planned.
    public var plannedUsesPerDay: Double
    /// From order to arrival.
    public var leadTime: Duration
    /// To get an order out.
    public var orderTime: Duration
    /// How bad its failure is.
    public var severity: Severity
}

/// Reads parts files.
public enum PartsFile {
    /// The schema that is read.
    public static let schema = "roost-parts/1"
    /// Most parts.
    public static let mostParts = 200

    /// The parts in the bytes of a YAML file; `file` is the name used in problems.
    public static func parts(from bytes: [UInt8], file: String) throws(SettingsError) -> [PartSettings] {
        let log = ProblemLog(file: file)
        let parts = decode(bytes, roles: nil, log: log)
        guard log.problems.isEmpty else { throw SettingsError(log.sorted) }
        return parts
    }

    /// The parts; when `roles` is given, each measured source must be one of them.
    static func decode(_ bytes: [UInt8], roles: Set<PointRole>?, log: ProblemLog) -> [PartSettings] {
        guard let root = parseYAML(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return []
        }
        checkSchema(top, schema)
        guard let node = top.required("parts", example: "[{id: cover-motor, …}]") else { return [] }
        var parts: [PartSettings] = []
        for (index, item) in top.list(node, "parts", limit: mostParts).enumerated() {
            guard let reader = MappingReader(item, path: "parts[\(index + 1)]", log: log) else { continue }
            let part = part(reader, roles: roles)
            reader.finish()
            if parts.contains(where: { $0.id == part.id }) {
                log.report(
                    reader.place(of: "id"), "part id \(quoted(part.id.text)) is used twice",
                    "rename one of them")
            }
            parts.append(part)
        }
        top.finish()
        return parts
    }

    private static func part(_ reader: MappingReader, roles: Set<PointRole>?) -> PartSettings {
        let id = reader.text("id", example: "cover-motor", limit: 64)
        let counter: PartCounter = reader.choice("counter", orElse: .coverMoves)
        var life = 1.0, spread = 0.0
        if let below = reader.requiredMapping("life", example: "{typical: 20000, sd: 4000}") {
            life = below.number("typical", in: 1...1e12)
            spread = below.number("sd", in: 0...1e12, default: life / 4)
            if spread > life, below.keys.contains("typical") {
                below.log.report(
                    below.place(of: "sd"),
                    "\(below.name("sd")) \(short(spread)) is above the typical life \(short(life))",
                    "give the standard deviation of the life in uses")
            }
            below.finish()
        }
        return PartSettings(
            id: PartID(id), name: reader.text("name", default: id, limit: 100),
            measure: measure(reader, roles: roles),
            counter: counter, typicalLife: life, lifeSpread: spread,
            plannedUsesPerDay: reader.number("planned_per_day", in: 1e-6...1e6, default: 1),
            leadTime: reader.duration("lead_time", in: 0...315_360_000),
            orderTime: reader.duration("order_time", in: 0...315_360_000, default: 86_400),
            severity: severity(reader))
    }

    private static func severity(_ reader: MappingReader) -> Severity {
        switch reader.choice("severity", default: SeverityWord.warning, orElse: .warning) {
        case .critical: .critical
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        }
    }

    private enum SeverityWord: String, CaseIterable {
        case critical, error, warning, notice
    }

    private static func measure(_ reader: MappingReader, roles: Set<PointRole>?) -> PartMeasure {
        let limit = reader.node("limit").flatMap { reader.number($0, reader.name("limit"), in: 1...1e12) }
        guard let below = reader.mapping("measure") else { return .counted(limit: limit) }
        defer { below.finish() }
        if limit != nil {
            reader.log.report(
                reader.place(of: "limit"), "\(reader.path) has both measure and limit", "keep one of them")
        }
        let source: PointRole = below.choice("source", orElse: .coverCurrent)
        if let roles, !roles.contains(source), below.keys.contains("source") {
            reader.log.report(
                below.place(of: "source"),
                "\(below.name("source")): no point of dock.yaml answers \(source.rawValue)",
                "add \(source.rawValue) to points in dock.yaml")
        }
        guard let (new, dimension) = start(below) else {
            _ = below.node("end_of_life")
            return .counted(limit: nil)
        }
        let end = endOfLife(below, new: new, dimension)
        return .measured(source: source, unit: dimension.base, new: new, endOfLife: end)
    }

    /// The value of a new part; its unit tells the kind of measure.
    private static func start(_ reader: MappingReader) -> (Double, Dimension)? {
        guard let node = reader.required("start", example: "15 mΩ"),
            let text = reader.scalar(node, reader.name("start"), "a number with a unit")
        else { return nil }
        let name = "\(reader.name("start")) \(quoted(text))"
        guard let (_, unit) = splitMeasure(text) else {
            reader.log.report(node.place, "\(name) is not a number", "write for example 15 mΩ")
            return nil
        }
        guard !unit.isEmpty else {
            reader.log.report(node.place, "\(name) has no unit", "write for example 15 mΩ")
            return nil
        }
        guard let dimension = Dimension.all.first(where: { $0.spellings.contains { $0.symbol == unit } })
        else {
            let units = Dimension.all.flatMap { $0.spellings.map(\.symbol) }.joined(separator: ", ")
            reader.log.report(
                node.place, "\(name) has the unknown unit \(quoted(unit))", "use one of: \(units)")
            return nil
        }
        return reader.measure(node, reader.name("start"), dimension, in: -1e9...1e9).map { ($0, dimension) }
    }

    /// The value at which a part is worn out: absolute, "+30 %" or "2 x new".
    private static func endOfLife(_ reader: MappingReader, new: Double, _ dimension: Dimension) -> Double {
        guard let node = reader.required("end_of_life", example: "\"+30 %\""),
            let text = reader.scalar(node, reader.name("end_of_life"), "a number with a unit")
        else { return new + 1 }
        var end: Double?
        if let (number, unit) = splitMeasure(text), unit == "x new", number >= 0, number <= 1_000 {
            end = new * number
        } else if text.hasPrefix("+") || (text.hasPrefix("-") && text.hasSuffix("%")),
            let (number, unit) = splitMeasure(text),
            unit == "%", abs(number) <= 10_000
        {
            end = new * (1 + number / 100)
        } else {
            end = reader.measure(node, reader.name("end_of_life"), dimension, in: -1e9...1e9)
        }
        guard let end else { return new + 1 }
        if abs(end - new) <= 1e-9 {
            reader.log.report(
                node.place,
                "\(reader.name("end_of_life")) \(quoted(text)) is the same as the value of a new part",
                "give the value at which it is worn out")
        }
        return end
    }
}
