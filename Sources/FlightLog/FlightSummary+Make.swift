// SPDX-License-Identifier: Apache-2.0
// Makes the summary out of what was gathered: chooses among instances, rounds, and leaves unknown what nobody
// measured. It reads no bytes of a log.

extension FlightSummary {
    /// Satellite figures rounded as they are shown.
    static func figures(_ gather: SatelliteGather) -> SatelliteFigures {
        var figures = SatelliteFigures()
        figures.points = gather.points
        figures.points3D = gather.points3D
        figures.pointsRTKFixed = gather.pointsRTKFixed
        figures.distanceMetres = Decimals.rounded(gather.track.distanceMetres, 2) ?? 0
        figures.farthestMetres =
            gather.track.first == nil ? nil : Decimals.rounded(gather.track.farthestMetres, 2)
        figures.highestMetres = Decimals.rounded(gather.track.highest, 3)
        figures.first = gather.track.first
        figures.last = gather.track.last
        figures.satellitesLeast = gather.satellites.least(0).flatMap { Int(exactly: $0) }
        figures.satellitesMost = gather.satellites.greatest(0).flatMap { Int(exactly: $0) }
        figures.hdopWorst = gather.hdop.greatest(2)
        figures.hdopMean = gather.hdop.mean(2)
        figures.horizontalAccuracyWorst = gather.horizontalAccuracy.greatest(3)
        figures.verticalAccuracyWorst = gather.verticalAccuracy.greatest(3)
        figures.speedAccuracyWorst = gather.speedAccuracy.greatest(3)
        figures.greatestSpeed = gather.speed.greatest(3)
        return figures
    }

    /// Battery figures; nil when no sample is above 0.1 V.
    static func figures(_ gather: BatteryGather) -> BatteryFigures? {
        guard let start = gather.startVolts, let end = gather.endVolts else { return nil }
        var figures = BatteryFigures()
        figures.samples = gather.samples
        figures.startVolts = Decimals.rounded(start, 3)
        figures.endVolts = Decimals.rounded(end, 3)
        figures.leastVolts = gather.volts.least(3)
        figures.consumedMilliampereHours = gather.consumedMilliampereHours
        figures.greatestAmperes = gather.greatestAmperes
        figures.remainingStart = Decimals.rounded(gather.remainingStart, 3)
        figures.remainingEnd = Decimals.rounded(gather.remainingEnd, 3)
        figures.hottestCelsius = gather.temperature.greatest(1)
        return figures
    }

    /// Vibration figures; nil when nothing was measured.
    static func figures(_ gather: VibrationGather) -> VibrationFigures? {
        let axes = [gather.x, gather.y, gather.z].filter { $0.count > 0 }
        guard !axes.isEmpty else { return nil }
        return VibrationFigures(
            greatest: axes.compactMap { $0.greatest(3) }, mean: axes.compactMap { $0.mean(3) },
            clipCount: gather.clipCount)
    }

    /// What both formats have of flights.
    mutating func take(_ flights: Flights) {
        takeoffMicroseconds = flights.takeoff
        landingMicroseconds = flights.landing
        self.flights = flights.all
        if flights.list.count > 0 {
            flightSeconds = Decimals.rounded(Double(flights.airborneMicroseconds) / 1e6, 3)
        }
    }

    /// Says of a list that it was cut.
    mutating func note<Element>(_ what: String, _ list: BoundedList<Element>) {
        if list.isCut {
            notes.append("\(list.count) \(what), of which the first \(list.entries.count) are listed")
        }
    }

    /// Says how much could not be read.
    mutating func noteDamage(_ bytes: UInt64) {
        if bytes > 0 { notes.append("\(bytes) bytes belong to nothing readable and were passed over") }
    }
}

extension ULogReader {
    /// The summary of what was read.
    func summary() -> FlightSummary {
        var summary = FlightSummary(format: .ulog)
        summary.startMicroseconds = startMicroseconds
        summary.endMicroseconds = lastMicroseconds
        summary.durationSeconds = Decimals.rounded(Double(lastMicroseconds - startMicroseconds) / 1e6, 3)
        summary.noteDamage(skippedBytes)
        if words.taggedTexts > 0 { summary.notes.append("\(words.taggedTexts) tagged texts are not listed") }
        summary.ulog = detail(&summary)
        let hasFix: (SatelliteGather) -> Bool = { $0.points3D > 0 }
        let fixes =
            topics.gps.lowest(where: hasFix) ?? topics.gps.lowest() ?? topics.sensorGPS.lowest(where: hasFix)
            ?? topics.sensorGPS.lowest()
        summary.gps = fixes.map(FlightSummary.figures)
        summary.utcOffsetMicroseconds = fixes?.utcOffset
        let global = topics.global.lowest()
        summary.globalPosition = global.map { gather in
            GlobalFigures(
                points: gather.points, distanceMetres: Decimals.rounded(gather.track.distanceMetres, 2) ?? 0,
                highestMetres: Decimals.rounded(gather.track.highest, 3),
                lowestMetres: Decimals.rounded(gather.track.lowest, 3))
        }
        summary.path = [global?.track.path, fixes?.track.path].compactMap { $0 }.first { !$0.isEmpty } ?? []
        summary.localPosition = topics.local.lowest().map(Self.figures)
        summary.battery = topics.battery.lowest { $0.startVolts != nil }.flatMap(FlightSummary.figures)
        summary.vibration = vibration
        return summary
    }

    private func detail(_ summary: inout FlightSummary) -> ULogDetail {
        var detail = ULogDetail()
        detail.dropouts = words.dropouts
        detail.dropoutMilliseconds = words.dropoutMilliseconds
        detail.hardware = words.hardware
        detail.software = words.software
        detail.system = words.system
        detail.parameters = words.parameters.count
        detail.changedParameters = words.changedParameters
        detail.isCorrupt = isCorrupt
        let used = directory.used
        detail.topics = Set(used.map(\.dataset.name)).count
        detail.datasets = used.count
        detail.samples = used.reduce(0) { $0 + $1.count }
        detail.texts = words.texts.entries
        detail.textCount = words.texts.count
        detail.errorCount = words.seriousTexts
        summary.note("texts", words.texts)
        if let status = topics.status.lowest() {
            detail.navigationStates = status.navigation.list.entries
            detail.armingStates = status.arming.list.entries
            detail.failsafe = status.failsafe.list.entries
            summary.note("changes of the navigation state", status.navigation.list)
            summary.note("changes of the arming state", status.arming.list)
            summary.note("changes of the failsafe", status.failsafe.list)
        }
        if let ground = topics.ground.lowest() {
            detail.landed = ground.landed.list.entries
            summary.take(ground.flights)
            summary.note("changes of the land detector", ground.landed.list)
        }
        return detail
    }

    private static func figures(_ gather: LocalGather) -> LocalFigures {
        var figures = LocalFigures()
        figures.points = gather.points
        figures.greatestUp = gather.up.greatest(3)
        figures.greatestUpAboveFirst = gather.firstUp.flatMap { Decimals.rounded(gather.up.greatest - $0, 3) }
        figures.greatestSpeed = gather.speed.greatest(3)
        figures.fastestClimb = gather.climb.greatest(3).map { max(0, $0) }
        figures.fastestDescent = gather.climb.least(3).map { max(0, -$0) }
        return figures
    }

    /// The worst sensor and the clipping of all of them.
    private var vibration: VibrationFigures? {
        let all = topics.imu.list.filter { $0.count > 0 }
        let figures = all.compactMap { FlightSummary.figures($0.gather) }
        guard var worst = figures.max(by: { $0.greatest[0] < $1.greatest[0] }) else { return nil }
        worst.clipCount = figures.reduce(0) { $0.addingReportingOverflow($1.clipCount).partialValue }
        return worst
    }
}

extension DataFlashReader {
    /// The summary of what was read.
    func summary() -> FlightSummary {
        var summary = FlightSummary(format: .dataFlash)
        summary.startMicroseconds = timeline.start
        summary.endMicroseconds = timeline.end
        if timeline.start != nil {
            summary.durationSeconds = Decimals.rounded(Double(timeline.duration) / 1e6, 3)
        }
        summary.noteDamage(skippedBytes)
        if timeline.boots > 1 {
            summary.notes.append("\(timeline.boots) boots; times start anew with each of them")
        }
        summary.take(figures.eventFlights.takeoff == nil ? figures.stateFlights : figures.eventFlights)
        let fixes = figures.gps.lowest { $0.points3D > 0 } ?? figures.gps.lowest()
        summary.gps = fixes.map(FlightSummary.figures)
        summary.utcOffsetMicroseconds = fixes?.utcOffset
        summary.path = fixes?.track.path ?? []
        summary.battery = figures.battery.lowest { $0.startVolts != nil }.flatMap(FlightSummary.figures)
        summary.vibration = FlightSummary.figures(figures.vibration)
        summary.dataFlash = detail(&summary)
        return summary
    }

    private func detail(_ summary: inout FlightSummary) -> DataFlashDetail {
        var detail = DataFlashDetail()
        detail.records = records
        detail.types = formats.names.count
        detail.boots = timeline.boots
        detail.skippedBytes = skippedBytes
        detail.parameters = figures.parameters.count
        detail.firmware = figures.firmware
        detail.modes = figures.modes.entries
        detail.events = figures.events.entries
        detail.errors = figures.errors.entries
        detail.errorCount = figures.errorCount
        detail.arms = figures.arms.entries
        detail.texts = figures.texts.entries
        detail.textCount = figures.texts.count
        detail.greatestControlAltitude = figures.controlAltitude.greatest(3)
        detail.armed = figures.armed.entries
        detail.disarmed = figures.disarmed.entries
        detail.notLanded = figures.notLanded.entries
        detail.landed = figures.landed.entries
        summary.note("modes", figures.modes)
        summary.note("events", figures.events)
        summary.note("errors", figures.errors)
        summary.note("texts", figures.texts)
        return detail
    }
}
