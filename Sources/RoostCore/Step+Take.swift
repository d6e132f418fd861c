// SPDX-License-Identifier: Apache-2.0
// How an event becomes evidence. Nothing is decided here; a reading only replaces an older one.
// It must never order anything, and a value that could not be believed never becomes evidence.

internal import DockModel
internal import Wear

extension Turn {
    /// Takes what the event, or each of several told at once, tells into the state.
    mutating func takeAll(of event: Event) {
        watchClock()
        guard case .together(let events) = event else { return take(event) }
        for told in events { take(told) }
    }

    /// Takes what the event tells into the state.
    mutating func take(_ event: Event) {
        switch event {
        case .started, .together, .tick: break
        case .readings(let readings): for reading in readings { take(reading) }
        case .device(let device, let isPresent, let detail):
            take(device, isPresent: isPresent, detail: detail)
        case .sensors(let words): for word in words { take(word) }
        case .vehicle(let update): take(update)
        case .due(let mission): take(mission)
        case .finished(let order, let result): take(result, of: order)
        case .agenda(let next): state.agenda = Agenda(next: next.map(\.bounded))
        case .dayEnded(let day): endDay(day)
        case .operatorSays(let order): obey(order)
        case .outbox(let facts): take(facts)
        case .measured(let figures): state.wear.take(figures, policy.parts, at: now.wall)
        case .payload(let number, let word): take(word, number: number)
        case .storeRestored(let detail): raise(.storeRestored, detail)
        case .storeCopied(let trouble?): raise(.storeNotCopied, trouble)
        case .storeCopied(nil): resolve(.storeNotCopied)
        }
    }

    private mutating func take(_ reading: RoleReading) {
        let value = reading.value.flatMap { $0.isFinite ? $0 : nil }
        let taken = min(reading.taken.bounded, now.boot)
        // Only rain is summed over time; to turn a span into seconds costs as much as to take the reading.
        let isRain = reading.role == .rainRate
        let gap = isRain ? min(max(0, evidence.rain.taken?.duration(to: taken).inSeconds ?? 0), 120) : 0
        switch reading.role {
        case .coverOpenSwitch: state.evidence.openSwitch.take(value.map { $0 != 0 }, at: taken)
        case .coverClosedSwitch: state.evidence.closedSwitch.take(value.map { $0 != 0 }, at: taken)
        case .coverCurrent: state.evidence.coverCurrent.take(value.map { Amperes($0) }, at: taken)
        case .coverMoves: state.evidence.coverMoves.take(value, at: taken)
        case .chargerEnable: state.evidence.chargerEnable.take(value.map { $0 != 0 }, at: taken)
        case .chargerCurrent: state.evidence.chargerCurrent.take(value.map { Amperes($0) }, at: taken)
        case .chargerEnergy: state.evidence.chargerEnergy.take(value.map { WattHours($0) }, at: taken)
        case .vehiclePresent: state.evidence.vehiclePresent.take(value.map { $0 != 0 }, at: taken)
        case .emergencyStop: state.evidence.emergencyStop.take(value.map { $0 != 0 }, at: taken)
        case .serviceKey: state.evidence.serviceKey.take(value.map { $0 != 0 }, at: taken)
        case .rodsOpenSwitch: state.evidence.rodsOpenSwitch.take(value.map { $0 != 0 }, at: taken)
        case .rodsClosedSwitch: state.evidence.rodsClosedSwitch.take(value.map { $0 != 0 }, at: taken)
        case .smoke: state.evidence.smoke.take(value.map { $0 != 0 }, at: taken)
        case .waterLeak: state.evidence.waterLeak.take(value.map { $0 != 0 }, at: taken)
        case .contactResistance: state.evidence.contactResistance.take(value.map { Milliohms($0) }, at: taken)
        case .padTemperature: state.evidence.padTemperature.take(value.map { Celsius($0) }, at: taken)
        case .windSpeed: state.evidence.wind.take(value.map { MetresPerSecond($0) }, at: taken)
        case .rainRate: state.evidence.rain.take(value.map { MillimetresPerHour($0) }, at: taken)
        case .airTemperature: state.evidence.airTemperature.take(value.map { Celsius($0) }, at: taken)
        case .humidity: state.evidence.humidity.take(value.map { Percent($0) }, at: taken)
        case .mainsPresent: state.evidence.mainsPresent.take(value.map { $0 != 0 }, at: taken)
        case .upsCharge: state.evidence.upsCharge.take(value.map { Percent($0) }, at: taken)
        case .coverCommand, .rodsCommand, .chargerState, .watchdog, .heartbeat: break
        }
        tally(reading.role, value, gap: gap)
    }

    /// Widens the day's spans by a good reading; `gap` is the time since the last rain reading, s, at most two minutes.
    private mutating func tally(_ role: Role, _ value: Double?, gap: Double) {
        guard let value else { return }
        switch role {
        case .windSpeed:
            state.tally.gust = max(state.tally.gust ?? value, value)
            state.tally.windSum += value
            state.tally.windSamples += 1
        case .rainRate: state.tally.rainMillimetres = (state.tally.rainMillimetres ?? 0) + value * gap / 3600
        case .airTemperature: Span.widen(&state.tally.airTemperature, by: value)
        case .padTemperature: Span.widen(&state.tally.padTemperature, by: value)
        case .coverOpenSwitch, .coverClosedSwitch, .coverCurrent, .coverCommand, .chargerEnable,
            .chargerCurrent, .chargerState, .chargerEnergy, .vehiclePresent, .emergencyStop, .smoke, .waterLeak,
            .contactResistance, .coverMoves, .watchdog, .heartbeat, .rodsOpenSwitch, .rodsClosedSwitch,
            .rodsCommand, .serviceKey, .humidity, .mainsPresent, .upsCharge:
            break
        }
    }

    private mutating func take(_ device: DeviceID, isPresent: Bool, detail: String) {
        if isPresent {
            state.absentDevices.remove(device)
            resolve(.deviceLost, subject: device.text)
        } else if state.absentDevices.count < DockState.mostAbsentDevices,
            state.absentDevices.insert(device).inserted
        {
            raise(.deviceLost, subject: device.text, detail)
        }
    }

    private mutating func take(_ told: VehicleUpdate) {
        let update = told.believable
        let heard = min(update.heardAt?.bounded ?? now.boot, now.boot)
        state.evidence.vehicle.linked.take(update.isLinked, at: heard)
        guard update.isLinked else { return }
        // However late it is taken: a report of the air, heard after the order to launch, proves the take-off.
        if update.isArmed == true, update.landed?.isAirborne == true {
            state.evidence.vehicle.airborneAt = max(heard, evidence.vehicle.airborneAt ?? heard)
        }
        if let ordered = state.launchOrdered, let seen = evidence.vehicle.airborneAt, seen > ordered,
            state.run?.launched != nil, state.run?.takeoff == nil
        {
            state.run?.takeoff = now.wall
        }
        state.evidence.vehicle.armed.take(update.isArmed, at: heard)
        state.evidence.vehicle.landed.take(update.landed, at: heard)
        state.evidence.vehicle.intent.take(update.intent, at: heard)
        state.evidence.vehicle.isReadyToArm.take(update.isReadyToArm, at: heard)
        state.evidence.vehicle.reachedItem.take(update.reachedItem, at: heard)
        if let at = update.batteryAt.map({ min($0.bounded, now.boot) }) {
            state.evidence.vehicle.battery.take(update.battery, at: at)
            state.evidence.vehicle.batteryVoltage.take(update.batteryVoltage, at: at)
            // A vehicle that does not measure it never tells it; one that did and stops is not believed any more.
            if let cells = update.packTemperature { state.evidence.vehicle.packTemperature.take(cells, at: at) }
        }
        if let at = update.positionAt.map({ min($0.bounded, now.boot) }) {
            state.evidence.vehicle.height.take(update.height, at: at)
            state.evidence.vehicle.distance.take(update.distance, at: at)
            state.evidence.vehicle.east.take(update.east, at: at)
            state.evidence.vehicle.north.take(update.north, at: at)
            state.evidence.vehicle.travelled.take(update.travelled, at: at)
        }
        if let at = update.fixAt {
            state.evidence.vehicle.fix.take(update.fix, at: min(at.bounded, now.boot))
        }
        if let troubles = update.troubles { state.evidence.vehicle.troubles.take(troubles, at: heard) }
        if let text = update.text, !text.isEmpty {
            state.evidence.vehicle.lastText = text.cut(to: 200)
        }
    }

    /// Takes a due run once (I13). Its id tells, and where that may be forgotten its due time: one that is not newer
    /// than the last of its schedule was taken before. A last one that lies ahead of the clock was taken while the
    /// clock was wrong: then only the ids tell.
    private mutating func take(_ told: DueMission) {
        let mission = told.bounded
        guard !state.recentRuns.contains(mission.id) else { return }
        if let last = state.taken[mission.schedule], mission.due <= last, last <= now.wall + .seconds(60),
            state.mayHaveForgotten(runDue: mission.due)
        {
            return
        }
        state.remember(mission)
        guard mission.latest >= now.wall else {
            let closed = mission.terms?.closures.first { $0.from <= mission.due && $0.to > mission.due }
            close(unflown: mission, as: .expired, closed?.reason ?? "the dock was not running when it was due")
            return
        }
        guard state.waiting.count < DockState.mostWaiting else {
            close(unflown: mission, as: .refused, "\(DockState.mostWaiting) missions are waiting already")
            return
        }
        state.waiting.append(mission)
    }

    /// Ends the waiting runs whose latest start has passed, whatever keeps the dock busy (I39).
    mutating func expireWaiting() {
        guard !state.waiting.isEmpty, isClockTrusted else { return }
        for mission in state.waiting where mission.latest < now.wall {
            close(
                unflown: mission, as: .expired,
                "its latest start passed while the dock was in \(state.phase.rawValue)")
        }
        state.waiting.removeAll { $0.latest < now.wall }
    }

    /// Ends a due run that never came to its gates.
    mutating func close(unflown mission: DueMission, as outcome: MissionOutcome, _ reason: String) {
        var run = MissionRun(mission: mission, begun: now.wall)
        run.reasons = [reason]
        close(run, as: outcome)
    }

    /// Ends a run: stored, counted and told, once.
    mutating func close(_ run: MissionRun, as outcome: MissionOutcome) {
        var run = run
        run.outcome = outcome
        run.ended = now.wall
        state.tally.count(run, outcome: outcome)
        state.noteEnd(of: run, as: outcome)
        learnBurn(of: run)
        effects.append(.record(run))
        effects.append(.post(.mission(run)))
    }

    /// Learns what a minute of flight costs from a flight of two minutes or more: a fifth of the way towards it. An
    /// old pack shows here as a higher cost.
    private mutating func learnBurn(of run: MissionRun) {
        guard run.takeoff != nil, run.landed != nil, let seconds = run.airSeconds, seconds >= 120,
            let start = run.batteryStart?.value, let end = run.batteryEnd?.value, start > end
        else { return }
        let seen = min((start - end) / seconds * 60, 100)
        state.learnedBurn = state.learnedBurn.map { $0 + 0.2 * (seen - $0) } ?? seen
    }

    private mutating func obey(_ order: OperatorOrder) {
        switch order {
        case .reset:
            endLockOut()
            guard state.phase.mayBeReset else { return }
            stopTravel()
            stopRods()
            noteVisit()
            enter(.starting)
        case .runNow(let mission): take(mission)
        case .callHome: if state.phase == .flying { callHome("an operator asked for it") }
        case .lockOut(let reason): lockOut(.operatorOrder, reason.bounded)
        case .replacePart(let part, let serial, let reason, let use):
            replace(part, Replacement(reason: reason, serial: serial.cut(to: 64), at: now.wall, use: use ?? 0))
        case .keepPart(let part): keep(part)
        }
    }

    /// A person has looked at the dock: what only a person can end is over.
    mutating func noteVisit() {
        for key in state.incidents.keys.sorted() {
            // A sensor that is doubted still is doubted, whoever has looked.
            guard let incident = state.incidents[key], state.doubts[key] == nil else { continue }
            switch incident.kind {
            case .vehicleLost, .landedElsewhere, .coverTimedOut, .coverPinched, .switchesContradict, .calledHome,
                .flightTooLong, .notDisarmed, .invariantBroken, .vehicleSilent, .coverNotOpen, .diverting,
                .noLandingPlace, .rodsStuck, .orderUnanswered, .armedInDock, .windContradicted, .gnssDegraded,
                .fenceBreached, .vehicleFault, .returnFailed, .intrusion, .storeRestored:
                resolve(incident.kind, subject: incident.subject, atOnce: true)
            case .hardwareSilent, .deviceLost, .coverLeftOpen, .chargerStuckOn, .chargeFailed, .chargeTooLong,
                .contactsHot, .smoke, .water, .emergencyStop, .uploadFailed, .launchFailed, .lockedOut,
                .handsInDock, .clockJumped, .mailUnaccounted, .heartbeatMissing, .sensorImplausible, .mainsLost,
                .signalUnusual, .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful,
                .mapRefly, .mapFailed, .storeNotCopied:
                break
            }
        }
        (state.failedTravels, state.failedRods) = ([], [])
    }
}
