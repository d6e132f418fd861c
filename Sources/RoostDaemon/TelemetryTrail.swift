// SPDX-License-Identifier: Apache-2.0
// The last seconds of what sensors and vehicle told, one row a second, for the mail about an incident. It is kept in
// memory only: what was before a restart is not known.

internal import DockModel
internal import Report
internal import RoostCore

/// The seconds before now.
struct TelemetryTrail: Sendable {
    /// How far back a mail looks.
    static let span = Duration.seconds(10)
    /// Time between two rows.
    static let pace = Duration.milliseconds(900)
    /// A value older than this was not told lately.
    static let longestAge = Duration.seconds(10)

    private static let columns = [
        "height m", "away m", "battery %", "pack V", "fix", "mode", "armed", "cover", "cover A", "charger A",
        "wind m/s",
        "pad °C", "mains",
    ]
    /// The columns that tell most about the vehicle, about its dock.
    private static let vehicleColumns = [0, 1, 2, 4, 5], dockColumns = [7, 8, 9, 10, 12]

    private var rows: [(at: Instant, values: [String?])] = []

    /// Takes a row, at most one in `pace`.
    mutating func note(_ evidence: Evidence, at now: Instant, switches: Duration) {
        if let last = rows.last?.at, last.duration(to: now) < Self.pace, last <= now { return }
        rows.append((now, Self.values(of: evidence, at: now, switches: switches)))
        rows.removeAll { $0.at.duration(to: now) > Self.span || $0.at > now }
        if rows.count > 16 { rows.removeFirst(rows.count - 16) }
    }

    /// The table of the seconds before now; the vehicle's columns stand in the text for what concerns it.
    func table(at now: Instant, of kind: IncidentKind) -> TelemetryInput {
        TelemetryInput(
            columns: Self.columns,
            rows: rows.filter { $0.at <= now && $0.at.duration(to: now) <= Self.span }
                .map { TelemetryInput.Row(before: $0.at.duration(to: now).inSeconds, values: $0.values) },
            shown: kind.origin == .vehicle || kind == .vehicleSilent ? Self.vehicleColumns : Self.dockColumns)
    }

    private static func values(of evidence: Evidence, at now: Instant, switches: Duration) -> [String?] {
        let vehicle = evidence.vehicle
        func number(_ value: Double?) -> String? {
            guard let value, value.isFinite, abs(value) < 1e9 else { return nil }
            return "\((value * 10).rounded() / 10)"
        }
        func fresh<Value>(_ sensed: Sensed<Value>) -> Value? { sensed.fresh(at: now, within: longestAge) }
        return [
            number(fresh(vehicle.height)?.value), number(fresh(vehicle.distance)?.value),
            number(fresh(vehicle.battery)?.value), number(fresh(vehicle.batteryVoltage)?.value),
            fresh(vehicle.fix).map { "\($0)" }, fresh(vehicle.intent)?.rawValue,
            fresh(vehicle.armed).map { $0 ? "yes" : "no" },
            evidence.coverPosition(at: now, within: switches)?.rawValue,
            number(fresh(evidence.coverCurrent)?.value),
            number(fresh(evidence.chargerCurrent)?.value), number(fresh(evidence.wind.latest)?.value),
            number(fresh(evidence.padTemperature)?.value),
            fresh(evidence.mainsPresent).map { $0 ? "yes" : "no" },
        ]
    }
}
