// SPDX-License-Identifier: Apache-2.0
// One row of the parts catalogue: what is measured, when the part is worn out, how long it usually lives and
// how long a new one takes. A description with impossible figures cannot be made. It holds nothing about one
// unit.

import DockModel

/// What tells the wear of a part.
public enum WearMeasure: Sendable, Hashable, Codable {
    /// Nothing is measured; only uses are counted. `limit` is the count at which the part must not be used
    /// any more, nil when the count alone never stops it.
    case counted(limit: Double?)
    /// A figure that moves from `new` to `endOfLife`; it rises or falls as these two say.
    case measured(kind: String, unit: String, new: Double, endOfLife: Double)
}

/// By which law a measured part without a fleet wears.
public enum WearLaw: String, Sendable, Hashable, Codable, CaseIterable {
    /// A level with a slope that may drift, and noise: most measures.
    case trend
    /// It only grows, in jumps of its own size: contact resistance, propeller balance (`MonotoneLife`).
    case monotone
}

/// Which way a measure moves while the part wears.
public enum WearDirection: Sendable, Hashable {
    /// Grows with wear: resistance, current, vibration.
    case rising
    /// Shrinks with wear: capacity, fan speed.
    case falling
}

/// Why a description is impossible.
public enum PartDescriptionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A figure is not a number, or outside what makes sense.
    case outOfRange(part: PartID, figure: String, value: Double, allowed: String)
    /// The new and the end-of-life value are the same, so no wear can be told.
    case noSpan(part: PartID, value: Double)

    /// What is wrong, and what would be right.
    public var description: String {
        switch self {
        case .outOfRange(let part, let figure, let value, let allowed):
            "part \(part): \(figure) is \(value), allowed is \(allowed)"
        case .noSpan(let part, let value):
            "part \(part): new and end-of-life value are both \(value); "
                + "give the value at which the part is worn out"
        }
    }
}

/// One part that wears, as the catalogue knows it.
public struct PartDescription: Sendable, Hashable, Codable {
    /// Its name in parts.yaml and in the store.
    public let id: PartID
    /// Its name for people: "Cover motor".
    public let name: String
    /// What tells its wear.
    public let measure: WearMeasure
    /// The clock its life is counted on.
    public let use: UseKind
    /// Uses a unit usually lives, from the maker or from experience.
    public let typicalLife: Double
    /// Standard deviation of that life, in uses.
    public let lifeSpread: Double
    /// Uses a day that the schedule plans; the start of the measured pace.
    public let plannedUsesPerDay: Double
    /// Days from order to arrival at the site.
    public let leadDays: Double
    /// Days it takes to get an order out.
    public let orderDays: Double
    /// How bad its failure is.
    public let severity: Severity
    /// The clock by which heat, load and depth of discharge make a use count more; nil when every use counts alike.
    public let stress: StressClock?
    /// The law of its wear; nil for `.trend`.
    public let law: WearLaw?

    /// A description; refuses figures that cannot be.
    public init(
        id: PartID, name: String, measure: WearMeasure, use: UseKind, typicalLife: Double, lifeSpread: Double,
        plannedUsesPerDay: Double, leadDays: Double, orderDays: Double, severity: Severity,
        stress: StressClock? = nil, law: WearLaw? = nil
    ) throws(PartDescriptionError) {
        let figures = [
            ("typical life", typicalLife, 1e-3, 1e12), ("spread of life", lifeSpread, 0, 1e12),
            ("planned uses a day", plannedUsesPerDay, 1e-6, 1e6), ("lead time in days", leadDays, 0, 3_650),
            ("order time in days", orderDays, 0, 3_650),
        ]
        for (figure, value, low, high) in figures where !(value >= low && value <= high) {
            throw .outOfRange(part: id, figure: figure, value: value, allowed: "\(low) to \(high)")
        }
        switch measure {
        case .counted(let limit):
            if let limit, !(limit > 0 && limit <= 1e12) {
                throw .outOfRange(part: id, figure: "limit", value: limit, allowed: "above 0 to 1e12")
            }
        case .measured(_, _, let new, let endOfLife):
            for (figure, value) in [("new value", new), ("end-of-life value", endOfLife)]
            where !(abs(value) <= 1e9) {
                throw .outOfRange(part: id, figure: figure, value: value, allowed: "-1e9 to 1e9")
            }
            guard abs(endOfLife - new) > 1e-9 else { throw .noSpan(part: id, value: new) }
        }
        self.id = id
        self.name = name
        self.measure = measure
        self.use = use
        self.typicalLife = typicalLife
        self.lifeSpread = lifeSpread
        self.plannedUsesPerDay = plannedUsesPerDay
        self.leadDays = leadDays
        self.orderDays = orderDays
        self.severity = severity
        self.stress = stress == .plain ? nil : stress
        self.law = law == .trend ? nil : law
    }

    /// Whether only uses are counted.
    public var isCountOnly: Bool {
        switch measure {
        case .counted: true
        case .measured: false
        }
    }

    /// Which way the measure moves; nil for a part that is only counted.
    public var direction: WearDirection? {
        switch measure {
        case .counted: nil
        case .measured(_, _, let new, let endOfLife): endOfLife > new ? .rising : .falling
        }
    }

    /// Wear told by one measured value: 0 new, 1 worn out. Nil for a counted part and for a value that is no
    /// number.
    public func wear(at value: Double) -> Double? {
        guard case .measured(_, _, let new, let endOfLife) = measure, value.isFinite else { return nil }
        let wear = (value - new) / (endOfLife - new)
        return min(max(wear, -1e6), 1e6)
    }
}

extension PartDescription {
    /// A stored description; figures that cannot be are refused as in `init`.
    public init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            id: stored.decode(PartID.self, forKey: .id), name: stored.decode(String.self, forKey: .name),
            measure: stored.decode(WearMeasure.self, forKey: .measure),
            use: stored.decode(UseKind.self, forKey: .use),
            typicalLife: stored.decode(Double.self, forKey: .typicalLife),
            lifeSpread: stored.decode(Double.self, forKey: .lifeSpread),
            plannedUsesPerDay: stored.decode(Double.self, forKey: .plannedUsesPerDay),
            leadDays: stored.decode(Double.self, forKey: .leadDays),
            orderDays: stored.decode(Double.self, forKey: .orderDays),
            severity: stored.decode(Severity.self, forKey: .severity),
            stress: stored.decodeIfPresent(StressClock.self, forKey: .stress),
            law: stored.decodeIfPresent(WearLaw.self, forKey: .law))
    }
}
