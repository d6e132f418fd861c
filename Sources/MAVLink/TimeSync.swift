// SPDX-License-Identifier: Apache-2.0
// TIMESYNC both ways: answers the vehicle's questions, and measures from its answers how long a round trip takes and
// how far its clock is from ours. It sets no clock.

import DockModel

/// What the exchange of times with a vehicle has shown.
public struct TimeSyncReport: Sendable, Equatable {
    /// The shortest round trip of the last measurements: the link without its queues.
    public var roundTrip: Duration
    /// The round trip of the newest measurement.
    public var newest: Duration
    /// The vehicle's clock minus ours, taken from the shortest round trip; both count from their own start.
    public var offset: Duration
    /// Measurements so far.
    public var count: Int
}

/// Answers and asks TIMESYNC.
public struct TimeSync: Sendable {
    /// Time between two of our questions.
    public static let interval = Duration.seconds(5)
    /// Measurements from which the shortest is taken.
    private static let kept = 12
    /// The longest round trip that is believed; a question that is older was lost.
    private static let longest = Duration.seconds(10)
    /// Most questions answered in a second; more are no clock's.
    private static let mostAnswers = 50

    /// What was measured; nil before the first answer.
    public private(set) var report: TimeSyncReport?

    private let own: MAVLinkAddress
    private var asked: Int64?
    private var lastAsked: Instant?
    private var samples: [(roundTrip: Int64, offset: Int64)] = []
    private var count = 0
    private var answers = 0
    private var answersSince = Instant(nanoseconds: 0)

    /// For us at this address.
    public init(own: MAVLinkAddress) { self.own = own }

    /// The next question, when one is due.
    public mutating func ask(_ vehicle: MAVLinkAddress, at now: Instant) -> TimesyncMessage? {
        if let lastAsked, lastAsked + Self.interval > now { return nil }
        lastAsked = now
        let time = Self.time(now)
        asked = time
        return TimesyncMessage(
            tc1: 0, ts1: time, targetSystem: vehicle.system, targetComponent: vehicle.component)
    }

    /// Takes a frame of the vehicle.
    /// - Returns: our answer, when it was a question to us.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> TimesyncMessage? {
        guard let message = frame.decode(TimesyncMessage.self),
            own.isMeant(bySystem: message.targetSystem, component: message.targetComponent)
        else { return nil }
        guard message.tc1 != 0 else { return answer(message, to: frame.source, at: now) }
        guard let asked, message.ts1 == asked else { return nil }
        self.asked = nil
        let here = Self.time(now), roundTrip = here &- asked
        guard roundTrip >= 0, roundTrip <= Self.longest.nanoseconds else { return nil }
        // The vehicle's time belongs to the middle of the round trip.
        let (offset, overflow) = message.tc1.subtractingReportingOverflow(asked + roundTrip / 2)
        guard !overflow else { return nil }
        samples.append((roundTrip, offset))
        if samples.count > Self.kept { samples.removeFirst() }
        count &+= 1
        if let best = samples.min(by: { $0.roundTrip < $1.roundTrip }) {
            report = TimeSyncReport(
                roundTrip: .nanoseconds(best.roundTrip), newest: .nanoseconds(roundTrip),
                offset: .nanoseconds(best.offset), count: count)
        }
        return nil
    }

    private mutating func answer(
        _ question: TimesyncMessage, to asker: MAVLinkAddress, at now: Instant
    ) -> TimesyncMessage? {
        if answersSince + .seconds(1) <= now { (answers, answersSince) = (0, now) }
        answers += 1
        guard answers <= Self.mostAnswers else { return nil }
        return TimesyncMessage(
            tc1: Self.time(now), ts1: question.ts1, targetSystem: asker.system, targetComponent: asker.component)
    }

    /// Our time in the message: never 0, which means a question.
    private static func time(_ now: Instant) -> Int64 { max(1, Int64(clamping: now.nanoseconds)) }
}
