// SPDX-License-Identifier: Apache-2.0
// The summary's JSON form. The names are a contract with whoever reads them: each is on the page docs/flightlog.md with
// its unit and meaning, and none is ever renamed. What is unknown is null; a section the log says nothing of is absent.

/// A key of the JSON form.
private struct Key: CodingKey, ExpressibleByStringLiteral {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringLiteral value: String) { stringValue = value }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<Key> {
    /// Writes a number, or null when it is unknown.
    fileprivate mutating func put(_ value: some Encodable, _ key: Key) throws {
        try encode(value, forKey: key)
    }
    fileprivate mutating func putIfKnown(_ value: (some Encodable)?, _ key: Key) throws {
        try encodeIfPresent(value, forKey: key)
    }
}

extension TimedValue: Encodable {
    /// As `[time, value]`.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(microseconds)
        try list.encode(value)
    }
}

extension TimedPair: Encodable {
    /// As `[time, subsystem, code]`.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(microseconds)
        try list.encode(first)
        try list.encode(second)
    }
}

extension TimedText: Encodable {
    /// As `[time, text]`.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(microseconds)
        try list.encode(text)
    }
}

extension LoggedText: Encodable {
    /// As an object with time, level and text.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.put(microseconds, "t_us")
        try object.put(level, "level")
        try object.put(text, "text")
    }
}

extension Flight: Encodable {
    /// As `[take-off, landing]`, the landing null when the log ends before.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(takeoffMicroseconds)
        try list.encode(landingMicroseconds)
    }
}

extension PathPoint: Encodable {
    /// As `[time, latitude, longitude, altitude]`.
    public func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(microseconds)
        try list.encode(Decimals.rounded(latitude, 7))
        try list.encode(Decimals.rounded(longitude, 7))
        try list.encode(altitudeMetres.flatMap { Decimals.rounded($0, 3) })
    }

    /// As `[latitude, longitude]`.
    fileprivate var place: [Double?] { [Decimals.rounded(latitude, 7), Decimals.rounded(longitude, 7)] }
}

extension FlightSummary: Encodable {
    /// As one object; `docs/flightlog.md` says what each name means.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.put(format.rawValue, "format")
        try object.putIfKnown(file, "file")
        try object.putIfKnown(sha256, "sha256")
        try object.put(bytes, "bytes")
        try object.put(isTruncated, "truncated")
        try object.put(notes, "notes")
        try object.put(startMicroseconds, "start_us")
        try object.put(endMicroseconds, "end_us")
        try object.put(durationSeconds, "duration_s")
        try object.put(utc(startMicroseconds), "start_utc")
        try object.put(takeoffMicroseconds, "takeoff_us")
        try object.put(landingMicroseconds, "landing_us")
        try object.put(utc(takeoffMicroseconds), "takeoff_utc")
        try object.put(utc(landingMicroseconds), "landing_utc")
        try object.putIfKnown(airborneSeconds, "airborne_s")
        try object.put(flights, "flights")
        try object.put(flightSeconds, "flight_time_s")
        if let ulog { try encode(ulog, into: &object) }
        if let dataFlash { try encode(dataFlash, into: &object) }
        if let gps { try encode(gps, into: &object) }
        try encodePositions(into: &object)
        if let battery { try encode(battery, into: &object) }
        if let vibration {
            var section = object.nestedContainer(keyedBy: Key.self, forKey: "vibration")
            try section.put(vibration.greatest, "max_m_s2")
            try section.put(vibration.mean, "mean_m_s2")
            try section.put(vibration.clipCount, "clips")
        }
        try object.put(path, "path")
    }

    /// Seconds between the first take-off and the last landing behind it.
    public var airborneSeconds: Double? {
        guard let takeoff = takeoffMicroseconds, let landing = landingMicroseconds, landing >= takeoff else {
            return nil
        }
        return Decimals.rounded(Double(landing - takeoff) / 1e6, 3)
    }

    private func encode(_ ulog: ULogDetail, into object: inout KeyedEncodingContainer<Key>) throws {
        var dropouts = object.nestedContainer(keyedBy: Key.self, forKey: "dropouts")
        try dropouts.put(ulog.dropouts, "count")
        try dropouts.put(ulog.dropoutMilliseconds, "total_ms")
        try object.put(ulog.hardware, "ver_hw")
        try object.put(ulog.software, "ver_sw")
        try object.put(ulog.system, "sys_name")
        try object.put(ulog.parameters, "parameters")
        try object.put(ulog.changedParameters, "changed_parameters")
        try object.put(ulog.isCorrupt, "file_corruption")
        try object.put(ulog.topics, "topics")
        try object.put(ulog.datasets, "datasets")
        try object.put(ulog.samples, "messages_total")
        try object.put(ulog.texts, "logged_messages")
        try object.put(ulog.textCount, "logged_messages_count")
        try object.put(ulog.errorCount, "errors_count")
        try object.putIfKnown(ulog.navigationStates, "nav_state")
        try object.putIfKnown(ulog.armingStates, "arming_state")
        try object.putIfKnown(ulog.failsafe, "failsafe")
        try object.putIfKnown(ulog.landed, "landed")
    }

    private func encode(_ log: DataFlashDetail, into object: inout KeyedEncodingContainer<Key>) throws {
        try object.put(log.records, "records")
        try object.put(log.types, "types")
        try object.put(log.boots, "boots")
        try object.put(log.skippedBytes, "skipped_bytes")
        try object.put(log.firmware, "firmware")
        try object.put(log.modes, "modes")
        try object.put(log.events, "events")
        try object.put(log.errors, "errors")
        try object.put(log.errorCount, "errors_count")
        try object.put(log.arms, "arm")
        try object.put(log.parameters, "parameters")
        try object.put(log.texts, "texts")
        try object.put(log.textCount, "texts_count")
        try object.put(log.greatestControlAltitude, "max_ctun_alt")
        try object.put(log.armed, "armed_us")
        try object.put(log.disarmed, "disarmed_us")
        try object.put(log.notLanded, "not_landed_us")
        try object.put(log.landed, "landed_us")
    }

    private func encode(_ gps: SatelliteFigures, into object: inout KeyedEncodingContainer<Key>) throws {
        var section = object.nestedContainer(keyedBy: Key.self, forKey: "gps")
        try section.put(gps.points, "points")
        try section.put(gps.points3D, "points_3d")
        try section.put(gps.distanceMetres, "distance_m")
        try section.put(gps.highestMetres, format == .ulog ? "max_alt_msl_m" : "max_alt")
        try section.put(gps.first?.place, "first")
        try section.put(gps.last?.place, "last")
        try section.put(gps.satellitesLeast, "sats_min")
        try section.put(gps.satellitesMost, "sats_max")
        var quality = object.nestedContainer(keyedBy: Key.self, forKey: "gnss_quality")
        try quality.put(Self.share(gps.points3D, of: gps.points), "share_3d")
        try quality.put(Self.share(gps.pointsRTKFixed, of: gps.points), "share_rtk_fixed")
        try quality.put(gps.hdopMean, "hdop_mean")
        try quality.put(gps.hdopWorst, "hdop_max")
        try quality.put(gps.horizontalAccuracyWorst, "horizontal_accuracy_max_m")
        try quality.put(gps.verticalAccuracyWorst, "vertical_accuracy_max_m")
        try quality.put(gps.speedAccuracyWorst, "speed_accuracy_max_m_s")
        try object.put(gps.farthestMetres, "max_distance_from_first_m")
        try object.put(gps.greatestSpeed, "max_ground_speed_m_s")
    }

    private func encodePositions(into object: inout KeyedEncodingContainer<Key>) throws {
        if let globalPosition {
            var section = object.nestedContainer(keyedBy: Key.self, forKey: "global_position")
            try section.put(globalPosition.points, "points")
            try section.put(globalPosition.distanceMetres, "distance_m")
            try section.put(globalPosition.highestMetres, "max_alt_m")
            try section.put(globalPosition.lowestMetres, "min_alt_m")
        }
        if let localPosition {
            var section = object.nestedContainer(keyedBy: Key.self, forKey: "local_position")
            try section.put(localPosition.points, "points")
            try section.put(localPosition.greatestUp, "max_up_m")
            try section.put(localPosition.greatestUpAboveFirst, "max_up_above_first_m")
            try section.put(localPosition.greatestSpeed, "max_hspeed_m_s")
            try section.put(localPosition.fastestClimb, "max_climb_m_s")
            try section.put(localPosition.fastestDescent, "max_descent_m_s")
        }
    }

    private func encode(_ battery: BatteryFigures, into object: inout KeyedEncodingContainer<Key>) throws {
        var section = object.nestedContainer(keyedBy: Key.self, forKey: "battery")
        try section.put(battery.samples, "samples")
        try section.put(battery.startVolts, "start_v")
        try section.put(battery.endVolts, "end_v")
        try section.put(battery.leastVolts, "min_v")
        try section.put(battery.consumedMilliampereHours, "consumed_mah")
        try section.put(battery.remainingStart, "remaining_start")
        try section.put(battery.remainingEnd, "remaining_end")
        try section.put(battery.greatestAmperes, "max_a")
        try section.put(battery.hottestCelsius, "max_temperature_c")
    }

    private static func share(_ part: Int, of all: Int) -> Double? {
        all == 0 ? nil : Decimals.rounded(Double(part) / Double(all), 3)
    }
}
