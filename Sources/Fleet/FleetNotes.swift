// SPDX-License-Identifier: Apache-2.0
// The short words beside the documents: whether a dock is on the line, what the fleet lacks, what nobody has any more.
// They bear no numbers of their own: saying one twice changes nothing.

internal import Post

/// Whether a dock is on the line; retained, and the dock's last will.
public struct LinkNote: Sendable, Equatable {
    /// Whether it is.
    public var isUp: Bool

    /// A note.
    public init(isUp: Bool) { self.isUp = isUp }

    /// The note of some octets; nil when they are none.
    public init?(_ octets: [UInt8]) {
        guard let node = FleetNote.node(octets), case .flag(let isUp)? = node["up"] else { return nil }
        self.isUp = isUp
    }

    /// The note as JSON.
    public var octets: [UInt8] {
        var all = FleetNote.members
        all.add("up", flag: isUp)
        return Array(all.object.utf8)
    }
}

/// Ranges of one stream of one epoch: asked for by the fleet, or said to be gone by the dock.
public struct RangeNote: Sendable, Equatable {
    /// The queue that the numbers belong to.
    public var epoch: Int64
    /// The stream.
    public var stream: FleetStream
    /// The ranges; never more than the limit.
    public var ranges: [SequenceRange]

    /// A note about some ranges; those beyond the limit are left for the next one.
    public init(epoch: Int64, stream: FleetStream, ranges: [SequenceRange]) {
        (self.epoch, self.stream) = (epoch, stream)
        self.ranges = Array(ranges.prefix(FleetLimit.requestRanges))
    }

    /// The note of some octets; nil when they are none.
    public init?(_ octets: [UInt8]) {
        guard let node = FleetNote.node(octets), let epoch = FleetNote.whole(node["epoch"]),
            let stream = node["stream"]?.text.flatMap(FleetStream.init),
            case .array(let items)? = node["ranges"],
            items.count <= FleetLimit.requestRanges
        else { return nil }
        var ranges: [SequenceRange] = []
        for item in items {
            guard case .array(let ends) = item, ends.count == 2, let first = FleetNote.whole(ends[0]),
                let last = FleetNote.whole(ends[1]), let range = SequenceRange(first, last)
            else { return nil }
            ranges.append(range)
        }
        self.init(epoch: epoch, stream: stream, ranges: ranges)
    }

    /// The note as JSON.
    public var octets: [UInt8] {
        var all = FleetNote.members
        all.add("epoch", whole: epoch)
        all.add("stream", text: stream.rawValue)
        let list = ranges.map { "[\($0.first),\($0.last)]" }.joined(separator: ",")
        return all.octets(andLast: "ranges", octets: Array("[\(list)]".utf8))
    }
}

/// What the notes share.
private enum FleetNote {
    static var members: JSONMembers {
        var all = JSONMembers()
        all.add("schema", text: FleetLimit.schema)
        return all
    }

    /// The tree of a note of our schema; nil for anything else.
    static func node(_ octets: [UInt8]) -> JSONNode? {
        guard octets.count <= FleetLimit.documentOctets, let node = JSONNode(octets),
            node["schema"]?.text == FleetLimit.schema
        else { return nil }
        return node
    }

    static func whole(_ node: JSONNode?) -> Int64? {
        guard case .number(let digits)? = node, let value = Int64(digits),
            abs(value) <= FleetLimit.largestNumber
        else {
            return nil
        }
        return value
    }
}
