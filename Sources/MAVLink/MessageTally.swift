// SPDX-License-Identifier: Apache-2.0
// Counts what is heard on a link: each message of each component with its rate and the frame that came last. It decides
// nothing about vehicles; a link that invents senders without an end costs no more than the limit.

public import DockModel

/// What was heard of one message of one component.
public struct MessageCount: Sendable {
    /// Who sent it.
    public var source: MAVLinkAddress
    /// Its number; the name is that of the definitions.
    public var messageID: UInt32
    /// Its name.
    public var name: String
    /// How often it came.
    public var count: Int
    /// How often a second it came between the first and the last; nil for a single one.
    public var rate: Double?
    /// The fields of the last one, in wire order.
    public var fields: [NamedField]
}

/// The count of everything on a link.
public struct MessageTally: Sendable {
    /// The most different messages told apart.
    public static let limit = 4_096

    private struct Key: Hashable {
        var source: MAVLinkAddress
        var messageID: UInt32
    }

    private struct Entry {
        var count: Int
        var first: Instant
        var last: Instant
        var frame: MAVLinkFrame
    }

    private var entries: [Key: Entry] = [:]
    /// Frames that found no room.
    public private(set) var leftOut = 0

    /// An empty count.
    public init() {}

    /// Counts a frame.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) {
        let key = Key(source: frame.source, messageID: frame.messageID)
        guard entries[key] == nil else {
            entries[key]?.count += 1
            entries[key]?.last = now
            entries[key]?.frame = frame
            return
        }
        guard entries.count < Self.limit else {
            leftOut += 1
            return
        }
        entries[key] = Entry(count: 1, first: now, last: now, frame: frame)
    }

    /// What was counted, ordered by system, component and message.
    public var messages: [MessageCount] {
        entries.map { key, entry in
            let span = entry.first.duration(to: entry.last).inSeconds
            return MessageCount(
                source: key.source, messageID: key.messageID,
                name: MessageTraits.of(key.messageID)?.name ?? "UNKNOWN_\(key.messageID)", count: entry.count,
                rate: entry.count > 1 && span > 0 ? Double(entry.count - 1) / span : nil,
                fields: entry.frame.fields ?? [])
        }.sorted { left, right in
            (left.source.system, left.source.component, left.messageID)
                < (right.source.system, right.source.component, right.messageID)
        }
    }
}
