// SPDX-License-Identifier: Apache-2.0
// What the vehicle verbs print as JSON: the same members for every autopilot, null where the vehicle did not say.
// The names stand in docs/vehicle.md.

import DockModel
import Foundation
import MAVLink
import Settings
import VehicleLink

/// A JSON object whose members are always there; nil becomes null.
struct JSONFields: Encodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private var members: [(name: String, value: (any Encodable & Sendable)?)]

    init(_ members: KeyValuePairs<String, (any Encodable & Sendable)?>) {
        self.members = members.map { ($0.key, $0.value) }
    }

    /// Puts members behind those that are there.
    mutating func add(_ more: KeyValuePairs<String, (any Encodable & Sendable)?>) {
        members += more.map { ($0.key, $0.value) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in members {
            if let value {
                try container.encode(value, forKey: Name(stringValue: name))
            } else {
                try container.encodeNil(forKey: Name(stringValue: name))
            }
        }
    }
}

/// Numbers with as many places as they are worth.
func rounded(_ number: Double, places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (number * scale).rounded() / scale
}

/// What became of a flight, and its figures.
struct SortieView {
    var endpoint: String
    var plan: String
    var result: SortieResult
    var trace: SortieTrace
    var receipt: UploadReceipt?
    var armingRefusals: Int
    var seconds: Double
    var log: PulledLog?
    var logError: String?
    /// The item after which the rest was flown, and that rest.
    var resumedFrom: Int?
    var rest: PlanRest?

    /// The number in the whole plan of an item that was reached.
    private func number(_ item: Int) -> Int? {
        guard let rest else { return item }
        return rest.number(ofRest: item)
    }

    /// The breach of the fence as a JSON object.
    private var breachJSON: JSONFields? {
        trace.fenceBreach.map { breach in
            JSONFields([
                "told_by": breach.basis.rawValue, "text": breach.text,
                "after_s": breach.afterArming.map { rounded($0.inSeconds, places: 1) },
                "lat_deg": breach.place.map { rounded($0.latitude, places: 7) },
                "lon_deg": breach.place.map { rounded($0.longitude, places: 7) },
                "rel_alt_m": breach.place.map { rounded($0.height.value, places: 1) },
                "reaction": breach.reaction.map { "\($0)" },
            ])
        }
    }

    /// What became of it, in words; `flown and landed` is the only good one.
    var resultText: String {
        switch result {
        case .flown: "flown and landed"
        case .calledHome(let reason): "called home and landed: \(reason)"
        case .interrupted(let reason): "interrupted and landed: \(reason)"
        case .uploadRefused(let error): "upload refused: \(error)"
        case .armingRefused(let error): "arming refused: \(error)"
        case .noTakeOff(let reason): "no take-off: \(reason)"
        case .notLanded(let reason): "not seen to land: \(reason)"
        case .noVehicle: "no heartbeat"
        }
    }

    /// The document of `roost vehicle fly --json`.
    var json: JSONFields {
        func degrees(_ value: Double?) -> Double? { value.map { rounded($0, places: 7) } }
        let end = trace.path.last
        return JSONFields([
            "endpoint": endpoint, "plan": plan, "result": resultText, "flown": result == .flown,
            "autopilot": trace.autopilot?.publicName, "version": trace.version,
            "items": receipt?.itemCount, "fence_items": receipt?.fenceCount, "rally_items": receipt?.rallyCount,
            "mission_crc32": receipt.map { String(format: "%08x", $0.crc32) },
            "arm_refused": armingRefusals, "modes": trace.modes.map { "\($0)" },
            "reached": trace.reached.compactMap(number),
            "last_reached_item": trace.lastReachedItem.flatMap(number), "resumed_from": resumedFrom,
            "fence_breach": breachJSON,
            "statustext": trace.texts.map { "\($0.severity.rawValue) \($0.text)" },
            "statustext_left_out": trace.textsLeftOut,
            "track_points": trace.path.count, "track_m": rounded(trace.distance.value, places: 1),
            "max_rel_alt_m": trace.highest.map { rounded($0.value, places: 2) },
            "vehicle_s": trace.flightTime.map { rounded($0.inSeconds, places: 1) },
            "armed_s": armedSeconds, "landed_from_home_m": trace.landedFromHome.map { rounded($0.value, places: 2) },
            "landed_lat_deg": degrees(end?.latitude), "landed_lon_deg": degrees(end?.longitude),
            "longest_silence_s": rounded(trace.longestSilence.inSeconds, places: 1),
            "battery_start_pct": trace.batteryAtStart?.value, "takeoff_pct": trace.batteryAtLaunch?.value,
            "battery_end_pct": trace.batteryAtEnd?.value,
            "battery_end_mv": trace.voltageAtEnd.map { ($0.value * 1_000).rounded() },
            "log": log?.json, "log_error": logError, "wall_s": rounded(seconds, places: 2),
        ])
    }

    private var armedSeconds: Double? {
        guard let armed = trace.armedAt, let disarmed = trace.disarmedAt else { return nil }
        return rounded(armed.duration(to: disarmed).inSeconds, places: 1)
    }

    /// The last lines for people.
    var lines: [String] {
        func text(_ number: Double?, _ unit: String, _ places: Int = 1) -> String {
            number.map { "\(String(format: "%.\(places)f", $0)) \(unit)" } ?? "unknown"
        }
        let numbers = trace.reached.compactMap(number)
        let reached = numbers.isEmpty ? "none" : numbers.map(String.init).joined(separator: ", ")
        var lines = [
            "result      \(resultText)",
            "vehicle     \(trace.autopilot?.publicName ?? "unknown"), version \(trace.version ?? "unknown"), "
                + endpoint,
            "plan        \(plan), \(receipt.map { "\($0.itemCount) items" } ?? "not uploaded"); reached \(reached)",
            "flight      \(text(trace.flightTime?.inSeconds, "s", 0)), \(text(trace.distance.value, "m")) over ground, "
                + "up to \(text(trace.highest?.value, "m")) above home",
            "landed      \(text(trace.landedFromHome?.value, "m")) from home",
            "battery     \(text(trace.batteryAtLaunch?.value, "%", 0)) at launch, "
                + "\(text(trace.batteryAtEnd?.value, "%", 0)) at the end",
        ]
        if let breach = trace.fenceBreach {
            let reaction = breach.reaction.map { "the vehicle changed to mode \($0)" } ?? "the vehicle flew on"
            lines.append("fence       left, told by \(breach.basis.rawValue); \(reaction)")
        }
        if let log { lines.append("log         \(log.line)") }
        if let logError { lines.append("log         \(logError)") }
        return lines
    }
}

extension Autopilot {
    /// The family's own spelling.
    var publicName: String {
        switch self {
        case .px4: "PX4"
        case .ardupilot: "ArduPilot"
        case .other: "other"
        }
    }
}
