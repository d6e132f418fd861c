// SPDX-License-Identifier: Apache-2.0
// The course: which incident opens on which facts, which must stand while its facts do, and which ends when and not
// before.

internal import DockModel

extension Course {
    mutating func judgeIncidents() {
        judgeStanding()
        judgeDevices()
        judgeDoubts()
        if !after.incidents.isEmpty { judgeEnded() }
        judgeQuiet()
        guard before.incidents != after.incidents else { return }
        for (key, incident) in after.incidents where before.incidents[key]?.number != incident.number {
            let isRight = mayOpen(incident)
            if !isRight {
                found.append(
                    Stray(invariant: .i29IncidentsArePosted, detail: "\(key) opens without its facts"))
            }
        }
        for (key, incident) in before.incidents where after.incidents[key] != nil {
            if after.incidents[key]?.number != incident.number, !mayReturn(incident.kind) {
                found.append(
                    Stray(invariant: .i29IncidentsArePosted, detail: "\(key) ends and opens anew in one step"))
            }
        }
        for (key, incident) in before.incidents where after.incidents[key] == nil {
            let isRight = mayEnd(incident, key)
            if !isRight {
                found.append(Stray(invariant: .i29IncidentsArePosted, detail: "\(key) ends before its time"))
            }
        }
    }

    // What must stand.

    private var pad: Double? { after.evidence.padTemperature.told(boot, policy.ages.weather)?.value }
    private var isSmoke: Bool? { after.evidence.smoke.told(boot, policy.ages.weather) }
    private var isWater: Bool? { after.evidence.waterLeak.told(boot, policy.ages.weather) }

    private mutating func stands(_ kind: IncidentKind, _ isDue: Bool) {
        if isDue, after.incidents[kind.rawValue] == nil {
            found.append(Stray(invariant: .i36RestWithinBounds, detail: "\(kind.rawValue) is not told"))
        }
    }

    /// An incident stands while its facts do.
    private mutating func judgeStanding() {
        stands(.smoke, isSmoke == true)
        stands(.water, isWater == true)
        stands(.contactsHot, pad.map { $0 > policy.limits.padTemperatureMax.value } ?? false)
        stands(.mainsLost, hasMains == false)
        stands(.emergencyStop, step.isStopPressed)
        stands(.handsInDock, step.isKeyTurned)
        stands(.clockJumped, after.clock.jumped == boot)
        let isRead =
            cover != nil && isOnPad != nil && after.evidence.chargerCurrent.isTold(boot, policy.ages.switches)
        stands(.hardwareSilent, after.phase == .starting && !isRead && stay > policy.deadlines.start)
        if isRestingLong, after.trail.isEmpty, cover == nil, after.travel == nil, after.absentDevices.isEmpty
        {
            let limit = policy.ages.switches, tenMinutes = Duration.seconds(600)
            let isOpenSteady = after.evidence.openSwitch.told(boot, limit, steady: tenMinutes) == true
            stands(.coverLeftOpen, isOpenSteady)
            stands(.hardwareSilent, !isOpenSteady && isUnreadLong)
        }
        if cover == .contradictory, after.trail.isEmpty || after.trail == [.fault] {
            let isSaid = ![.starting, .fault, .service].contains(after.phase)
            stands(.switchesContradict, isSaid || (after.trail.contains(.fault)))
        }
        let isLong = stay > .seconds(600) && after.travel == nil && after.rods == nil
        stands(.coverLeftOpen, isLong && (after.phase == .closing || after.phase == .recover))
        if after.phase == .securing, after.rods == nil, stay > policy.deadlines.landing {
            stands(.notDisarmed, isArmed != false)
            stands(.coverLeftOpen, isArmed == false && isOnPad == nil)
        }
        stands(.notDisarmed, after.phase == .landing && stay > policy.deadlines.landing)
        if before.phase == .preparing, after.trail.first == .recover || after.trail.first == .closing,
            !step.isChargerMeasuredOff, after.lockOut == nil
        {
            stands(.chargerStuckOn, true)
        }
        stands(.chargeFailed, before.phase == .charging && hasFailed(before.awaited) && before.charge != nil)
        if before.phase == .launching, after.trail.first == .recover || after.trail.first == .closing {
            judgeLaunchIncidents()
        }
    }

    private mutating func judgeLaunchIncidents() {
        switch before.launchStage {
        case .uploading? where after.lockOut == nil:
            if case .verified(let count, let checksum)? = end(of: before.awaited) {
                return stands(.uploadFailed, !isThePlan(count, checksum))
            }
            stands(.uploadFailed, true)
        case .takingOff?: stands(.launchFailed, true)
        default: break
        }
    }

    private mutating func isOver(_ kind: IncidentKind, _ isEnded: Bool) {
        if isEnded, let incident = after.incidents[kind.rawValue], incident.number < before.nextIncident {
            found.append(
                Stray(invariant: .i29IncidentsArePosted, detail: "\(kind.rawValue) is over and not ended"))
        }
    }

    /// An incident ends in the step that shows its end.
    private mutating func judgeEnded() {
        isOver(.contactsHot, pad.map { $0 < policy.limits.padTemperatureMax.value - 5 } ?? false)
        if after.trail.isEmpty {
            let isKeyOut = after.evidence.serviceKey.told(boot, policy.ages.switches) == false
            isOver(.handsInDock, policy.equipped.contains(.serviceKey) && isKeyOut && after.phase != .service)
            isOver(
                .notDisarmed,
                isArmed == false && (after.phase == .securing || (isHome && after.phase != .landing)))
            let isResting =
                after.phase == .idle && before.travel == nil && after.travel == nil && cover == .closed
            isOver(.coverLeftOpen, isResting)
            isOver(.hardwareSilent, isResting)
        }
        isOver(.emergencyStop, after.lockOut == nil && before.lockOut != nil)
        isOver(.lockedOut, after.lockOut == nil && before.lockOut != nil)
        isOver(
            .clockJumped,
            before.clock.jumped.map { span($0, boot) >= .seconds(60) && !step.hasWallJumped } ?? false)
        for told in step.event.told {
            switch told {
            case .finished(let order, .done):
                isOver(.orderUnanswered, before.pendingWrites.contains { $0.order == order })
            case .outbox(let facts):
                let (some, isOver) = facts.queued.addingReportingOverflow(facts.sent)
                let (all, isFarOver) = some.addingReportingOverflow(facts.failed)
                let isWhole = !isOver && !isFarOver && all == facts.created && facts.created >= 0
                self.isOver(.mailUnaccounted, isWhole && after.outbox?.created == facts.created)
                self.isOver(
                    .heartbeatMissing, before.heartbeat.map { facts.lastDigestSent >= $0.day } ?? false)
            case .storeCopied(nil): isOver(.storeNotCopied, true)
            default: break
            }
        }
        let isHeld = before.lockOut == nil && after.lockOut == nil && !step.isKeyTurned && !isReset
        if let travel = before.travel, !travel.isReversal, after.travel == nil,
            after.failedTravels.last != boot, isHeld,
            cover == (travel.goal == .open ? .open : .closed), !hasFailed(travel.order), after.trail.isEmpty
        {
            isOver(.coverTimedOut, true)
            isOver(.coverPinched, true)
            let isQuiet = after.quietSince[IncidentKind.coverNotOpen.rawValue] != nil
            isOver(.coverNotOpen, travel.goal == .open && !isQuiet)
        }
        let isConfirmed = after.charge?.isConfirmed == true && before.charge?.isConfirmed == false
        isOver(.chargeFailed, isConfirmed)
        isOver(.uploadFailed, before.launchStage == .uploading && after.launchStage == .verified)
    }

    /// A device that goes away is told, and one that comes back ends its incident after a while.
    private mutating func judgeDevices() {
        var last: [DeviceID: Bool] = [:]
        for told in step.event.told {
            if case .device(let device, let isPresent, _) = told { last[device] = isPresent }
        }
        for (device, isPresent) in last {
            let key = Incident.key(.deviceLost, device.text)
            let isNoted = after.absentDevices.contains(device) != isPresent
            let isOpen = after.incidents[key] != nil
            let isRight =
                isPresent ? !isOpen || after.quietSince[key] != nil : isOpen && after.quietSince[key] == nil
            demand(
                .i29IncidentsArePosted, "a device that went or came is told",
                isNoted && (isRight || !isPresent && before.absentDevices.contains(device)))
        }
    }

    /// A sensor that is doubted for long is told; a word about one is noted, and ends no incident by itself.
    private mutating func judgeDoubts() {
        for (key, doubt) in after.doubts where span(doubt.since, boot) >= policy.deadlines.doubt {
            demand(.i29IncidentsArePosted, "a lasting doubt is told", after.incidents[key] != nil)
        }
        var last: [String: SensorWord.Finding] = [:]
        for case .sensors(let words) in step.event.told {
            for word in words where word.question != .usual { last[Self.key(of: word)] = word.finding }
        }
        for (key, finding) in last {
            let isOpen = after.incidents[key] != nil, isQuiet = after.quietSince[key] != nil
            switch finding {
            case .doubted:
                let isNoted = after.doubts[key] != nil || before.doubts.count + last.count > 24
                demand(.i29IncidentsArePosted, "a doubt is noted", isNoted && (!isQuiet || after.doubts[key] == nil))
            case .believed:
                demand(
                    .i29IncidentsArePosted, "a believed sensor is noted", after.doubts[key] == nil && isOpen == isQuiet)
            case .unknown:
                demand(.i29IncidentsArePosted, "what is not known is noted", after.doubts[key] == nil && !isQuiet)
            }
        }
        demand(.i36RestWithinBounds, "doubts are bounded", after.doubts.count <= 24)
        for key in after.doubts.keys where key.hasPrefix(IncidentKind.signalUnusual.rawValue) {
            found.append(Stray(invariant: .i29IncidentsArePosted, detail: "\(key) is advice and no doubt"))
        }
        judgeUnusual()
    }

    /// What the detector says of a signal is told at once, and is over at its word.
    private mutating func judgeUnusual() {
        var last: [String: SensorWord.Finding] = [:]
        for case .sensors(let words) in step.event.told {
            for word in words where word.question == .usual && word.finding != .unknown {
                last[Self.key(of: word)] = word.finding
            }
        }
        let open = after.incidents.values.count { $0.kind == .signalUnusual }
        for (key, finding) in last {
            let isOpen = after.incidents[key] != nil, isWanted = finding != .believed
            let isRight = isOpen == isWanted || (isWanted && open + last.count > 64)
            demand(.i29IncidentsArePosted, "an unusual signal is told while it lasts", isRight)
        }
        demand(.i36RestWithinBounds, "unusual signals are bounded", open <= 64)
    }

    private func says(_ finding: SensorWord.Finding?, aboutUnusual incident: Incident) -> Bool {
        step.tells { event in
            guard case .sensors(let words) = event else { return false }
            return words.contains { word in
                guard word.question == .usual, Self.key(of: word) == incident.key else { return false }
                if let finding { return word.finding == finding }
                if case .doubted = word.finding { return true }
                return false
            }
        }
    }

    private static func key(of word: SensorWord) -> String {
        let kind: IncidentKind =
            switch word.question {
            case .plausible: .sensorImplausible
            case .agreeing: .windContradicted
            case .usual: .signalUnusual
            }
        return Incident.key(kind, word.sensor.cut(to: 120))
    }

    // What comes and goes.

    /// Kinds whose end waits until the condition has stayed away for a minute, or ten.
    private static let settling: Set<IncidentKind> = [
        .deviceLost, .vehicleSilent, .switchesContradict, .coverNotOpen, .chargerStuckOn, .smoke, .water,
        .noLandingPlace, .armedInDock, .sensorImplausible, .windContradicted, .gnssDegraded, .fenceBreached,
        .vehicleFault, .returnFailed, .mainsLost, .intrusion,
    ]

    private static func quietTime(_ kind: IncidentKind) -> Duration {
        kind == .sensorImplausible ? .seconds(600) : .seconds(60)
    }

    /// Whether the condition of a settling incident is away now; nil when that is not known.
    private func isAwayNow(_ incident: Incident) -> Bool? {
        switch incident.kind {
        case .smoke: isSmoke.map { !$0 }
        case .water: isWater.map { !$0 }
        case .chargerStuckOn where before.phase != .preparing:
            after.charge == nil && before.charge == nil && step.isChargerMeasuredOff ? true : nil
        case .switchesContradict:
            cover == .contradictory ? false
                : [.starting, .fault, .service].contains(after.phase) || before.phase == .fault
                    || !after.trail.isEmpty ? nil : cover.map { _ in true }
        case .vehicleSilent:
            isHome
                ? true
                : !isAway || !after.trail.isEmpty
                    ? nil : isHeard ? true : silence > policy.ages.vehicle ? false : nil
        case .coverNotOpen:
            (isHome && !isAway && after.phase != .lost)
                || (isAway && after.trail.isEmpty && cover == .open && after.travel == nil)
                ? true : nil
        case .noLandingPlace:
            isAway && after.trail.isEmpty
                ? after.alternate != nil || !isLongBarred(since: after.homeUnusableSince) : nil
        case .armedInDock: isWatchedAtRest && isOnPad == true ? isArmed.map { !$0 } : nil
        case .mainsLost: hasMains
        default: nil
        }
    }

    /// The dock stays in a phase in which nobody launches or lands.
    private var isWatchedAtRest: Bool {
        guard after.trail.isEmpty else { return false }
        switch after.phase {
        case .idle, .gating, .hold, .preparing, .opening, .closing, .charging, .offloading, .reporting,
            .recover, .fault:
            return true
        default: return false
        }
    }

    /// What may end and begin again within a step: a person's look, another flight, another write, another count.
    private func mayReturn(_ kind: IncidentKind) -> Bool {
        switch kind {
        case .calledHome, .flightTooLong, .orderUnanswered, .mailUnaccounted, .heartbeatMissing, .signalUnusual: true
        // A word of each may stand in one event.
        case .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly, .mapFailed:
            tellsOfPictures
        // Between two steps that lie far apart the quiet can end and the condition return.
        default: Self.settling.contains(kind) || step.isVisited || isReset
        }
    }

    /// The quiet time of a settling incident begins when its condition goes, and ends it after a minute.
    private mutating func judgeQuiet() {
        guard !after.incidents.isEmpty else {
            return demand(.i29IncidentsArePosted, "nothing is quiet", after.quietSince.isEmpty)
        }
        for (key, incident) in after.incidents {
            guard Self.settling.contains(incident.kind) else {
                if after.quietSince[key] != nil {
                    found.append(Stray(invariant: .i29IncidentsArePosted, detail: "\(key) waits for quiet"))
                }
                continue
            }
            let since = after.quietSince[key]
            if let since {
                let isOver = span(since, boot) >= Self.quietTime(incident.kind)
                demand(.i29IncidentsArePosted, "a quiet incident ends", !isOver)
                let was = before.incidents[key]?.number == incident.number ? before.quietSince[key] : nil
                demand(.i29IncidentsArePosted, "quiet begins once", since == (was ?? boot) || since == boot)
            }
            guard let isQuiet = isAwayNow(incident), isQuiet != (since != nil) else { continue }
            found.append(
                Stray(
                    invariant: .i29IncidentsArePosted,
                    detail: isQuiet ? "\(key) is not seen to be over" : "\(key) is taken for over"))
        }
    }

    // What opens.

    private func mayOpen(_ incident: Incident) -> Bool {
        switch incident.kind {
        case .smoke: isSmoke == true
        case .water: isWater == true
        case .contactsHot: pad.map { $0 > policy.limits.padTemperatureMax.value } ?? false
        case .emergencyStop: step.isStopPressed
        case .handsInDock: step.isKeyTurned
        case .switchesContradict: cover == .contradictory
        case .clockJumped: step.hasWallJumped
        case .orderUnanswered:
            before.pendingWrites.contains { span($0.given, boot) > policy.deadlines.answer }
        case .hardwareSilent:
            (before.phase == .starting && stayBefore > policy.deadlines.start)
                || (cover == nil && wasRestingLong)
        case .vehicleSilent: !isHeard && silence > policy.ages.vehicle
        case .vehicleLost: after.trail.contains(.lost)
        case .landedElsewhere: after.trail.contains(.diverted)
        case .diverting: after.trail.contains(.diverting)
        case .armedInDock: isArmed == true && isOnPad == true
        case .coverPinched: isPinched
        case .coverTimedOut: after.failedTravels.last == boot || after.trail.contains(.fault)
        case .rodsStuck: after.failedRods.last == boot
        case .coverNotOpen: cover != nil && cover != .open
        case .coverLeftOpen:
            stay > .seconds(600) || wasRestingLong
                || (after.phase == .securing && stay > policy.deadlines.landing && isOnPad == nil)
        case .chargerStuckOn: mayBeStuckOn
        case .chargeFailed:
            before.phase == .charging || after.trail.contains(.offloading) || before.charge != nil
        case .chargeTooLong: before.charge != nil && after.charge == nil
        case .uploadFailed: before.launchStage == .uploading
        case .launchFailed: before.launchStage == .takingOff
        case .calledHome: after.isCalledHome || !isAway
        case .flightTooLong: isTooLong || after.run == nil
        case .notDisarmed: mayBeNotDisarmed
        case .noLandingPlace:
            // A step that leads on to `flying` counts an opening that did not count before.
            after.alternate == nil
                && (isLongBarred(since: after.homeUnusableSince) || after.homeUnusableSince == nil && !isAway
                    || isLongBarred(since: before.homeUnusableSince) && after.trail.contains(.flying))
        case .deviceLost: step.tells { if case .device(_, isPresent: false, _) = $0 { true } else { false } }
        case .lockedOut: step.tells { if case .operatorSays(.lockOut) = $0 { true } else { false } }
        case .mailUnaccounted: step.tells { if case .outbox = $0 { true } else { false } }
        case .heartbeatMissing: after.heartbeat?.isMissed == true
        case .sensorImplausible, .windContradicted:
            after.doubts[incident.key].map { span($0.since, boot) >= policy.deadlines.doubt } ?? false
        case .signalUnusual: says(nil, aboutUnusual: incident)
        case .gnssDegraded, .fenceBreached, .vehicleFault, .returnFailed, .mainsLost, .intrusion:
            mayTroubleOpen(incident.kind)
        case .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly, .mapFailed:
            tellsOfPictures
        case .storeRestored: step.tells { if case .storeRestored = $0 { true } else { false } }
        case .storeNotCopied: step.tells { if case .storeCopied(.some) = $0 { true } else { false } }
        case .invariantBroken: true
        }
    }

    private var tellsOfPictures: Bool {
        after.payloadTaken > before.payloadTaken && step.tells { if case .payload = $0 { true } else { false } }
    }

    /// Ten minutes in a phase in which the cover should be closed.
    private var isRestingLong: Bool { Self.isResting(after.phase) && stay >= .seconds(600) }
    private var wasRestingLong: Bool { Self.isResting(before.phase) && stayBefore >= .seconds(600) }
    private static func isResting(_ phase: Phase) -> Bool {
        switch phase {
        case .idle, .gating, .hold, .charging, .offloading, .reporting: true
        default: false
        }
    }

    /// A switch of the cover has told nothing to believe for ten minutes.
    private var isUnreadLong: Bool {
        for sensed in [after.evidence.openSwitch, after.evidence.closedSwitch] {
            guard let last = sensed.value == nil ? sensed.since : sensed.taken else { continue }
            if span(last, boot) >= .seconds(600) { return true }
        }
        return false
    }

    private var mayBeStuckOn: Bool {
        if before.phase == .preparing, stayBefore > policy.deadlines.prepare || hasFailed(before.awaited) {
            return true
        }
        if before.phase == .starting || (step.isVisited && isReset) { return false }
        let current = after.evidence.chargerCurrent.told(boot, policy.ages.switches)?.value ?? 0
        let isLong = before.strayChargeSince.map { span($0, boot) > policy.deadlines.prepare } ?? false
        return isLong && abs(current) >= 0.1
    }

    private var mayBeNotDisarmed: Bool {
        let isDown = before.phase == .securing || before.phase == .landing
        let isLate = stayBefore > policy.deadlines.landing && isDown
        return isLate || (before.travel?.goal == .close && isAliveNearby)
            || (before.rods != nil && isArmed == true)
    }

    // What ends.

    private func mayEnd(_ incident: Incident, _ key: String) -> Bool {
        if step.isVisited || isReset { return true }
        if Self.settling.contains(incident.kind) {
            if incident.kind == .noLandingPlace, isHome { return true }
            return before.quietSince[key].map { span($0, boot) >= Self.quietTime(incident.kind) } ?? false
        }
        let hasArrived = before.travel.map { $0.goal == .open ? cover == .open : cover == .closed } ?? false
        switch incident.kind {
        case .contactsHot: return pad.map { $0 < policy.limits.padTemperatureMax.value - 5 } ?? false
        case .emergencyStop, .lockedOut: return after.lockOut == nil
        case .handsInDock: return !step.isKeyTurned && step.mayHandsBeInside == false
        case .coverTimedOut, .coverPinched: return hasArrived && before.travel?.isReversal == false
        case .coverLeftOpen: return cover == .closed
        case .chargeFailed:
            return after.charge?.isConfirmed == true
                || (before.charge != nil && (step.charge ?? 0) >= step.chargeWanted.low)
                || before.charge?.isConfirmed == false
        case .chargeTooLong: return before.charge?.isConfirmed == true
        case .uploadFailed, .launchFailed, .calledHome, .flightTooLong: return mayLaunchEnd(incident.kind)
        case .notDisarmed: return isArmed == false
        case .rodsStuck: return before.rods != nil && rods != nil
        case .diverting: return isHome || after.divertsRevoked > before.divertsRevoked
        case .orderUnanswered: return step.tells { if case .finished(_, .done) = $0 { true } else { false } }
        case .clockJumped: return before.clock.jumped.map { span($0, boot) >= .seconds(60) } ?? false
        case .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly, .mapFailed:
            return tellsOfPictures
        case .mailUnaccounted: return step.tells { if case .outbox = $0 { true } else { false } }
        case .storeRestored: return step.tells { if case .dayEnded = $0 { true } else { false } }
        case .storeNotCopied: return step.tells { if case .storeCopied(nil) = $0 { true } else { false } }
        case .heartbeatMissing: return after.heartbeat == nil || after.heartbeat?.day != before.heartbeat?.day
        case .signalUnusual: return says(.believed, aboutUnusual: incident)
        case .hardwareSilent:
            return (before.phase == .idle && cover == .closed)
                || (before.phase == .starting && cover != nil && isOnPad != nil)
        default: return false
        }
    }

    private func mayLaunchEnd(_ kind: IncidentKind) -> Bool {
        if before.phase == .launching || after.trail.contains(.launching),
            after.trail.contains(where: { StepTaken.isAway($0) })
        {
            return true
        }
        guard kind == .uploadFailed, case .verified? = end(of: before.awaited) else { return false }
        return before.launchStage == .uploading
    }
}
