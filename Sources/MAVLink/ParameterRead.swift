// SPDX-License-Identifier: Apache-2.0
// Reads all parameters of a vehicle: asks for the list, then for every hole by its place. Values may come in any order,
// twice or never. A list whose length or order changed meanwhile is read anew, never patched together.

public import DockModel

/// The read of all parameters.
public struct ParameterRead: MicroProtocol {
    private enum Phase: Equatable {
        case ready, asking, streaming, filling, checking, over
    }

    /// How it ended; nil while it runs.
    public private(set) var outcome: ParameterReadOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// How many parameters came.
    public private(set) var received = 0
    /// How many the vehicle says it has; nil before the first came.
    public private(set) var expected: Int?

    private static let hashQuestions = 4
    private let ends: Correspondents
    private let encoding: ParameterEncoding
    private let timing: ParameterTiming
    private var phase = Phase.ready
    /// The component whose list it is: the one that answered first.
    private var source: MAVLinkAddress?
    private var list: [Parameter?] = []
    private var places: [String: Int] = [:]
    /// PX4's check sum when the list began; whether the vehicle has one at all.
    private var hash: UInt32?
    private var hasHash: Bool
    private var isSteady = true
    private var silences = 0
    private var restarts = 0
    private var end = Instant(nanoseconds: 0)
    /// The places that were asked for and have not come; the next place to look for a hole.
    private var asked: Set<Int> = []
    private var nextPlace = 0
    /// Late frames of the list before count for nothing until then.
    private var former: (count: Int, until: Instant)?

    /// A read of the parameters of the vehicle.
    /// - Parameter hasHash: whether it has PX4's check sum; one that tells it without being asked is believed to.
    public init(
        between ends: Correspondents, encoding: ParameterEncoding, hasHash: Bool,
        timing: ParameterTiming = .standard
    ) {
        self.hasHash = hasHash
        self.ends = ends
        self.encoding = encoding
        self.timing = timing
    }

    /// Asks for the list.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        end = now + timing.longestRead
        return askForList(at: now)
    }

    /// Takes parameters.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard phase != .ready, phase != .over, ends.isFromVehicle(frame),
            source == nil || source == frame.source
        else { return [] }
        if let error = frame.decode(ParamErrorMessage.self) { return take(error, at: now) }
        guard let report = ParameterReport(frame, encoding) else { return [] }
        source = frame.source
        if report.name == Parameter.hashName { return take(hash: report.value.bits, at: now) }
        return take(report, at: now)
    }

    /// Asks again or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        guard now < end else { return giveUp("the read took longer than allowed") }
        silences += 1
        if phase == .checking {
            // A vehicle that told the check sum once and no more: what was read stands.
            return silences < Self.hashQuestions ? askForHash(at: now) : finish()
        }
        if phase == .streaming {
            silences = 0
            phase = .filling
            return askForHoles(at: now)
        }
        guard silences < timing.attempts else {
            return giveUp(phase == .asking ? "no answer to the question for the list" : "the vehicle stopped")
        }
        return phase == .asking ? askForList(at: now) : askForHoles(at: now)
    }

    // MARK: What came

    private mutating func take(_ report: ParameterReport, at now: Instant) -> [any MAVLinkMessage] {
        guard report.count > 0 else { return [] }
        guard report.count <= ParameterTiming.mostParameters else {
            return giveUp(
                "the vehicle has \(report.count) parameters, at most \(ParameterTiming.mostParameters)")
        }
        if let former, former.count == report.count, now < former.until { return [] }
        if let expected, report.count != expected {
            former = (expected, now + timing.answerTimeout * 2)
            return restart("the vehicle had \(expected) parameters, now \(report.count)", at: now)
        }
        if expected == nil { begin(report.count) }
        guard let place = report.index else {
            // Told by itself because it was set meanwhile; its place is known or will come.
            if let known = places[report.name] { list[known]?.value = report.value }
            return []
        }
        if let known = list[place] ?? places[report.name].flatMap({ list[$0] }) {
            guard known.name == report.name, places[report.name] == place else {
                return restart("\(report.name) came to another place", at: now)
            }
            list[place]?.value = report.value
            return []
        }
        list[place] = Parameter(name: report.name, value: report.value)
        places[report.name] = place
        received += 1
        silences = 0
        deadline = now + timing.answerTimeout
        asked.remove(place)
        if received == list.count { return check(at: now) }
        switch phase {
        case .filling: return askForMore(at: now)
        default:
            phase = .streaming
            return []
        }
    }

    /// A place that the vehicle does not have any more: the list has changed.
    private mutating func take(_ error: ParamErrorMessage, at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .filling, error.paramIndex >= 0, asked.contains(Int(error.paramIndex)),
            ends.own.isMeant(bySystem: error.targetSystem, component: error.targetComponent)
        else { return [] }
        return restart("place \(error.paramIndex): \(error.error.words)", at: now)
    }

    private mutating func take(hash new: UInt32, at now: Instant) -> [any MAVLinkMessage] {
        hasHash = true
        guard phase == .checking else {
            // PX4 tells it before its list. A later one of the same read would hide a change.
            if hash == nil { hash = new }
            if phase == .asking { deadline = now + timing.answerTimeout }
            return []
        }
        if hash == nil || hash == new {
            hash = new
            return finish()
        }
        guard restarts < timing.restarts else {
            (hash, isSteady) = (new, false)
            return finish()
        }
        return restart("PX4's check sum changed", at: now)
    }

    // MARK: Questions

    private mutating func askForList(at now: Instant) -> [any MAVLinkMessage] {
        phase = .asking
        deadline = now + timing.answerTimeout
        let request = ParamRequestListMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component)
        // PX4 does not tell its check sum again when it is asked in the middle of a list.
        return restarts > 0 && hasHash ? [hashQuestion, request] : [request]
    }

    /// Begins a round: the first holes, and from the second fruitless round on the first place as well, whose answer
    /// carries the present length.
    private mutating func askForHoles(at now: Instant) -> [any MAVLinkMessage] {
        asked = []
        nextPlace = 0
        deadline = now + timing.answerTimeout
        let probe: [any MAVLinkMessage] =
            silences > 1 && list.first.flatMap({ $0 }) != nil ? [question(0)] : []
        return probe + askForMore(at: now)
    }

    private mutating func askForMore(at now: Instant) -> [any MAVLinkMessage] {
        var questions: [any MAVLinkMessage] = []
        while asked.count < timing.questionsAtOnce, let place = nextHole() {
            asked.insert(place)
            questions.append(question(place))
        }
        // The end of the round: what was lost in it is asked for at once.
        if asked.isEmpty, questions.isEmpty, nextPlace > 0 { return askForHoles(at: now) }
        return questions
    }

    private mutating func nextHole() -> Int? {
        while nextPlace < list.count {
            defer { nextPlace += 1 }
            if list[nextPlace] == nil { return nextPlace }
        }
        return nil
    }

    private func question(_ place: Int) -> ParamRequestReadMessage {
        ParamRequestReadMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
            paramIndex: Int16(clamping: place))
    }

    private mutating func askForHash(at now: Instant) -> [any MAVLinkMessage] {
        deadline = now + timing.answerTimeout
        return [hashQuestion]
    }

    private var hashQuestion: ParamRequestReadMessage {
        ParamRequestReadMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
            paramID: FixedText(Parameter.hashName), paramIndex: -1)
    }

    // MARK: Turns

    private mutating func begin(_ count: Int) {
        expected = count
        list = [Parameter?](repeating: nil, count: count)
        end = end + timing.longestPerParameter * count
    }

    /// All are here. Where the vehicle told a check sum it is asked for again: the same one proves that none changed.
    private mutating func check(at now: Instant) -> [any MAVLinkMessage] {
        guard hasHash else { return finish() }
        phase = .checking
        silences = 0
        return askForHash(at: now)
    }

    private mutating func restart(_ reason: String, at now: Instant) -> [any MAVLinkMessage] {
        guard restarts < timing.restarts else {
            return giveUp("the parameters did not stand still: \(reason)")
        }
        restarts += 1
        (expected, list, places, hash, asked) = (nil, [], [:], nil, [])
        (received, silences) = (0, 0)
        return askForList(at: now)
    }

    private mutating func finish() -> [any MAVLinkMessage] {
        outcome = .read(ParameterList(list.compactMap { $0 }, hash: hash, isSteady: isSteady))
        return leave()
    }

    private mutating func giveUp(_ reason: String) -> [any MAVLinkMessage] {
        let progress = expected.map { "; \(received) of \($0) parameters were read" } ?? ""
        outcome = .timedOut(because: reason + progress)
        return leave()
    }

    private mutating func leave() -> [any MAVLinkMessage] {
        phase = .over
        deadline = nil
        (list, places, asked) = ([], [:], [])
        return []
    }
}
