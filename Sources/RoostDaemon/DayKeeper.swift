// SPDX-License-Identifier: Apache-2.0
// Notes the course of the running day from what the loop sees, and keeps it in the store a few times an hour, so that
// a restart costs minutes and not the day. It decides nothing and is never asked by the core.

internal import DockModel
internal import Logging
internal import RoostCore
internal import Store

/// The running day of one dock, as a value: the loop keeps the new one only when its commit succeeded.
struct DayKeeper: Sendable {
    /// The name under which the day is kept.
    static let name = "day"
    /// Dock time between two times that it is kept.
    static let keepPeriod = Duration.seconds(900)
    /// Dock time between two looks.
    static let pace = Duration.seconds(1)

    /// The day so far.
    private(set) var log: DayLog
    private var last: Moment?
    private var keptAt: Instant?
    private var windTaken: Instant?
    private var travel: (goal: CoverOrder, ordered: Instant, greatest: Double?)?
    private var wasAirborne = false

    /// A day that begins now.
    init() { log = DayLog() }

    /// The day as it was kept last; one that cannot be read is said and begins anew.
    init(database: RoostDatabase, logger: Logger) {
        log = DayLog()
        do {
            if let kept = try database.kept(Self.name) { log = try StateCoding.decode(DayLog.self, from: kept) }
        } catch {
            logger.error("the course of the day cannot be read and begins anew: \(error)")
        }
    }

    /// Takes a look at the dock.
    mutating func note(_ state: DockState, policy: DockPolicy, at now: Moment) {
        noteTravel(state, policy, now)
        guard let before = last else { return last = now }
        let gap = before.boot.duration(to: now.boot)
        guard gap >= Self.pace || gap < .zero else { return }
        last = now
        let step = before.wall.duration(to: now.wall)
        if before.isWallTrusted, now.isWallTrusted, abs((step - gap).inSeconds) > DayLog.largestStep.inSeconds {
            log.isClockSet = true
        }
        guard gap >= .zero, gap <= DayLog.longestGap else { return }
        let seconds = gap.inSeconds
        log.watched += seconds
        if !now.isWallTrusted { log.clockDoubted += seconds }
        noteWeather(state.evidence, policy, now, seconds)
        notePower(state, policy, now, seconds)
        noteFlight(state, now)
    }

    /// The value to be stored with a commit; nil while the last one is young enough.
    mutating func toKeep(at now: Moment) throws -> KeptValue? {
        if let keptAt, keptAt <= now.boot, keptAt.duration(to: now.boot) < Self.keepPeriod { return nil }
        keptAt = now.boot
        return KeptValue(name: Self.name, body: try StateCoding.encode(log))
    }

    /// The day that ends, and a new one in its place.
    mutating func end() -> DayLog {
        let ended = log
        log = DayLog()
        keptAt = nil
        return ended
    }

    // MARK: - Private

    private mutating func noteTravel(_ state: DockState, _ policy: DockPolicy, _ now: Moment) {
        if let moving = state.travel {
            if travel?.ordered != moving.ordered { travel = (moving.goal, moving.ordered, nil) }
            if let current = state.evidence.coverCurrent.fresh(at: now.boot, within: policy.ages.switches) {
                let greatest = max(travel?.greatest ?? 0, abs(current.value))
                travel?.greatest = greatest
            }
            return
        }
        guard let ended = travel else { return }
        travel = nil
        let position = state.evidence.coverPosition(at: now.boot, within: policy.ages.switches)
        guard (ended.goal == .open && position == .open) || (ended.goal == .close && position == .closed) else {
            return
        }
        log.note(
            DayLog.CoverMove(
                at: now.wall.milliseconds / 1_000, isOpening: ended.goal == .open,
                current: ended.greatest.map(Self.rounded),
                seconds: Self.rounded(ended.ordered.duration(to: now.boot).inSeconds)))
    }

    private mutating func noteWeather(
        _ evidence: Evidence, _ policy: DockPolicy, _ now: Moment, _ seconds: Double
    ) {
        let wind = evidence.wind.latest, age = policy.ages.weather
        guard let speed = wind.fresh(at: now.boot, within: age) else { return }
        if wind.taken != windTaken, now.isWallTrusted {
            windTaken = wind.taken
            log.note(wind: Self.rounded(speed.value), at: now.wall.milliseconds / 1_000)
        }
        log.weatherKnown += seconds
        let limits = policy.limits
        let rain = evidence.rain.fresh(at: now.boot, within: age)
        let air = evidence.airTemperature.fresh(at: now.boot, within: age)
        guard let mean = evidence.wind.mean(at: now.boot), let gust = evidence.wind.gust(at: now.boot),
            mean <= limits.windMean, gust <= limits.windGust,
            rain.map({ $0 <= limits.rain }) ?? !policy.equipped.contains(.rainRate),
            air.map({ $0 >= limits.temperatureMin && $0 <= limits.temperatureMax })
                ?? !policy.equipped.contains(.airTemperature)
        else { return }
        log.flyable += seconds
    }

    private mutating func notePower(_ state: DockState, _ policy: DockPolicy, _ now: Moment, _ seconds: Double) {
        let evidence = state.evidence
        if let isPresent = evidence.mainsPresent.fresh(at: now.boot, within: DayLog.longestGap) {
            log.mainsAway = (log.mainsAway ?? 0) + (isPresent ? 0 : seconds)
        }
        if let charge = evidence.upsCharge.fresh(at: now.boot, within: DayLog.longestGap) {
            log.backupCharge = Self.rounded(charge.value)
        }
        guard let session = state.charge else { return }
        log.noteCharge(
            session.begun,
            current: evidence.chargerCurrent.fresh(at: now.boot, within: policy.ages.switches).map {
                Self.rounded($0.value)
            },
            charge: evidence.vehicle.battery.fresh(at: now.boot, within: policy.ages.battery).map {
                Self.rounded($0.value)
            }, at: now)
    }

    private mutating func noteFlight(_ state: DockState, _ now: Moment) {
        let isAirborne = state.phase.isAirborne
        defer { wasAirborne = isAirborne }
        guard isAirborne, now.isWallTrusted else { return }
        log.noteFlight(at: now.wall.milliseconds / 1_000, isNew: !wasAirborne)
    }

    /// To the hundredth: a chart shows no more, and the row stays small.
    private static func rounded(_ value: Double) -> Double {
        value.isFinite && abs(value) < 1e9 ? (value * 100).rounded() / 100 : 0
    }
}
