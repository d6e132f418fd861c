// SPDX-License-Identifier: Apache-2.0
// `roost payload`: what the pictures of flights showed, which files could not be read and why, and which places are
// hot. It reads the dock's store and changes nothing.

import ArgumentParser
import DockModel
import Foundation
import Payload
import RoostDaemon
import Store

/// `roost payload`: what the pictures of flights showed.
struct PayloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payload",
        abstract: "Say what the pictures of flights showed, and which places are hot.",
        discussion: """
            Reads the dock's store, also while the daemon runs.

            Example:
              roost payload list --storage /var/lib/roost
              roost payload show powerline@2026-11-26T16:25:00Z
              roost payload spots --json
              roost payload map list
            """, subcommands: [PayloadList.self, PayloadShow.self, PayloadSpots.self, PayloadMap.self],
        defaultSubcommand: PayloadList.self)
}

/// One flight with pictures.
private struct PayloadFlightView: Encodable {
    var flight: String
    var schedule: String
    var isSettled: Bool
    var changed: String
    var tally: FlightTally?

    init(_ row: ArchivedPictureFlight) {
        (flight, schedule, isSettled, tally) = (row.flight, row.schedule, row.isSettled, row.tally)
        changed = OutboxTime.text(row.time)
    }

    var line: String {
        let name = flight.isEmpty ? "no flight" : flight
        return "\(changed)  \(name)  " + (isSettled ? tally?.line ?? "not readable" : "being read")
    }
}

/// Lists flights with pictures.
struct PayloadList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List flights with pictures, the newest first.",
        discussion: """
            Example:
              roost payload list --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Print one JSON document.")
    var json = false
    @Option(help: "At most so many.")
    var limit = 20

    func run() throws {
        let database = try storage.open()
        let rows = try CommandExit.giving { () throws(StoreError) in
            try database.archivedPictureFlights(limit: max(1, limit))
        }
        let views = rows.map(PayloadFlightView.init)
        if json { return try CommandOutput.sayJSON(views) }
        let lines = views.map { CommandOutput.printable($0.line) + "\n" }
        try CommandOutput.say(lines.isEmpty ? "no pictures yet\n" : lines.joined())
    }
}

/// Lists the pictures of a flight.
struct PayloadShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "List the pictures of a flight, with why a file could not be read.",
        discussion: """
            Example:
              roost payload show powerline@2026-11-26T16:25:00Z --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The flight, as roost payload list prints it; \"\" for pictures of none.")
    var flight: String
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var name: String
        var state: String
        var why: String?
        var path: String?
        var isWaitingForUpload: Bool
        var maxCelsius: Double?
        var spots: Int?

        init(_ picture: ArchivedPicture) {
            (name, state, path) = (picture.name, picture.state, picture.path)
            isWaitingForUpload = picture.waitsForUpload
            why = picture.finding.flatMap { $0.why.isEmpty ? nil : $0.why }
            maxCelsius = picture.finding?.most
            spots = picture.finding?.kind == .thermal ? picture.finding?.sightings.count : nil
        }

        var line: String {
            var text = "\(state)  \(name)"
            if let maxCelsius { text += String(format: "  %.1f °C, %d spots", maxCelsius, spots ?? 0) }
            if let why { text += "  \(why)" }
            return text + (path.map { "  \($0)" } ?? "  gone")
        }
    }

    func run() throws {
        let database = try storage.open()
        let pictures = try CommandExit.giving { () throws(StoreError) in
            try database.archivedPictures(of: flight)
        }
        guard !pictures.isEmpty else {
            CommandOutput.complain(
                "there are no pictures of \(CommandOutput.printable(flight)); see: roost payload list")
            throw CommandExit.finding
        }
        let views = pictures.map(View.init)
        if json { return try CommandOutput.sayJSON(views) }
        try CommandOutput.say(views.map { CommandOutput.printable($0.line) + "\n" }.joined())
    }
}

/// Lists hot places.
struct PayloadSpots: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spots", abstract: "List the places that are hot, with the flight that saw each last.",
        discussion: """
            Exit code 1 when a confirmed place is hot.

            Example:
              roost payload spots --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var name: String
        var schedule: String
        var latitude: Double
        var longitude: Double
        var rung: Int
        var isConfirmed: Bool
        var deltaKelvin: Double
        var firstSeen: String
        var lastSeen: String
        var flight: String

        init(_ place: HotPlace) {
            (name, schedule, flight) = (place.name, place.schedule, place.flight)
            (latitude, longitude) = (place.place.latitude, place.place.longitude)
            (rung, isConfirmed) = (place.grade.rawValue, place.isConfirmed)
            deltaKelvin = (place.kelvin * 100).rounded() / 100
            (firstSeen, lastSeen) = (OutboxTime.text(place.first), OutboxTime.text(place.last))
        }

        var line: String {
            String(format: "%@  %.6f, %.6f  +%.1f K", name, latitude, longitude, deltaKelvin)
                + "  rung \(rung) of 3\(isConfirmed ? "" : ", not confirmed")  last seen \(lastSeen) by \(flight)"
        }
    }

    func run() throws {
        let database = try storage.open()
        let places = try CommandExit.giving { () throws(StoreError) in try database.archivedHotPlaces() }
        let views = places.map(View.init)
        if json {
            try CommandOutput.sayJSON(views)
        } else {
            let lines = views.map { CommandOutput.printable($0.line) + "\n" }
            try CommandOutput.say(lines.isEmpty ? "no hot places\n" : lines.joined())
        }
        if places.contains(where: \.isConfirmed) { throw CommandExit.finding }
    }
}
