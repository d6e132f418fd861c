// SPDX-License-Identifier: Apache-2.0
// Reads some parameters of a vehicle by name. A vehicle that does not have one says nothing on most versions: silence
// counts as "it has none" only when the vehicle answered the question for its first parameter meanwhile.

public import DockModel

/// The read of parameters by name.
public struct ParameterReadNames: MicroProtocol {
    /// How it ended; nil while it runs.
    public private(set) var outcome: ParameterNamesOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?

    private let names: [String]
    private let ends: Correspondents
    private let encoding: ParameterEncoding
    private let timing: ParameterTiming
    private var values: [String: ParameterValue] = [:]
    private var missing: Set<String> = []
    /// How often each name was asked for; who is asked in this round.
    private var tries: [String: Int] = [:]
    private var asked: Set<String> = []
    private var rounds = 0
    private var isAnswering = false

    /// A read of the parameters with these names; what cannot be a name is missing at once.
    public init(
        _ names: [String], between ends: Correspondents, encoding: ParameterEncoding,
        timing: ParameterTiming = .standard
    ) {
        var seen: Set<String> = []
        self.names = names.filter { seen.insert($0).inserted }
        self.ends = ends
        self.encoding = encoding
        self.timing = timing
        missing = seen.filter { !Parameter.isName($0) }
    }

    /// Asks for the first ones.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, rounds == 0 else { return [] }
        return askAnew(at: now)
    }

    /// Takes values of the names, and the word that a name is unknown.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard outcome == nil, rounds > 0, ends.isFromVehicle(frame) else { return [] }
        if let error = frame.decode(ParamErrorMessage.self) {
            let name = error.paramID.text
            guard asked.contains(name), error.error == .doesNotExist,
                ends.own.isMeant(bySystem: error.targetSystem, component: error.targetComponent)
            else { return [] }
            missing.insert(name)
            return goOn(without: name, at: now)
        }
        guard let report = ParameterReport(frame, encoding) else { return [] }
        isAnswering = true
        // A value told by itself is as good as an answer.
        guard tries[report.name] != nil, !missing.contains(report.name) else { return [] }
        values[report.name] = report.value
        return goOn(without: report.name, at: now)
    }

    /// Asks again or ends.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        return askAnew(at: now)
    }

    private mutating func goOn(without name: String, at now: Instant) -> [any MAVLinkMessage] {
        guard asked.remove(name) != nil else { return [] }
        deadline = now + timing.answerTimeout
        let more = askForMore()
        return more.isEmpty && asked.isEmpty ? askAnew(at: now) : more
    }

    /// The names without an answer that may still be asked for.
    private var open: [String] {
        names.filter { values[$0] == nil && !missing.contains($0) && tries[$0, default: 0] < timing.attempts }
    }

    private mutating func askAnew(at now: Instant) -> [any MAVLinkMessage] {
        asked = []
        deadline = now + timing.answerTimeout
        guard !open.isEmpty else { return finish() }
        rounds += 1
        guard rounds > 1, !isAnswering else { return askForMore() }
        // Does it answer at all? Every vehicle has a first parameter.
        return askForMore() + [question("", place: 0)]
    }

    private mutating func askForMore() -> [any MAVLinkMessage] {
        let room = timing.questionsAtOnce - asked.count
        // Those asked least often first, so that names the vehicle does not have hold up nobody.
        let next = open.filter { !asked.contains($0) }
            .enumerated().sorted {
                (tries[$0.element, default: 0], $0.offset) < (tries[$1.element, default: 0], $1.offset)
            }
            .prefix(max(0, room)).map(\.element)
        for name in next {
            tries[name, default: 0] += 1
            asked.insert(name)
        }
        return next.map { question($0, place: -1) }
    }

    private func question(_ name: String, place: Int16) -> ParamRequestReadMessage {
        ParamRequestReadMessage(
            targetSystem: ends.vehicle.system, targetComponent: ends.vehicle.component,
            paramID: FixedText(name),
            paramIndex: place)
    }

    private mutating func finish() -> [any MAVLinkMessage] {
        deadline = nil
        asked = []
        let silent = names.filter { values[$0] == nil && !missing.contains($0) }
        if silent.isEmpty || isAnswering {
            outcome = .read(values, missing: names.filter { values[$0] == nil })
        } else {
            outcome = .timedOut(
                because:
                    "no answer to the question for parameter \(silent[0]), asked \(timing.attempts) times")
        }
        return []
    }
}
