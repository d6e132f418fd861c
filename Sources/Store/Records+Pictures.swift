// SPDX-License-Identifier: Apache-2.0
// The rows about pictures as plain values: a picture, a flight that took some, a word about them, a hot place. Bodies
// are octets; what a picture shows is not looked into here.

public import DockModel

/// One picture that arrived.
public struct PictureRecord: Sendable, Equatable {
    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        /// It is being read, or the process ended while it was.
        case trying
        /// What it shows is known.
        case read
        /// It could not be read and is set aside.
        case aside
    }

    /// Its number; 0 for one that is not stored yet.
    public var id: Int64 = 0
    /// The flight that took it; empty for none.
    public var flight: String
    /// The file's name.
    public var name: String
    /// The file's size.
    public var octets: Int
    /// The file's SHA-256 in hexadecimal.
    public var digest: String
    /// When it was first seen.
    public var arrived: WallTime
    /// How far it is.
    public var state: State
    /// How often somebody began to read it.
    public var attempts: Int
    /// Where the file lies, below the folder of pictures; nil once it is gone.
    public var path: String?
    /// Whether the file waits to be taken away.
    public var waitsForUpload: Bool
    /// What it shows, or why it could not be read.
    public var body: [UInt8]

    /// A picture.
    public init(
        flight: String, name: String, octets: Int, digest: String, arrived: WallTime, state: State = .trying,
        attempts: Int = 0, path: String?, waitsForUpload: Bool = false, body: [UInt8] = []
    ) {
        (self.flight, self.name, self.octets, self.digest) = (flight, name, octets, digest)
        (self.arrived, self.state, self.attempts, self.path) = (arrived, state, attempts, path)
        (self.waitsForUpload, self.body) = (waitsForUpload, body)
    }
}

/// A flight with pictures.
public struct PictureFlightRecord: Sendable, Equatable {
    /// The run; empty for pictures of none.
    public var flight: String
    /// Its schedule.
    public var schedule: String
    /// When it changed last.
    public var time: WallTime
    /// Whether everything that came of it is judged.
    public var isSettled: Bool
    /// Its numbers.
    public var body: [UInt8]

    /// A flight.
    public init(flight: String, schedule: String, time: WallTime, isSettled: Bool, body: [UInt8]) {
        (self.flight, self.schedule, self.time) = (flight, schedule, time)
        (self.isSettled, self.body) = (isSettled, body)
    }
}

/// A word about pictures that the core is to take.
public struct PictureWordRecord: Sendable, Equatable {
    /// Its number; a later word has a larger one. 0 for one that is not stored yet.
    public var number: Int64 = 0
    /// The flight.
    public var flight: String
    /// The spot it is about; nil for a word about the flight.
    public var spot: String?
    /// The word.
    public var body: [UInt8]
    /// The picture that the mail shows.
    public var shown: [UInt8]?

    /// A word.
    public init(flight: String, spot: String?, body: [UInt8], shown: [UInt8]? = nil) {
        (self.flight, self.spot, self.body, self.shown) = (flight, spot, body, shown)
    }
}

/// A place that was hot.
public struct HotPlaceRecord: Sendable, Equatable {
    /// Its number.
    public var number: Int64
    /// The schedule that found it.
    public var schedule: String
    /// What is known of it.
    public var body: [UInt8]

    /// A place.
    public init(number: Int64, schedule: String, body: [UInt8]) {
        (self.number, self.schedule, self.body) = (number, schedule, body)
    }
}

/// The judgement of one flight's pictures: it is stored as a whole or not at all.
public struct PictureJudgement: Sendable {
    /// The flight with its numbers.
    public var flight: PictureFlightRecord
    /// Words for the core, in order.
    public var words: [PictureWordRecord] = []
    /// Places as they are now.
    public var places: [HotPlaceRecord] = []
    /// Places that are over.
    public var gone: [Int64] = []
    /// The map of the flight, when it has just ended.
    public var map: MapJobRecord?
    /// Until which number pictures of the flight were judged: one that came since keeps it open.
    public var upTo: Int64

    /// A judgement.
    public init(flight: PictureFlightRecord, upTo: Int64) { (self.flight, self.upTo) = (flight, upTo) }
}
