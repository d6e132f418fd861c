// SPDX-License-Identifier: Apache-2.0
// One reading as a detector takes it, and how far it may be trusted. It judges the form of a reading, never its
// value: whether a value is strange is the detector's question.

public import DockModel

/// One reading of one signal.
public struct Sample: Sendable, Equatable, Codable {
    /// When it was taken.
    public var time: WallTime
    /// The number; nil when the source gave none.
    public var value: Double?
    /// What the dock was doing, as a small number (0 to 7); readings of one phase are compared with each other.
    public var phase: UInt8

    /// A reading.
    public init(time: WallTime, value: Double?, phase: UInt8 = 0) {
        self.time = time
        self.value = value
        self.phase = phase
    }
}

/// What the form of a reading says about it.
public enum SampleQuality: String, Sendable, Equatable, Codable, CaseIterable {
    /// A number at a later time than the one before.
    case good
    /// A good reading after a pause much longer than usual; it is judged, but not as a continuation.
    case afterGap
    /// No number: the field was empty, not a number or infinite. Not judged, not learned.
    case missing
    /// The same time as the reading before. Not judged, not learned.
    case repeated
    /// An earlier time than the reading before. Not judged, not learned.
    case backwards

    /// Whether the reading is judged and learned from.
    public var isUsable: Bool { self == .good || self == .afterGap }

    /// The words for people.
    public var words: String {
        switch self {
        case .good: "good"
        case .afterGap: "first reading after a gap"
        case .missing: "no number"
        case .repeated: "same time as the row before"
        case .backwards: "earlier than the row before"
        }
    }
}
