// SPDX-License-Identifier: Apache-2.0
// Liveness: once all faults have ended and nothing flies, the dock comes to rest or awaits a person who has been told;
// and once the person has been there, it rests (I36). The person is part of the world and comes hours later.

internal import DockModel
internal import RoostCore

extension SimulatedWorld {
    /// Longest that one phase may last in a healthy world, s: ten minutes, and a look or two.
    private static let longestPhase = 690.0
    /// Longest from rest to rest in a healthy world without a flight, s.
    static let longestUnrest = 1_500.0

    /// Whether the dock is at rest: idle, holding a due run back, or awaiting a person; also one whose vehicle lies
    /// elsewhere, when it has told that its cover stays open.
    var isAtRest: Bool {
        let state = process.state
        let isVehicleAway = !vehicle.isOnPad && !vehicle.isAirborne
        if isVehicleAway, state.incidents[IncidentKind.coverLeftOpen.rawValue] != nil { return true }
        return state.awaitsPerson || state.phase == .hold || (state.phase == .idle && state.run == nil)
    }

    /// Whether something is still wrong, or out.
    var isTroubled: Bool {
        !active.isEmpty || vehicle.isAirborne || !process.isRunning || process.blockedUntil > seconds
            || powerBackAt != nil || !chores.isEmpty || isKeyTurned || disk.cutAfterEffects != nil
            || disk.tearsNext
            || vehicle.lateTakeoff != nil
    }

    /// A phase was left.
    mutating func notePhase(from before: Phase) {
        truth.phaseSince = seconds
        counts.phases[before.rawValue, default: 0] += 1
    }

    /// Looks whether the dock rests when it should.
    mutating func lookAtRest() {
        if mail.created != mail.queue.count + mail.sent + mail.failed || mail.doubled > 0 {
            if truth.told.insert("mail").inserted {
                note(
                    .i30MailsAddUp,
                    "\(mail.created) mails created, \(mail.queue.count) wait, \(mail.sent) sent, "
                        + "\(mail.failed) failed, \(mail.doubled) sent twice")
            }
        }
        if !truth.outstanding.isEmpty { checkOutstanding() }
        let isTroubled = isTroubled
        if isTroubled || isAtRest {
            truth.unrestSince = nil
            truth.told.remove("rest")
        } else {
            let unrest = truth.unrestSince ?? seconds
            truth.unrestSince = unrest
            let since = max(truth.phaseSince, truth.lastFault, truth.lastAirborne, unrest)
            if seconds - since > Self.longestPhase || seconds - unrest > Self.longestUnrest {
                if truth.told.insert("rest").inserted {
                    note(
                        .i36RestWithinBounds,
                        "in \(process.state.phase.rawValue) for \(Int(seconds - truth.phaseSince)) s and "
                            + "without rest for \(Int(seconds - unrest)) s, with no fault for "
                            + "\(Int(seconds - truth.lastFault)) s; \(inWords)")
                }
            }
        }
        if !isTroubled { lookAtIdle() }
        awaitPerson()
    }

    /// In a healthy world an idle dock is truly closed and at rest (I37).
    private mutating func lookAtIdle() {
        let state = process.state
        guard state.phase == .idle, state.travel == nil, plant.coverPosition > 1,
            seconds - truth.lastFault > 900,
            seconds - truth.phaseSince > 900, state.lockOut == nil
        else { return truth.told.subtract(["open"]) }
        guard truth.told.insert("open").inserted else { return }
        note(
            .i37OpenCoverIsClosedOrTold,
            "the dock is idle with its cover truly at \(Int(plant.coverPosition)) %; \(inWords)")
    }

    /// A dock that awaits a person has told one; the person comes hours later.
    private mutating func awaitPerson() {
        let state = process.state
        let isVehicleAway = !vehicle.isOnPad && !vehicle.isAirborne
        guard state.awaitsPerson || isVehicleAway else {
            return (truth.awaitingSince, truth.visitAt) = (nil, nil)
        }
        if state.awaitsPerson, truth.awaitingSince == nil { checkTold() }
        if truth.visitAt == nil {
            truth.awaitingSince = seconds
            let hours = state.awaitsPerson ? 3.0 : 5.0
            truth.visitAt = seconds + (hours + 3 * random.uniform()) * 3_600
        }
    }

    /// Whoever is awaited has been told by mail.
    private mutating func checkTold() {
        let state = process.state
        guard state.phase != .service, process.isRunning else { return }
        let isTold = state.incidents.values.contains { $0.kind.severity <= .warning }
        if !isTold {
            note(
                .i36RestWithinBounds,
                "a person is awaited in \(state.phase.rawValue), but no incident says so; \(inWords)")
        }
    }

    /// Faults end, people come, what is torn goes on tearing.
    mutating func live() {
        endFaults()
        if !active.isEmpty { goOnFailing() }
        while let first = chores.first, first.at <= seconds {
            chores.removeFirst()
            if process.isRunning || first.kind == .operatorSays(.keyOff)
                || first.kind == .operatorSays(.keyOn)
            {
                happen(first.kind)
            } else {
                chores.append(Happening(at: seconds + 60, kind: first.kind))
            }
        }
        if let at = truth.visitAt, seconds >= at, !vehicle.isAirborne, !isFork { visit() }
        checkVisit()
    }

    /// A person comes: repairs what is broken, puts the vehicle back on the pad and resets the dock.
    mutating func visit() {
        counts.visits += 1
        endAllFaults()
        isKeyTurned = false
        if !vehicle.isOnPad { vehicle.putOnPad(charge: 60 + 40 * random.uniform()) }
        let hasKey = site.hasKey && random.next() & 1 == 0
        chores.append(Happening(at: seconds + 40, kind: .operatorSays(hasKey ? .keyOn : .reset)))
        if hasKey { chores.append(Happening(at: seconds + 70, kind: .operatorSays(.keyOff))) }
        (truth.visitAt, truth.awaitingSince) = (nil, nil)
        (truth.visitedAt, truth.flightsAtVisit) = (seconds, counts.flights)
        quiet = 0
    }

    /// Ten minutes after a visit the dock no longer awaits a person, unless something new happened.
    private mutating func checkVisit() {
        guard let at = truth.visitedAt, seconds - at > 700 else { return }
        truth.visitedAt = nil
        guard !isTroubled, truth.lastFault <= at, counts.flights == truth.flightsAtVisit,
            process.state.awaitsPerson
        else { return }
        note(.i36RestWithinBounds, "ten minutes after a visit a person is awaited still; \(inWords)")
    }

    /// Core and truth in one line.
    var inWords: String {
        let state = process.state
        let incidents = state.incidents.keys.sorted().joined(separator: ", ")
        return
            "truly: cover \(Int(plant.coverPosition)) %, vehicle \(vehicle.stage), pack \(Int(vehicle.charge)) %; "
            + "the core: cover \(state.travel.map { "\($0.goal)" } ?? "still"), "
            + "run \(state.run?.mission.id ?? "none"), lock-out \(state.lockOut?.reason ?? "none"), "
            + "open incidents: \(incidents.isEmpty ? "none" : incidents)"
    }
}
