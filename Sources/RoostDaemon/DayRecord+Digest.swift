// SPDX-License-Identifier: Apache-2.0
// What a digest says of a day, from its record alone: which facts stand where, and what is missing. What was not
// measured stays nil; nothing is filled in, and nothing is read from elsewhere.

public import DockModel
public import Report
internal import RoostCore

extension DayRecord {
    /// The facts of the digest of a dock, in the core's own words; `worded` gives those of another language.
    public func digest(of dock: DockID, period: DigestPeriod = .day, gaps: [DigestGap] = []) -> DigestInput {
        var input = DigestInput(
            source: ReportSource(dock: dock, version: version), from: tally.begun ?? ended, to: ended)
        input.period = period
        input.missions = tally.missions.map { line in
            DigestMission(
                name: line.schedule.text, plannedAt: line.due, verdict: line.outcome.verdict,
                reason: line.outcome == .flown || line.reason.isEmpty ? nil : line.reason)
        }
        input.unlisted = MissionOutcome.allCases.compactMap { outcome in
            let listed = tally.missions.count { $0.outcome == outcome }
            let more = (tally.outcomes[outcome] ?? 0) - listed
            return more > 0 ? DigestOutcome(verdict: outcome.verdict, count: more) : nil
        }
        input.upcoming = upcoming
        input.changes = changes
        input.tasks = tasks
        input.vehicle = vehicle
        input.dock = dockOfDay
        input.wear = wear
        input.weather = weather
        input.link = link
        input.incidents = tally.openIncidents.map(\.line)
        input.versions = system
        (input.suppressed, input.held, input.filterTroubles) = (suppressed, held, filterTroubles)
        input.shelved = shelved
        input.gaps = gaps + ownGaps(period)
        return input
    }

    /// What these facts cannot say.
    private func ownGaps(_ period: DigestPeriod) -> [DigestGap] {
        var gaps: [DigestGap] = []
        let span = (tally.begun ?? ended).duration(to: ended)
        if log.isClockSet || span < .zero {
            gaps.append(.clockWasSet)
        } else if span > .zero, log.watched < span.inSeconds * 0.98 - 120 {
            gaps.append(.watched(.seconds(Int64(max(0, log.watched))), of: span))
        }
        if log.clockDoubted >= 60 { gaps.append(.clockNotBelieved(.seconds(Int64(log.clockDoubted)))) }
        if isWithoutPictures { gaps.append(.picturesNotDrawn) }
        return gaps
    }

    private var changes: [String] {
        let counts = tally.incidents.sorted { $0.key < $1.key }.map { kind, count in
            "\(IncidentKind(rawValue: kind)?.title ?? kind): \(count == 1 ? "once" : "\(count) times")"
        }
        let pictures = tally.pictures.map { "Pictures of \($0.flight): \($0.line)" }
        return pictures + tally.partNotices + counts + unusual
    }

    private var tasks: [DigestTask] {
        let incidents = tally.openIncidents.filter(\.isTask).map { incident in
            DigestTask(what: "\(incident.title): \(incident.kind.remedy)")
        }
        let orders = wear.filter { $0.stage != nil }.map { part in
            let slack = max(0, part.daysLeft.p10 - part.leadDays - part.orderDays)
            return DigestTask(
                what: "Order \(part.name) (serial \(part.serial))",
                by: ended + .seconds(Int64(min(slack, 36_500) * 86_400)))
        }
        return incidents + orders
    }

    private var vehicle: DigestVehicle? {
        let flights = [.flown, .partial, .diverted].reduce(0) { $0 + (tally.outcomes[$1] ?? 0) }
        guard flights > 0 || tally.flightSeconds > 0 || tally.battery != nil || cycles != nil else { return nil }
        var vehicle = DigestVehicle()
        vehicle.flights = flights
        vehicle.airTime = .seconds(Self.bounded(tally.flightSeconds))
        vehicle.charge = tally.battery
        vehicle.health = packHealth.map { Percent($0) }
        vehicle.cycles = cycles
        vehicle.cellSpreadMillivolts = cellSpread
        vehicle.worstVibration = vibration
        return vehicle
    }

    /// Nil for a dock of which nothing was read in the period.
    private var dockOfDay: DigestDock? {
        let times = log.moves.map(\.seconds)
        guard log.watched > 0 || tally.coverTravels > 0 || tally.padTemperature != nil || !times.isEmpty else {
            return nil
        }
        var dock = DigestDock()
        dock.coverMoves = Int(Self.bounded(tally.coverTravels))
        dock.coverTravelSeconds = times.isEmpty ? nil : times.reduce(0, +) / Double(times.count)
        dock.usualCoverTravelSeconds = usualTravel
        dock.chargeEnergy = WattHours(tally.chargedWattHours)
        dock.charges = tally.charges
        dock.contactsLow = tally.padTemperature.map { Celsius($0.low) }
        dock.contactsHigh = tally.padTemperature.map { Celsius($0.high) }
        dock.backupCharge = log.backupCharge.map { Percent($0) }
        return dock
    }

    private var weather: DigestWeather? {
        guard tally.gust != nil || tally.airTemperature != nil else { return nil }
        var weather = DigestWeather()
        if tally.windSamples > 0 { weather.windMean = MetresPerSecond(tally.windSum / tally.windSamples) }
        weather.rainMillimetres = tally.rainMillimetres
        weather.gust = tally.gust.map { MetresPerSecond($0) }
        weather.low = tally.airTemperature.map { Celsius($0.low) }
        weather.high = tally.airTemperature.map { Celsius($0.high) }
        weather.flyableHours = log.weatherKnown > 0 ? log.flyable / 3_600 : nil
        return weather
    }

    /// A count or a span from a store, within what can be shown.
    private static func bounded(_ value: Double) -> Int64 {
        value.isFinite ? Int64(min(max(value, 0), 1e15)) : 0
    }
}

extension Incident {
    /// Whether a digest names it among what a person has to do.
    var isTask: Bool { kind.severity <= .error || kind == .storeNotCopied }
}

extension MissionOutcome {
    /// The same in the words of reports.
    var verdict: MissionVerdict {
        switch self {
        case .flown: .done
        case .partial: .partial
        case .aborted: .aborted
        case .refused: .refused
        case .expired: .expired
        case .skipped: .skipped
        case .diverted: .diverted
        case .lost: .lost
        }
    }
}
