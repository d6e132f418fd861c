// SPDX-License-Identifier: Apache-2.0
// Which levels of a signal followed which, and at which hour and phase each was seen. It says what share of the
// contexts it knows did not foresee the level of now. Its size is fixed; it forgets by halving.

/// A bounded memory of sequences and contexts.
struct ContextMemory: Sendable, Equatable {
    /// Levels in use at a time; the range of the signal covers five to nine of them.
    static let levels = 16
    /// Cells that the range of the signal covers at most.
    static let cells = 8.0
    /// Parts of a day that are contexts.
    static let hours = 12
    /// Mission phases that are contexts.
    static let phases = 8

    /// Where each kind of context starts in the table.
    enum Kind: Int, CaseIterable {
        case afterLevel, afterTwoLevels, atHour, atHourAfterLevel, inPhaseAfterLevel

        var first: Int {
            switch self {
            case .afterLevel: 0
            case .afterTwoLevels: 16
            case .atHour: 16 + 256
            case .atHourAfterLevel: 16 + 256 + 12
            case .inPhaseAfterLevel: 16 + 256 + 12 + 192
            }
        }
    }
    static let contexts = 16 + 256 + 12 + 192 + 128

    /// How often each level followed in each context, 0 to 15.
    var counts = [UInt8](repeating: 0, count: contexts * levels)
    /// How often each context was seen, 0 to 200.
    var seen = [UInt8](repeating: 0, count: contexts)
    /// Lowest and highest value of this and of the previous epoch.
    var low = Double.infinity, high = -Double.infinity
    var earlierLow = Double.infinity, earlierHigh = -Double.infinity
    /// Width of one level; a power of two, 0 before the second value.
    var width = 0.0
    /// Multiple of the width from which levels are counted.
    var anchor = 0.0
    /// The levels before, 0 to 15.
    var last = 0, lastButOne = 0
    /// Levels known in a row since the last break.
    var run = 0

    /// Learns one value and says what share of the known contexts had not foreseen its level, 0 to 1.
    /// - Parameters:
    ///   - continues: whether the value follows the one before without a break.
    @inline(__always)
    mutating func take(_ value: Double, hour: Int, phase: Int, continues: Bool) -> Double {
        widen(to: value)
        guard width > 0 else { return 0 }
        if !continues { run = 0 }
        // The range spans at most nine levels, so counting them around a ring of sixteen keeps them apart.
        let offset = ((value - anchor) / width).rounded(.down)
        let bounded = Swift.min(Swift.max(offset, -1_000_000), 1_000_000)
        let level = Int(bounded) & (Self.levels - 1)
        var known = 0.0, missed = 0.0
        look(Kind.atHour.first + hour, level, &known, &missed)
        if run >= 1 {
            look(Kind.afterLevel.first + last, level, &known, &missed)
            look(Kind.atHourAfterLevel.first + hour * Self.levels + last, level, &known, &missed)
            look(Kind.inPhaseAfterLevel.first + phase * Self.levels + last, level, &known, &missed)
        }
        if run >= 2 {
            look(Kind.afterTwoLevels.first + lastButOne * Self.levels + last, level, &known, &missed)
        }
        lastButOne = last
        last = level
        run = Swift.min(run + 1, 2)
        return known > 0.3 ? missed / known : 0
    }

    /// Asks one context whether it foresaw the level, and teaches it.
    @inline(__always)
    private mutating func look(_ context: Int, _ level: Int, _ known: inout Double, _ missed: inout Double) {
        let times = seen[context]
        let cell = context * Self.levels + level
        if times >= Self.fewest {
            // The more often a context was seen, the more its word counts.
            let weight = Double(times) / Double(times &+ 4)
            known += weight
            if counts[cell] == 0 { missed += weight }
        }
        if times >= Self.most { forget(context) }
        if counts[cell] < Self.mostCounted { counts[cell] += 1 }
        seen[context] += 1
    }

    /// Contexts seen less often have no word.
    private static let fewest: UInt8 = 3
    /// A level counts at most so often in a context, so that two counts fit into one stored octet.
    private static let mostCounted: UInt8 = 15
    /// At this many a context is halved.
    private static let most: UInt8 = 200

    private mutating func forget(_ context: Int) {
        for cell in (context * Self.levels)..<((context + 1) * Self.levels) { counts[cell] /= 2 }
        seen[context] /= 2
    }

    /// Lets the range grow, by no more than its own width at a time, so that one wild value cannot spoil it. When
    /// the levels must become wider, what was learned of the narrow ones is dropped.
    private mutating func widen(to value: Double) {
        guard low <= high else {
            (low, high) = (value, value)
            return
        }
        let span = Swift.max(high, earlierHigh) - Swift.min(low, earlierLow)
        if span > 0 {
            if value < low { low = Swift.max(value, low - span) }
            if value > high { high = Swift.min(value, high + span) }
        } else {
            low = Swift.min(low, value)
            high = Swift.max(high, value)
        }
        fitLevels()
    }

    private mutating func fitLevels() {
        let (bottom, top) = (Swift.min(low, earlierLow), Swift.max(high, earlierHigh))
        let span = top - bottom
        guard span > 0, span > Swift.max(abs(top), abs(bottom)) * 1e-12 else { return }
        let wanted = LogScale.powerOfTwo(notBelow: span / Self.cells)
        if wanted == width { return }
        width = wanted
        anchor = (bottom / wanted).rounded(.down) * wanted
        for index in counts.indices { counts[index] = 0 }
        for index in seen.indices { seen[index] = 0 }
        run = 0
    }

    /// Starts a new epoch at a value: the range before the previous one no longer counts.
    mutating func age(at value: Double) {
        guard low <= high else { return }
        (earlierLow, earlierHigh) = (low, high)
        (low, high) = (value, value)
        fitLevels()
    }
}
