// SPDX-License-Identifier: Apache-2.0
// What a day's charts are drawn from: wind in pieces of ten minutes, the cover's travels, the last charge, the
// flights, and how long the dock was watched at all. It only notes; it is bounded whatever happens in a day.

public import DockModel
internal import RoostCore

/// The measured course of one day.
public struct DayLog: Sendable, Codable, Equatable {
    /// Wind of ten minutes.
    public struct WindSlot: Sendable, Codable, Equatable {
        /// When it began, in seconds since 1970.
        public var start: Int64
        /// Sum of the samples, m/s, and their number.
        public var sum: Double, count: Double
        /// The highest sample, m/s.
        public var gust: Double

        /// Wind of ten minutes.
        public init(start: Int64, sum: Double, count: Double, gust: Double) {
            (self.start, self.sum, self.count, self.gust) = (start, sum, count, gust)
        }
    }

    /// One travel of the cover that reached its end.
    public struct CoverMove: Sendable, Codable, Equatable {
        /// When it ended, in seconds since 1970.
        public var at: Int64
        /// Whether it opened.
        public var isOpening: Bool
        /// The greatest current, A; nil when none was measured.
        public var current: Double?
        /// How long it took.
        public var seconds: Double

        /// A travel.
        public init(at: Int64, isOpening: Bool, current: Double?, seconds: Double) {
            (self.at, self.isOpening, self.current, self.seconds) = (at, isOpening, current, seconds)
        }
    }

    /// One charge, a point a minute.
    public struct ChargeCourse: Sendable, Codable, Equatable {
        /// One minute of it.
        public struct Minute: Sendable, Codable, Equatable {
            /// Minutes since it began.
            public var minute: Double
            /// Current, A.
            public var current: Double?
            /// State of charge, %.
            public var charge: Double?

            /// A minute.
            public init(minute: Double, current: Double?, charge: Double?) {
                (self.minute, self.current, self.charge) = (minute, current, charge)
            }
        }

        /// When it began, in seconds since 1970.
        public var began: Int64
        /// The boot clock when it began: which charge it is.
        var session: Instant
        /// Its minutes.
        public var minutes: [Minute] = []

        /// A charge that began then; `session` is the boot clock at its beginning.
        public init(began: Int64, session: Instant, minutes: [Minute] = []) {
            (self.began, self.session, self.minutes) = (began, session, minutes)
        }
    }

    /// A flight.
    public struct Flight: Sendable, Codable, Equatable {
        /// Seconds since 1970; `to` moves on while it goes on.
        public var from: Int64, to: Int64

        /// A flight.
        public init(from: Int64, to: Int64) { (self.from, self.to) = (from, to) }
    }

    /// Ten minutes.
    static let slotSeconds: Int64 = 600
    /// Most pieces of wind: two days, for a day that did not end in time.
    static let mostSlots = 288
    /// Most travels and flights that are noted one by one.
    static let mostMoves = 96, mostFlights = 64
    /// Most minutes of a charge.
    static let mostMinutes = 300
    /// A longer gap between two looks was no watching.
    static let longestGap = Duration.seconds(90)
    /// How far the wall clock may stray from the boot clock between two looks before it was set.
    static let largestStep = Duration.seconds(30)

    /// Wind, oldest first.
    public var wind: [WindSlot] = []
    /// Travels of the cover, oldest first.
    public var moves: [CoverMove] = []
    /// The last charge.
    public var charge: ChargeCourse?
    /// Flights, oldest first.
    public var flights: [Flight] = []
    /// Seconds in which the dock was watched.
    public var watched = 0.0
    /// Seconds in which the weather was known, and those of them in which it allowed a launch.
    public var weatherKnown = 0.0, flyable = 0.0
    /// Seconds in which the wall clock was not believed.
    public var clockDoubted = 0.0
    /// Whether the wall clock was set by more than a little.
    public var isClockSet = false
    /// Seconds without mains power; nil when that is not measured.
    public var mainsAway: Double?
    /// Charge of the backup battery, as it was told last, %.
    public var backupCharge: Double?

    /// An empty day.
    public init() {}

    /// Adds the day that followed; of what is noted one by one the newest is kept.
    mutating func append(_ next: DayLog) {
        wind = Array((wind + next.wind).suffix(Self.mostSlots))
        moves = Array((moves + next.moves).suffix(Self.mostMoves))
        flights = Array((flights + next.flights).suffix(Self.mostFlights))
        charge = next.charge ?? charge
        watched += next.watched
        weatherKnown += next.weatherKnown
        flyable += next.flyable
        clockDoubted += next.clockDoubted
        isClockSet = isClockSet || next.isClockSet
        if let away = next.mainsAway { mainsAway = (mainsAway ?? 0) + away }
        backupCharge = next.backupCharge ?? backupCharge
    }

    mutating func note(wind speed: Double, at second: Int64) {
        let start = second - ((second % Self.slotSeconds) + Self.slotSeconds) % Self.slotSeconds
        // The newest pieces are near the end, also after the clock was set back.
        if let index = wind.lastIndex(where: { $0.start == start }) {
            wind[index].sum += speed
            wind[index].count += 1
            wind[index].gust = max(wind[index].gust, speed)
        } else {
            wind.append(WindSlot(start: start, sum: speed, count: 1, gust: speed))
            if wind.count > Self.mostSlots { wind.removeFirst(wind.count - Self.mostSlots) }
        }
    }

    mutating func note(_ move: CoverMove) {
        moves.append(move)
        if moves.count > Self.mostMoves { moves.removeFirst(moves.count - Self.mostMoves) }
    }

    mutating func noteFlight(at second: Int64, isNew: Bool) {
        if !isNew, let last = flights.indices.last {
            flights[last].to = max(flights[last].from, second)
        } else if flights.count < Self.mostFlights {
            flights.append(Flight(from: second, to: second))
        }
    }

    /// Takes the state of a charge that began at `session`; a point a minute is kept.
    mutating func noteCharge(_ session: Instant, current: Double?, charge percent: Double?, at now: Moment) {
        if charge?.session != session {
            guard current.map({ abs($0) > 0.1 }) == true else { return }
            charge = ChargeCourse(began: now.wall.milliseconds / 1_000, session: session)
        }
        guard var course = charge, course.minutes.count < Self.mostMinutes else { return }
        let minute = (session.duration(to: now.boot).inSeconds / 6).rounded() / 10
        if let last = course.minutes.last, minute - last.minute < 0.95 { return }
        course.minutes.append(ChargeCourse.Minute(minute: minute, current: current, charge: percent))
        charge = course
    }
}
