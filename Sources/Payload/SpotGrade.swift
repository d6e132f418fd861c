// SPDX-License-Identifier: Apache-2.0
// How bad a hot spot is, on one ladder for lines and modules, and the limits between its rungs. The words on the rungs
// are the field's own; whether somebody is told at once is the schedule's.

/// A rung of the ladder.
public enum SpotGrade: Int, Sendable, Codable, Comparable, CaseIterable {
    /// Possible deficiency; a module to watch.
    case watch = 0
    /// Probable deficiency, repair as time permits; a module to repair.
    case plan = 1
    /// Monitor until corrected; send somebody to the module.
    case soon = 2
    /// Major discrepancy, repair at once; a module that may burn.
    case atOnce = 3

    /// The lower rung first.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The rung as people who inspect such things call it.
    public func word(for purpose: PayloadPurpose) -> String { Self.words(for: purpose)[rawValue] }

    /// The rung that a word of a purpose names.
    public init?(word: String, for purpose: PayloadPurpose) {
        guard let place = Self.words(for: purpose).firstIndex(of: word) else { return nil }
        self.init(rawValue: place)
    }

    /// The words of a purpose, the lowest rung first.
    public static func words(for purpose: PayloadPurpose) -> [String] {
        switch purpose {
        case .photovoltaic: ["watch", "repair", "dispatch", "safety"]
        case .thermalLine, .survey, .moisture: ["possible", "probable", "monitor", "major"]
        }
    }
}

/// What the pictures of a flight are for.
public enum PayloadPurpose: String, Sendable, Codable, CaseIterable {
    /// Hot joints and clamps of a power line.
    case thermalLine = "thermal-line"
    /// Solar modules.
    case photovoltaic = "pv"
    /// A map.
    case survey
    /// A map of moisture.
    case moisture

    /// Whether its pictures are searched for hot spots.
    public var isThermal: Bool { self == .thermalLine || self == .photovoltaic }
}

/// Kelvin over the surroundings from which a spot stands on a rung; nil where the purpose has no such rung.
public struct SpotLimits: Sendable, Codable, Equatable {
    /// From here on it is a spot at all.
    public var least: Double
    /// The limits of the rungs above the lowest: from them on, and above the last.
    public var plan: Double?, soon: Double?, atOnce: Double?

    /// Limits.
    public init(least: Double, plan: Double?, soon: Double?, atOnce: Double?) {
        (self.least, self.plan, self.soon, self.atOnce) = (least, plan, soon, atOnce)
    }

    /// NETA MTS/ATS table 100.18 for lines, practice for modules.
    public static func usual(for purpose: PayloadPurpose) -> SpotLimits {
        switch purpose {
        case .photovoltaic: SpotLimits(least: 4, plan: 10, soon: 20, atOnce: 40)
        case .thermalLine, .survey, .moisture: SpotLimits(least: 4, plan: 4, soon: nil, atOnce: 15)
        }
    }

    /// The rung of a difference; nil below the least.
    public func grade(of kelvin: Double) -> SpotGrade? {
        guard kelvin >= least else { return nil }
        if let atOnce, kelvin > atOnce { return .atOnce }
        if let soon, kelvin >= soon { return .soon }
        if let plan, kelvin >= plan { return .plan }
        return .watch
    }
}
