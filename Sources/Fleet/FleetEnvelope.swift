// SPDX-License-Identifier: Apache-2.0
// What stands around every document: whose it is, its number, its time. The number belongs to a queue, whose epoch is
// drawn when the queue is made: a dock with a new disk begins a new epoch and so never says a number twice.

public import DockModel

/// Whose document it is, and which.
public struct FleetEnvelope: Sendable, Equatable {
    /// The dock, as it calls itself; who may believe it is told by the topic.
    public var dock: String
    /// The queue that the number belongs to.
    public var epoch: Int64
    /// The stream.
    public var stream: FleetStream
    /// The number in the stream, from 1; no two documents of an epoch bear the same.
    public var sequence: Int64
    /// When it was committed, on the dock's wall clock.
    public var sent: WallTime
    /// Whether that clock was known to be set.
    public var isClockTrusted: Bool
    /// The newest number of each stream when this was committed; only in documents of the state.
    public var heads: [FleetStream: Int64]?
    /// Documents that the dock gave up for lack of room, ever; only in documents of the state.
    public var shed: Int64?

    /// An envelope.
    public init(
        dock: String, epoch: Int64, stream: FleetStream, sequence: Int64, sent: WallTime,
        isClockTrusted: Bool,
        heads: [FleetStream: Int64]? = nil, shed: Int64? = nil
    ) {
        (self.dock, self.epoch, self.stream, self.sequence) = (dock, epoch, stream, sequence)
        (self.sent, self.isClockTrusted, self.heads, self.shed) = (sent, isClockTrusted, heads, shed)
    }

    /// The whole document around a body, which is a JSON object.
    public func document(body: [UInt8]) -> [UInt8] {
        var members = JSONMembers()
        members.add("schema", text: FleetLimit.schema)
        members.add("dock", text: dock)
        members.add("epoch", whole: epoch)
        members.add("stream", text: stream.rawValue)
        members.add("sequence", whole: sequence)
        members.add("sent_ms", whole: sent.milliseconds)
        members.add("clock_trusted", flag: isClockTrusted)
        if let heads {
            var inner = JSONMembers()
            for stream in FleetStream.allCases { inner.add(stream.rawValue, whole: heads[stream] ?? 0) }
            members.add("heads", object: inner)
        }
        if let shed { members.add("shed", whole: shed) }
        return members.octets(andLast: "body", octets: body)
    }
}
