// SPDX-License-Identifier: Apache-2.0
// Path, plan, fence and profile of a flight record, and the notes on what was not there. The log's path goes before the
// dock's own track; without either the record says that there is none.

internal import DockModel
internal import FlightLog
internal import Foundation
internal import MAVLink
internal import Paper
internal import RoostCore
internal import Settings

extension RecordScribe {
    func addPlaces(to record: inout FlightRecord, _ sources: RecordSources) {
        if let plan = plans(sources.run.mission.plan) { addPlan(plan, to: &record) }
        guard sources.run.takeoff != nil else { return }
        let path = sources.log?.summary?.path ?? []
        let ground = path.first { $0.altitudeMetres != nil }?.altitudeMetres
        record.path = path.map { point in
            GeoPoint(
                latitude: point.latitude, longitude: point.longitude,
                height: point.altitudeMetres.flatMap { height in ground.map { height - $0 } })
        }
        var heights: [ChartPoint] = []
        if let log = sources.log {
            heights = zip(path, record.path).compactMap { told, place in
                guard let at = log.time(of: told.microseconds), let height = place.height else { return nil }
                return ChartPoint(at.seconds, height)
            }
        }
        if record.path.isEmpty {
            record.path = sources.track.map {
                GeoPoint(latitude: $0.latitude, longitude: $0.longitude, height: $0.height)
            }
        }
        record.places = record.path.count
        if heights.isEmpty {
            heights = sources.track.compactMap { point in point.height.map { ChartPoint(point.at.seconds, $0) } }
        }
        let battery = sources.track.compactMap { point in
            point.battery.map { ChartPoint(point.at.seconds, $0) }
        }
        guard heights.count > 1 else { return }
        record.profile = FlightProfile(id: record.id, height: heights, battery: battery)
    }

    private func addPlan(_ plan: PlanFile, to record: inout FlightRecord) {
        var rules = PlanRules()
        let dock = configuration.dock.dock
        rules.dock = PlanPoint(latitude: dock.latitude, longitude: dock.longitude)
        record.plan = plan.way(rules).map {
            GeoPoint(latitude: $0.point.latitude, longitude: $0.point.longitude, height: $0.height.value)
        }
        // One fence is drawn: the first that the vehicle must stay inside of.
        if let polygon = plan.polygons.first(where: \.isInclusion) {
            record.fence = polygon.corners.map { GeoPoint(latitude: $0.latitude, longitude: $0.longitude) }
        } else if let circle = plan.circles.first(where: \.isInclusion) {
            record.fence = stride(from: 0.0, to: 360.0, by: 10.0).map { degrees in
                let angle = degrees * .pi / 180
                let point = circle.center.moved(
                    east: circle.radiusMetres * cos(angle), north: circle.radiusMetres * sin(angle))
                return GeoPoint(latitude: point.latitude, longitude: point.longitude)
            }
        }
    }

    func notes(_ sources: RecordSources, _ record: FlightRecord, now: Moment) -> [String] {
        var notes: [String] = []
        if configuration.dock.records == nil {
            notes.append(
                "dock.yaml has no section records: operator, pilot, authorisation, line of sight, aircraft and surveys "
                    + "are not known.")
        }
        if sources.run.takeoff != nil {
            if let log = sources.log {
                notes += log.notes
                if log.summary?.path.isEmpty == true {
                    notes.append("The flight log has no place with a satellite fix.")
                }
            } else {
                notes.append(
                    "The flight log was not there when this version was made; a later version follows with it.")
            }
            if record.path.isEmpty {
                notes.append("No path was recorded: neither the log nor the vehicle told a place.")
            } else if sources.log?.summary?.path.isEmpty ?? true {
                notes.append("The path is what the vehicle told the dock by radio, once a second.")
            }
        }
        if sources.incidents?.contains(where: { $0.kind == .clockJumped }) == true {
            notes.append(
                "The dock's clock was set during this flight; its duration was counted on a clock that is not.")
        }
        if !now.isWallTrusted {
            notes.append("The dock's clock was not known to be set when this version was made.")
        }
        if let takeOff = record.takeOff, let landing = record.landing, landing.at < takeOff.at {
            notes.append("By the dock's clock the landing is before the take-off: the clock was set back meanwhile.")
        }
        return notes
    }
}

extension GateRecord {
    /// The gate as a record shows it.
    var recordLine: FlightRecord.Gate {
        switch answer {
        case .pass: .init(name: gate.title, answer: "pass", value: value, limit: limit ?? "")
        case .hold(let reason, _): .init(name: gate.title, answer: "hold: \(reason)", value: value, limit: limit ?? "")
        case .refuse(let reason):
            .init(name: gate.title, answer: "refuse: \(reason)", value: value, limit: limit ?? "")
        }
    }
}

extension Incident {
    /// The incident as a record shows it.
    var recordLine: FlightRecord.Event {
        let about = subject.isEmpty ? kind.title : "\(kind.title): \(subject)"
        return .init(at: opened, grade: "\(kind.severity)", text: "\(kind.rawValue): \(about) (\(detail))")
    }

    /// What was found, and whether it is over.
    var rectification: String {
        let end = resolved.map { "over at \(FlightRecord.utcText($0))" } ?? "open when this version was made"
        return "\(kind.rawValue)\(subject.isEmpty ? "" : " \(subject)"): \(detail); \(end)"
    }
}

extension MissionItem {
    /// Every field in a fixed form, for digests.
    var digestLine: String {
        "\(frame.rawValue) \(command.rawValue) \(autocontinue) \(param1) \(param2) \(param3) \(param4) \(x) \(y) \(z)"
    }
}
