// SPDX-License-Identifier: Apache-2.0
// The summary as rows of section, name, value and unit: the form behind the text for people and the CSV. Names are
// those of the JSON form. A row without a value says that it is unknown.

/// One figure of the summary.
public struct FlightFigure: Sendable, Equatable {
    /// What it belongs to.
    public var section: String
    /// Its name, as in the JSON form.
    public var name: String
    /// Its value as a decimal number or text; nil when it is unknown.
    public var value: String?
    /// Its unit; empty for counts and texts.
    public var unit: String
}

/// Rows that are being written.
private struct Rows {
    var rows: [FlightFigure] = []
    var section = ""

    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?, _ unit: String = "") {
        rows.append(FlightFigure(section: section, name: name, value: value.map { "\($0)" }, unit: unit))
    }
}

extension FlightSummary {
    /// Every figure with its unit.
    public var figures: [FlightFigure] {
        var rows = Rows()
        rows.section = "log"
        rows.add("format", format.rawValue)
        rows.add("file", file)
        if sha256 != nil { rows.add("sha256", sha256) }
        rows.add("bytes", bytes, "byte")
        rows.add("truncated", isTruncated)
        rows.add("start_us", startMicroseconds, "µs")
        rows.add("end_us", endMicroseconds, "µs")
        rows.add("start_utc", utc(startMicroseconds))
        rows.add("duration_s", durationSeconds, "s")
        if let ulog { add(ulog, to: &rows) }
        if let dataFlash { add(dataFlash, to: &rows) }
        rows.section = "flight"
        rows.add("takeoff_us", takeoffMicroseconds, "µs")
        rows.add("takeoff_utc", utc(takeoffMicroseconds))
        rows.add("landing_us", landingMicroseconds, "µs")
        rows.add("landing_utc", utc(landingMicroseconds))
        rows.add("airborne_s", airborneSeconds, "s")
        rows.add("flights", flights.count)
        rows.add("flight_time_s", flightSeconds, "s")
        addPositions(to: &rows)
        if let battery { add(battery, to: &rows) }
        if let vibration {
            rows.section = "vibration"
            for (index, axis) in ["x", "y", "z"].enumerated() where index < vibration.greatest.count {
                let name = vibration.greatest.count == 1 ? "" : "_\(axis)"
                rows.add("max\(name)_m_s2", vibration.greatest[index], "m/s²")
                rows.add("mean\(name)_m_s2", vibration.mean[index], "m/s²")
            }
            rows.add("clips", vibration.clipCount)
        }
        addModes(to: &rows)
        return rows.rows
    }

    private func add(_ log: ULogDetail, to rows: inout Rows) {
        rows.add("sys_name", log.system)
        rows.add("ver_hw", log.hardware)
        rows.add("ver_sw", log.software)
        rows.add("file_corruption", log.isCorrupt)
        rows.add("dropouts", log.dropouts)
        rows.add("dropouts_total_ms", log.dropoutMilliseconds, "ms")
        rows.add("parameters", log.parameters)
        rows.add("changed_parameters", log.changedParameters)
        rows.add("topics", log.topics)
        rows.add("datasets", log.datasets)
        rows.add("messages_total", log.samples)
        rows.add("logged_messages_count", log.textCount)
        rows.add("errors_count", log.errorCount)
    }

    private func add(_ log: DataFlashDetail, to rows: inout Rows) {
        rows.add("firmware", log.firmware)
        rows.add("records", log.records)
        rows.add("types", log.types)
        rows.add("boots", log.boots)
        rows.add("skipped_bytes", log.skippedBytes, "byte")
        rows.add("parameters", log.parameters)
        rows.add("texts_count", log.textCount)
        rows.add("errors_count", log.errorCount)
    }

    private func add(_ battery: BatteryFigures, to rows: inout Rows) {
        rows.section = "battery"
        rows.add("samples", battery.samples)
        rows.add("start_v", battery.startVolts, "V")
        rows.add("end_v", battery.endVolts, "V")
        rows.add("min_v", battery.leastVolts, "V")
        rows.add("consumed_mah", battery.consumedMilliampereHours, "mAh")
        rows.add("max_a", battery.greatestAmperes, "A")
        rows.add("remaining_start", battery.remainingStart.flatMap { Decimals.rounded($0 * 100, 1) }, "%")
        rows.add("remaining_end", battery.remainingEnd.flatMap { Decimals.rounded($0 * 100, 1) }, "%")
        rows.add("max_temperature_c", battery.hottestCelsius, "°C")
    }

    private func addPositions(to rows: inout Rows) {
        if let gps {
            rows.section = "gps"
            rows.add("points", gps.points)
            rows.add("points_3d", gps.points3D)
            rows.add("distance_m", gps.distanceMetres, "m")
            rows.add("max_distance_from_first_m", gps.farthestMetres, "m")
            rows.add(format == .ulog ? "max_alt_msl_m" : "max_alt", gps.highestMetres, "m")
            rows.add("max_ground_speed_m_s", gps.greatestSpeed, "m/s")
            for (name, point) in [("first", gps.first), ("last", gps.last)] {
                rows.add("\(name)_latitude", point.flatMap { Decimals.rounded($0.latitude, 7) }, "°")
                rows.add("\(name)_longitude", point.flatMap { Decimals.rounded($0.longitude, 7) }, "°")
            }
            rows.add("sats_min", gps.satellitesLeast)
            rows.add("sats_max", gps.satellitesMost)
            rows.add("hdop_mean", gps.hdopMean)
            rows.add("hdop_max", gps.hdopWorst)
            rows.add("horizontal_accuracy_max_m", gps.horizontalAccuracyWorst, "m")
            rows.add("vertical_accuracy_max_m", gps.verticalAccuracyWorst, "m")
            rows.add("speed_accuracy_max_m_s", gps.speedAccuracyWorst, "m/s")
        }
        if let globalPosition {
            rows.section = "global_position"
            rows.add("points", globalPosition.points)
            rows.add("distance_m", globalPosition.distanceMetres, "m")
            rows.add("max_alt_m", globalPosition.highestMetres, "m")
            rows.add("min_alt_m", globalPosition.lowestMetres, "m")
        }
        if let localPosition {
            rows.section = "local_position"
            rows.add("points", localPosition.points)
            rows.add("max_up_m", localPosition.greatestUp, "m")
            rows.add("max_up_above_first_m", localPosition.greatestUpAboveFirst, "m")
            rows.add("max_hspeed_m_s", localPosition.greatestSpeed, "m/s")
            rows.add("max_climb_m_s", localPosition.fastestClimb, "m/s")
            rows.add("max_descent_m_s", localPosition.fastestDescent, "m/s")
        }
        if let height = dataFlash?.greatestControlAltitude {
            rows.section = "control"
            rows.add("max_ctun_alt", height, "m")
        }
    }

    private func addModes(to rows: inout Rows) {
        rows.section = "modes"
        let family = FlightModeFamily(self)
        for mode in ulog?.navigationStates ?? dataFlash?.modes ?? [] {
            rows.add("at \(mode.microseconds) µs", family.name(mode.value))
        }
        rows.section = "errors"
        for error in dataFlash?.errors ?? [] {
            rows.add("at \(error.microseconds) µs", "subsystem \(error.first), code \(error.second)")
        }
        rows.section = "texts"
        for text in ulog?.texts ?? [] {
            rows.add("at \(text.microseconds) µs", "\(text.level): \(text.text)")
        }
        for text in dataFlash?.texts ?? [] { rows.add("at \(text.microseconds) µs", text.text) }
        rows.section = "notes"
        for (index, note) in notes.enumerated() { rows.add("\(index + 1)", note) }
    }
}
