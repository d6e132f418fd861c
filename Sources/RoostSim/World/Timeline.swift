// SPDX-License-Identifier: Apache-2.0
// What happened in a run, line by line, gathered from its steps: phases entered, orders given, incidents, outcomes and
// rules broken. It only tells; it must never change what it watches.

public import RoostCore

/// One line of what happened.
public struct TimelineLine: Sendable, Codable, Equatable {
    /// What a line is about.
    public enum Kind: String, Sendable, Codable {
        /// Something happened to the world.
        case happening
        /// A phase was entered.
        case phase
        /// The core gave an order.
        case order
        /// An incident opened or ended.
        case incident
        /// A due run ended.
        case outcome
        /// A rule was broken.
        case violation
    }
    /// Seconds of virtual time.
    public var seconds: Double
    /// What it is about.
    public var kind: Kind
    /// What happened, in words.
    public var text: String

    /// The line as a person reads it.
    public var words: String { "\(VirtualTime.text(seconds))  \(kind.rawValue)  \(text)" }
}

/// The lines of a run, oldest first and not more than a person can read.
public struct Timeline: Sendable {
    /// Most lines kept; later ones are counted only.
    public static let mostLines = 20_000
    /// The lines.
    public private(set) var lines: [TimelineLine] = []
    /// How many more there were.
    public private(set) var leftOut = 0

    /// A run of which nothing is known yet.
    public init() {}

    /// Adds what one step did.
    public mutating func take(_ step: StepTaken, at seconds: Double) {
        if step.after.phase != step.before.phase || !step.after.trail.isEmpty {
            let way = step.after.trail.isEmpty ? [step.after.phase] : step.after.trail
            add(seconds, .phase, ([step.before.phase] + way).map(\.rawValue).joined(separator: " > "))
        }
        for effect in step.effects {
            switch effect {
            case .perform(let order): add(seconds, .order, "\(order.id): \(order.action.words)")
            case .note(let incident):
                let isOpen = incident.resolved == nil
                add(seconds, .incident, "\(incident.key) \(isOpen ? "opened: \(incident.detail)" : "ended")")
            case .record(let run):
                let reason = run.reasons.last.map { ": \($0)" } ?? ""
                add(
                    seconds, .outcome,
                    "\(run.mission.id) \(run.outcome?.rawValue ?? "without an outcome")\(reason)")
            case .post, .wear: break
            }
        }
    }

    /// Adds what happened to the world and the rules that were broken, each in its place.
    public mutating func insert(_ happenings: [Happening], _ violations: [Violation]) {
        var others = happenings.map { TimelineLine(seconds: $0.at, kind: .happening, text: $0.kind.words) }
        others += violations.map {
            TimelineLine(
                seconds: $0.seconds, kind: .violation,
                text: "\($0.invariant.rawValue) in \($0.phase): \($0.detail)")
        }
        // A happening comes before what follows from it in the same second, a broken rule after what broke it.
        let ranked = lines.map { ($0, 1) } + others.map { ($0, $0.kind == .happening ? 0 : 2) }
        lines = ranked.enumerated()
            .sorted {
                ($0.element.0.seconds, $0.element.1, $0.offset) < (
                    $1.element.0.seconds, $1.element.1, $1.offset
                )
            }
            .map(\.element.0)
    }

    private mutating func add(_ seconds: Double, _ kind: TimelineLine.Kind, _ text: String) {
        guard lines.count < Self.mostLines else { return leftOut += 1 }
        lines.append(TimelineLine(seconds: seconds, kind: kind, text: text))
    }
}

extension Action {
    /// The order in words.
    fileprivate var words: String {
        switch self {
        case .cover(let goal): "cover \(goal.rawValue)"
        case .rods(let goal): "rods \(goal.rawValue)"
        case .charger(let isOn): "charger \(isOn ? "on" : "off")"
        case .readyVehicle: "ready the vehicle"
        case .upload(let plan, nil): "upload \(plan)"
        case .upload(let plan, let item?): "upload the rest of \(plan) after item \(item)"
        case .launch: "launch"
        case .returnHome: "call the vehicle home"
        case .fly(let place): "fly to \(place.name)"
        case .land: "land"
        case .disarm: "disarm"
        case .offloadLog(let id): "fetch the log of \(id)"
        }
    }
}
