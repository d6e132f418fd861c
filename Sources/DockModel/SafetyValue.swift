// SPDX-License-Identifier: Apache-2.0
// A value as safety logic takes it: measured, or the worst case of the profile in its place, and always said which
// (modbus-requirements R8). The last good value never stands in for a bad one.

/// A value for safety logic.
public enum SafetyValue: Sendable, Equatable, Codable {
    /// Read in time and plausible.
    case measured(ReadingValue)
    /// The profile's worst case, because the reading cannot be used.
    case assumed(ReadingValue, because: ReadingQuality)
    /// The reading cannot be used, and the profile names no worst case: whoever asks must refuse.
    case unknown(because: ReadingQuality)

    /// The value of a reading, with a worst case for one that is not good.
    public init(_ reading: Reading?, worstCase: ReadingValue?) {
        let quality = reading?.quality ?? .neverRead
        if quality == .good, let value = reading?.value {
            self = .measured(value)
        } else if let worstCase {
            self = .assumed(worstCase, because: quality)
        } else {
            self = .unknown(because: quality)
        }
    }

    /// The value to reckon with; nil when nothing is known.
    public var value: ReadingValue? {
        switch self {
        case .measured(let value), .assumed(let value, _): value
        case .unknown: nil
        }
    }

    /// Whether the value was really read.
    public var isMeasured: Bool {
        switch self {
        case .measured: true
        case .assumed, .unknown: false
        }
    }

    /// For people: "7.5 m/s", "90 m/s assumed (worst case; the reading is stale)".
    public func shown(unit: String = "") -> String {
        switch self {
        case .measured(let value): value.shown(unit: unit)
        case .assumed(let value, let quality):
            "\(value.shown(unit: unit)) assumed (worst case; the reading is \(quality.inWords))"
        case .unknown(let quality): "not known (the reading is \(quality.inWords))"
        }
    }
}

extension ReadingValue {
    /// For people: "7.5 m/s", "on", "off", the text itself.
    public func shown(unit: String = "") -> String {
        switch self {
        case .flag(let flag): flag ? "on" : "off"
        case .text(let text): text
        case .number(let number):
            (number.shownWhole ?? "\(number)") + (unit.isEmpty || unit == "1" ? "" : " \(unit)")
        }
    }
}

extension Double {
    /// A whole number without ".0"; nil for others and for what is too large to be written so.
    fileprivate var shownWhole: String? { Int64(exactly: self).map { "\($0)" } }
}

extension ReadingQuality {
    /// For people, after "the reading is".
    public var inWords: String {
        switch self {
        case .good: "good"
        case .uncertain: "uncertain"
        case .badComm: "missing (no valid reply)"
        case .badDevice: "refused by the device"
        case .badSentinel: "the device's \"no value\""
        case .stale: "stale"
        case .neverRead: "not there yet"
        case .configuration: "not possible (profile or site file does not fit)"
        }
    }
}
