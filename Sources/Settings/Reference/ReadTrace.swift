// SPDX-License-Identifier: Apache-2.0
// Notes how each key of a file is read while it is read: kind, bounds, default. The configuration reference is made
// from these notes, so it says what the reader does and nothing else. It changes nothing about the reading.

/// What the reader asked of one key.
struct KeyTrace: Equatable {
    /// As which kind a key is read.
    enum Kind: Equatable {
        case text(limit: Int)
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case measure(Dimension, ClosedRange<Double>)
        case flag
        case choice([String])
        case list
        case mapping
    }

    /// Full name in the file that was read: `devices[1].id`.
    let path: String
    var kinds: [Kind] = []
    /// The default as it would be written; nil when absence means "none".
    var standard: String?
}

/// The notes of one reading, in the order in which keys were first asked for.
final class ReadTrace {
    private(set) var keys: [KeyTrace] = []
    private var places: [String: Int] = [:]

    /// The key was asked for; as what, and with which default, if that is known.
    func note(_ path: String, as kind: KeyTrace.Kind? = nil, standard: String? = nil) {
        // An item of a list is no key; what an item holds is.
        guard !path.hasSuffix("]") else { return }
        let index = places[path] ?? keys.count
        if index == keys.count {
            places[path] = index
            keys.append(KeyTrace(path: path))
        }
        if let kind, !keys[index].kinds.contains(kind) { keys[index].kinds.append(kind) }
        if keys[index].standard == nil, let standard, !standard.isEmpty { keys[index].standard = standard }
    }
}

extension Dimension {
    /// Larger units that people write instead of many of the base unit, the largest first.
    private var steps: [(symbol: String, factor: Double)] {
        switch base {
        case "s": [("d", 86_400), ("h", 3_600), ("min", 60)]
        case "B": [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
        default: []
        }
    }

    /// Whether a small and a large figure are written in different units.
    var isWrittenInSteps: Bool { !steps.isEmpty }

    /// A figure of the base unit as a person would write it: 10 800 s is "3 h".
    func written(_ value: Double) -> String {
        let step = steps.first { value > 0 && value.truncatingRemainder(dividingBy: $0.factor) == 0 }
        return step.map { "\(short(value / $0.factor)) \($0.symbol)" } ?? "\(short(value)) \(base)"
    }
}
