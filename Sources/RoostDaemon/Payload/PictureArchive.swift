// SPDX-License-Identifier: Apache-2.0
// Pictures, flights and hot places as they are stored, for commands that look at a store without running the dock. It
// changes nothing; what another version wrote and nobody understands is shown without its content.

public import DockModel
internal import Foundation
public import Payload
public import Store

/// One flight with pictures.
public struct ArchivedPictureFlight: Sendable {
    /// The run; empty for pictures of none.
    public var flight: String
    /// Its schedule.
    public var schedule: String
    /// Whether its pictures are judged.
    public var isSettled: Bool
    /// When that changed last.
    public var time: WallTime
    /// Its numbers; nil while it is being read.
    public var tally: FlightTally?
}

/// One picture.
public struct ArchivedPicture: Sendable {
    /// Its name.
    public var name: String
    /// How far it is: "trying", "read", "aside".
    public var state: String
    /// Where its file lies; nil once it is gone.
    public var path: String?
    /// Whether it waits to be taken away.
    public var waitsForUpload: Bool
    /// What it shows.
    public var finding: PictureFinding?
}

/// One map.
public struct ArchivedMap: Sendable {
    /// The flight.
    public var flight: String
    /// Its schedule.
    public var schedule: String
    /// When it changed last.
    public var time: WallTime
    /// Whether something more is asked of the server.
    public var isOpen: Bool
    /// How far it is; nil for one that another version wrote.
    public var job: MapJob?
    /// What became of it; nil while it is under way.
    public var outcome: MapOutcome?
    /// Its pictures by how far they are; nil once it has ended.
    public var images: MapImageCounts?
}

extension RoostDatabase {
    /// Maps, the newest first.
    public func archivedMaps(limit: Int) throws(StoreError) -> [ArchivedMap] {
        var maps: [ArchivedMap] = []
        for row in try mapJobs(limit: limit) { maps.append(try archived(row)) }
        return maps
    }

    /// The map of a flight; nil when none was begun.
    public func archivedMap(of flight: String) throws(StoreError) -> ArchivedMap? {
        guard let row = try mapJob(flight) else { return nil }
        return try archived(row)
    }

    private func archived(_ row: MapJobRecord) throws(StoreError) -> ArchivedMap {
        // One that another version wrote is shown without its content.
        let stored = try? StateCoding.decode(StoredMap.self, from: row.body)
        return ArchivedMap(
            flight: row.flight, schedule: row.schedule, time: row.time, isOpen: row.isOpen, job: stored?.job,
            outcome: stored?.outcome, images: row.isOpen ? try mapImageCounts(row.flight) : nil)
    }

    /// Flights with pictures, the newest first.
    public func archivedPictureFlights(limit: Int) throws(StoreError) -> [ArchivedPictureFlight] {
        try pictureFlights(limit: limit).map { row in
            ArchivedPictureFlight(
                flight: row.flight, schedule: row.schedule, isSettled: row.isSettled, time: row.time,
                // Empty until the first judgement.
                tally: try? StateCoding.decode(FlightTally.self, from: row.body))
        }
    }

    /// The pictures of a flight, in the order in which they arrived.
    public func archivedPictures(of flight: String) throws(StoreError) -> [ArchivedPicture] {
        try pictures(ofFlight: flight).map { row in
            ArchivedPicture(
                name: row.name, state: row.state.rawValue, path: row.path, waitsForUpload: row.waitsForUpload,
                // Empty while it is being read.
                finding: try? StateCoding.decode(PictureFinding.self, from: row.body))
        }
    }

    /// The places that are hot.
    public func archivedHotPlaces() throws(StoreError) -> [HotPlace] {
        // A place that another version wrote is found anew by the next flight.
        try hotPlaces().compactMap { try? StateCoding.decode(HotPlace.self, from: $0.body) }
    }
}
