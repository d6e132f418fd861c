// SPDX-License-Identifier: Apache-2.0
// The picture of a flight over its plan, from a flight's record or from its log. What is drawn and how is in FlightLog;
// this only gathers it and writes the file.

import ArgumentParser
import DockModel
import FlightLog
import Foundation
import MAVLink
import Settings
import VehicleLink

/// Pictures of flights.
enum FlightDrawing {
    /// Draws the record of a flight.
    static func write(_ trace: SortieTrace, over plan: PlanFile?, title: String, to file: String) throws {
        var picture = FlightPicture(title: title)
        picture.flown = trace.path.map {
            FlightPicture.Place(latitude: $0.latitude, longitude: $0.longitude, height: $0.height.value)
        }
        picture.home = trace.home.map { FlightPicture.Place(latitude: $0.latitude, longitude: $0.longitude) }
        picture.breach = trace.fenceBreach?.place.map {
            FlightPicture.Place(latitude: $0.latitude, longitude: $0.longitude)
        }
        var parts = [trace.autopilot?.publicName, trace.version].compactMap(\.self)
        parts.append("\(trace.distance) over ground")
        if let highest = trace.highest { parts.append("up to \(highest)") }
        if let time = trace.flightTime { parts.append(String(format: "%.0f s", time / .seconds(1))) }
        picture.subtitle = parts.joined(separator: ", ")
        try write(picture, plan, to: file)
    }

    /// Draws a flight log; its heights count from the first place.
    static func write(_ summary: FlightSummary, over plan: PlanFile?, to file: String) throws {
        var picture = FlightPicture(title: summary.file ?? "flight")
        let ground = summary.path.first { $0.altitudeMetres != nil }?.altitudeMetres
        picture.flown = summary.path.map { point in
            FlightPicture.Place(
                latitude: point.latitude, longitude: point.longitude,
                height: point.altitudeMetres.flatMap { altitude in ground.map { altitude - $0 } })
        }
        picture.home = picture.flown.first
        var parts = [summary.format.rawValue]
        if let start = summary.utc(summary.startMicroseconds) { parts.append("from \(start)") }
        if let seconds = summary.flightSeconds { parts.append(String(format: "%.0f s in the air", seconds)) }
        picture.subtitle = parts.joined(separator: ", ")
        try write(picture, plan, to: file)
    }

    private static func write(_ flown: FlightPicture, _ plan: PlanFile?, to file: String) throws {
        var picture = flown
        if let plan { add(plan, to: &picture) }
        guard let svg = picture.svg else {
            CommandOutput.complain(CommandOutput.printable("\(file): there is no place to draw"))
            throw CommandExit.finding
        }
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(file): \(error.localizedDescription)"))
            throw CommandExit.finding
        }
    }

    private static func add(_ plan: PlanFile, to picture: inout FlightPicture) {
        func place(_ point: PlanPoint) -> FlightPicture.Place {
            FlightPicture.Place(latitude: point.latitude, longitude: point.longitude)
        }
        var named: Set<Int> = []
        var rules = PlanRules()
        // The way begins where the vehicle stood, which may be beside the planned home.
        rules.dock = picture.home.map { PlanPoint(latitude: $0.latitude, longitude: $0.longitude) }
        picture.planned = plan.way(rules).map { way in
            let isNew = named.insert(way.item).inserted
            return FlightPicture.Place(
                latitude: way.point.latitude, longitude: way.point.longitude, height: way.height.value,
                label: isNew ? "\(way.item)" : nil)
        }
        picture.fence = plan.polygons.map {
            FlightPicture.Area(.polygon($0.corners.map(place)), isInclusion: $0.isInclusion)
        }
        picture.fence += plan.circles.map {
            FlightPicture.Area(
                .circle(place($0.center), radius: $0.radiusMetres), isInclusion: $0.isInclusion)
        }
        picture.rally = plan.rally.map { place($0.point) }
        picture.home = picture.home ?? place(plan.home)
    }
}
