// SPDX-License-Identifier: Apache-2.0
// What a dock tells its fleet: five streams of documents, each with sequence numbers of its own, and the limits that
// hold for all of them. It decides names, worth and sizes; it must never know how a document travels.

/// One stream of documents of one dock; each counts its documents from 1.
public enum FleetStream: String, Sendable, Codable, CaseIterable {
    /// Incidents that began, changed or ended.
    case incident
    /// Due runs that ended, flown or not.
    case flight
    /// Lines of the journal of wear.
    case wear
    /// What the dock is doing; kept by the broker for whoever asks later.
    case state
    /// What a day came to.
    case rollup

    /// Whether the broker keeps the newest document of the stream.
    public var isRetained: Bool { self == .state }

    /// Which goes first: the smallest number is sent first, and the largest is shed first when the queue is full.
    public var rank: Int {
        switch self {
        case .incident: 0
        case .flight: 1
        case .state: 2
        case .wear: 3
        case .rollup: 4
        }
    }
}

/// Limits of what docks and fleet tell each other.
public enum FleetLimit {
    /// The form of the documents; another form has another word, and other topics.
    public static let schema = "roost-fleet/1"
    /// Octets of one document.
    public static let documentOctets = 16_384
    /// Characters of one text in a document; longer ones are cut.
    public static let textLength = 240
    /// Octets of a dock's name.
    public static let dockNameOctets = 32
    /// Entries of one list in a document; more are left out.
    public static let listEntries = 40
    /// Ranges of missing documents in one request.
    public static let requestRanges = 100
    /// The largest number that a JSON reader is sure to keep: 2 to the 53rd, less one.
    public static let largestNumber: Int64 = 9_007_199_254_740_991
}

/// Sequence numbers from one to another, both of them included.
public struct SequenceRange: Sendable, Hashable {
    /// The first.
    public var first: Int64
    /// The last.
    public var last: Int64

    /// A range; nil when it is empty or its numbers are no sequence numbers.
    public init?(_ first: Int64, _ last: Int64) {
        guard first >= 1, last >= first, last <= FleetLimit.largestNumber else { return nil }
        (self.first, self.last) = (first, last)
    }
}
