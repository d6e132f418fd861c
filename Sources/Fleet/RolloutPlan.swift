// SPDX-License-Identifier: Apache-2.0
// What a roll-out does next: which docks are sent a bundle, when the next stage begins, and when it is taken back. It
// reads no clock and no table; a stage goes on only on what docks themselves say after they took the bundle.

/// How bad it is with a dock, as far as a roll-out cares: a greater number is worse.
public enum RolloutHealth: Int, Sendable, Comparable {
    /// Nothing, or nothing that a bundle could be the cause of.
    case well
    /// An open incident.
    case incident
    /// Somebody has to go there.
    case person
    /// An urgent incident, or a lost vehicle.
    case alarm

    /// Better ones order first.
    public static func < (left: RolloutHealth, right: RolloutHealth) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// One dock of a roll-out, as it is now.
public struct RolloutDock: Sendable, Equatable {
    /// The dock, and its stage, from 0.
    public var dock: String, stage: Int
    /// Whether the bundle, and the word to take it back, were sent.
    public var isSent = false, isUndone = false
    /// The bundle it runs with, and the newest it has judged, as it says.
    public var bundle: Int64?, judged: Int64?
    /// Why it does not run with the newest.
    public var trouble: String?
    /// How it does, and how it did when the bundle was sent.
    public var health: RolloutHealth, healthBefore: RolloutHealth?
    /// Whether nothing is heard of it.
    public var isSilent: Bool, wasSilent = false

    /// A dock that was sent nothing.
    public init(dock: String, stage: Int, health: RolloutHealth = .well, isSilent: Bool = false) {
        (self.dock, self.stage, self.health, self.isSilent) = (dock, stage, health, isSilent)
    }
}

/// The terms of a roll-out.
public struct RolloutTerms: Sendable, Equatable {
    /// The bundle, and the one that takes it back.
    public var number: Int64, undoNumber: Int64
    /// Seconds that a stage is watched after all its docks took the bundle, and within which they must have.
    public var soak: Double, patience: Double
    /// Docks that may fail before the roll-out is stopped.
    public var mostFailures: Int

    /// Terms.
    public init(number: Int64, undoNumber: Int64, soak: Double, patience: Double, mostFailures: Int) {
        (self.number, self.undoNumber) = (number, undoNumber)
        (self.soak, self.patience, self.mostFailures) = (soak, patience, mostFailures)
    }
}

/// How a roll-out stands.
public enum RolloutStanding: String, Sendable, Encodable {
    /// Its stages follow one another.
    case running
    /// It was stopped, and is being taken back.
    case undoing
    /// It was stopped and taken back.
    case halted
    /// Every stage is through.
    case done
}

/// What is to be done next.
public enum RolloutStep: Sendable, Equatable {
    /// Send the bundle to these docks.
    case send([String])
    /// Nothing yet, and why.
    case wait(String)
    /// The stage is through: begin the next.
    case advance
    /// Every stage is through.
    case finish
    /// Stop and take back, and why.
    case halt(String)
    /// Send these docks the word to take it back.
    case undo([String])
    /// All is taken back that can be reached.
    case close
}

/// Decides what a roll-out does next.
public enum RolloutPlan {
    /// What became of a dock in its stage.
    enum Outcome: Equatable {
        case waiting, taken
        case failed(String)
    }

    /// The next step. `stageAge` is the time since the stage began, or since it was stopped; `takenAge` since the last
    /// of its docks took the bundle.
    public static func next(
        _ docks: [RolloutDock], stage: Int, standing: RolloutStanding, terms: RolloutTerms, stageAge: Double,
        takenAge: Double?
    ) -> RolloutStep {
        switch standing {
        case .done, .halted: return .wait("it has ended")
        case .undoing: return undo(docks, terms, stageAge)
        case .running: break
        }
        let sent = docks.filter(\.isSent)
        let failures = sent.compactMap { dock -> String? in
            guard case .failed(let reason) = outcome(dock, terms) else { return nil }
            return "\(dock.dock): \(reason)"
        }
        // Docks of earlier stages count as well: what goes wrong late must stop the rest.
        if failures.count > terms.mostFailures { return .halt(failures.prefix(3).joined(separator: "; ")) }
        let own = docks.filter { $0.stage == stage }
        let unsent = own.filter { !$0.isSent }.map(\.dock)
        if !unsent.isEmpty { return .send(unsent) }
        let waiting = own.filter { outcome($0, terms) == .waiting }
        // A dock that was silent before is not waited for: it finds the bundle when it comes back.
        let awaited = waiting.filter { !$0.wasSilent }
        if !awaited.isEmpty {
            guard stageAge > terms.patience else {
                return .wait("\(awaited.count) of \(own.count) docks have not taken it: \(awaited[0].dock)")
            }
            let late = awaited.count + failures.count
            if late > terms.mostFailures { return .halt("\(awaited[0].dock) has not taken it in time") }
        }
        let isTaken = own.contains { outcome($0, terms) == .taken }
        // Canaries that nobody heard of prove nothing.
        if stage == 0, !isTaken {
            guard stageAge > terms.patience else { return .wait("no dock of the first stage has taken it") }
            return .halt("no dock of the first stage has taken it: all were silent")
        }
        // Where no dock of a later stage could take it, there is nothing to watch.
        if isTaken, (takenAge ?? 0) < terms.soak {
            return .wait("watched for \(Int(min(takenAge ?? 0, 1e9))) s of \(Int(min(terms.soak, 1e9))) s")
        }
        return docks.contains { $0.stage > stage } ? .advance : .finish
    }

    private static func undo(_ docks: [RolloutDock], _ terms: RolloutTerms, _ age: Double) -> RolloutStep {
        let unsent = docks.filter { $0.isSent && !$0.isUndone }.map(\.dock)
        if !unsent.isEmpty { return .undo(unsent) }
        let waiting = docks.filter { $0.isUndone && ($0.judged ?? 0) < terms.undoNumber && !$0.isSilent }
        guard let first = waiting.first, age <= terms.patience else { return .close }
        return .wait("\(waiting.count) docks have not taken it back: \(first.dock)")
    }

    /// What became of a dock that was sent the bundle.
    static func outcome(_ dock: RolloutDock, _ terms: RolloutTerms) -> Outcome {
        guard dock.isSent else { return .waiting }
        let hasTaken = dock.bundle == terms.number
        if !hasTaken, let judged = dock.judged, judged >= terms.number {
            // What is taken with the next start is under way.
            if let trouble = dock.trouble, trouble.contains("next start") { return .waiting }
            return .failed(dock.trouble ?? "it does not run with it")
        }
        if let trouble = dock.trouble, trouble.hasPrefix("refused: ") { return .failed(trouble) }
        guard hasTaken else { return .waiting }
        if dock.health > (dock.healthBefore ?? .well) { return .failed("worse than before: \(dock.health)") }
        // A dock that was well and says nothing after it took the bundle is the worst of all.
        if dock.isSilent, !dock.wasSilent { return .failed("silent since it took it") }
        return .taken
    }
}
