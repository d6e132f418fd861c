// SPDX-License-Identifier: Apache-2.0
// The rows about maps as plain values: a map at a server, and the pictures on their way to it. The body is octets; what
// a map's machine keeps is not looked into here.

public import DockModel

/// One map at a server.
public struct MapJobRecord: Sendable, Equatable {
    /// What somebody wishes about a map.
    public enum Wish: String, Sendable, CaseIterable {
        /// No map.
        case stop
        /// The map once more, from the beginning.
        case again
    }

    /// The flight.
    public var flight: String
    /// Its schedule.
    public var schedule: String
    /// The task at the server.
    public var uuid: String
    /// When it changed last.
    public var time: WallTime
    /// Whether something more is asked of the server.
    public var isOpen: Bool
    /// What somebody wishes; nil when nobody does.
    public var wish: Wish?
    /// How far it is.
    public var body: [UInt8]

    /// A map.
    public init(
        flight: String, schedule: String, uuid: String, time: WallTime, isOpen: Bool, wish: Wish? = nil,
        body: [UInt8]
    ) {
        (self.flight, self.schedule, self.uuid, self.time) = (flight, schedule, uuid, time)
        (self.isOpen, self.wish, self.body) = (isOpen, wish, body)
    }
}

/// One picture on its way to a map server.
public struct MapImageRecord: Sendable, Equatable {
    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        /// The server does not have it.
        case waiting
        /// It is being sent, or the process ended while it was.
        case sending
        /// The server has it.
        case sent
        /// The server will not get it.
        case leftOut = "left-out"
    }

    /// The picture.
    public var picture: Int64
    /// Its name at the server.
    public var name: String
    /// Its octets.
    public var octets: Int
    /// Where its file lies, below the folder of pictures.
    public var path: String
    /// How far it is.
    public var state: State

    /// A picture.
    public init(picture: Int64, name: String, octets: Int, path: String, state: State = .waiting) {
        (self.picture, self.name, self.octets) = (picture, name, octets)
        (self.path, self.state) = (path, state)
    }
}

/// What one step of a map changes about its pictures.
public enum MapImageChange: Sendable, Equatable {
    /// Nothing.
    case none
    /// One picture is so far.
    case one(Int64, MapImageRecord.State)
    /// The server has none of them any more.
    case allWaiting
}

/// The pictures of a map by how far they are.
public struct MapImageCounts: Sendable, Equatable {
    /// Pictures that the server has.
    public var sent = 0
    /// Pictures that it does not have yet.
    public var waiting = 0
    /// Pictures that it will not get.
    public var leftOut = 0

    /// None.
    public init() {}

    /// All of them.
    public var all: Int { sent + waiting + leftOut }
}
