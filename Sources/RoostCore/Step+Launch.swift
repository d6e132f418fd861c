// SPDX-License-Identifier: Apache-2.0
// From a due run to a vehicle in the air: gates, charger off, cover open, upload, arm. Each arrow needs evidence; each
// wait has a deadline and an answer to its passing.

internal import DockModel

extension Turn {
    /// Idle: takes the next due run, closes a cover that should not be open, keeps the pack charged.
    mutating func rest() {
        guard cover == nil || cover == .closed else { return enter(.recover) }
        guard areRodsHolding() else { return }
        takeNextRun()
    }

    /// Makes a waiting run the one being decided: of the highest priority the one that must start soonest, and of
    /// those the one that waited longest.
    private mutating func takeNextRun() {
        guard state.run == nil,
            let next = state.waiting.indices.min(by: { state.waiting[$0].goesBefore(state.waiting[$1]) })
        else { return }
        state.run = MissionRun(mission: state.waiting.remove(at: next), begun: now.wall)
        beginGating()
    }

    /// The gates are asked once the vehicle has had its chance to stand ready.
    private mutating func beginGating() {
        enter(.gating)
        if isVehicleHome { state.run?.launched = nil }
        state.awaited = order(.readyVehicle)
    }

    /// Asks every gate; all answers are stored with the run.
    private mutating func answers(isCoverToBeOpen: Bool) -> [GateRecord] {
        let question = GateQuestion(state: state, now: now, policy: policy, isCoverToBeOpen: isCoverToBeOpen)
        let records = question.askAll()
        // Not `state.run?.gates = records`, which would leak the old answers; see `Turn`.
        if var run = state.run {
            run.gates = records
            state.run = run
        }
        return records
    }

    /// Lets the gates decide: the cover is opened, or the run waits or ends.
    mutating func askGates() {
        guard let run = state.run else { return enter(.idle) }
        if run.takeoff != nil { return enter(.recover) }
        if now.wall > run.mission.latest, isClockTrusted {
            abandonRun("its latest start has passed", as: run.launched == nil ? .expired : .aborted)
            return enter(.idle)
        }
        // Ready is shown in the vehicle's next status, at most a second or two later.
        let hasSettled = state.awaited == nil && timeInPhase >= .seconds(3)
        guard hasSettled || timeInPhase >= deadlines.prepare else { return }
        let records = answers(isCoverToBeOpen: false)
        if let refusal = records.first(where: { if case .refuse = $0.answer { true } else { false } }) {
            abandonRun("\(refusal.gate.rawValue): \(refusal.answer.reason ?? "")", as: .refused)
            return enter(.idle)
        }
        if let held = records.first(where: { !$0.answer.isPass }),
            case .hold(let because, let wait) = held.answer
        {
            return holdRun("\(held.gate.rawValue): \(because)", for: wait)
        }
        // The gates have proved it on the pad, disarmed: what was launched before has come to nothing.
        state.run?.launched = nil
        state.launchOrdered = nil
        enter(.preparing)
        state.awaited = endCharge()
    }

    /// Puts the run on hold, or lets it expire when its latest start would pass meanwhile.
    mutating func holdRun(_ reason: String, for wait: Duration) {
        guard let run = state.run else { return enter(.idle) }
        // While the clock is not known to be set, its word on the latest start counts for nothing.
        guard now.wall + wait <= run.mission.latest || !isClockTrusted else {
            abandonRun(reason, as: run.launched == nil ? .expired : .aborted)
            return enter(.idle)
        }
        state.run?.holds += 1
        explain(reason)
        enter(.hold)
        state.askAgain = now.boot + wait
    }

    /// On hold: asks again when it is time.
    mutating func waitForGates() {
        guard let run = state.run else { return enter(.idle) }
        // What was launched and given up took off after all, and it is told late.
        if run.takeoff != nil { return enter(.recover) }
        if now.wall > run.mission.latest, isClockTrusted {
            abandonRun("its latest start has passed", as: run.launched == nil ? .expired : .aborted)
            return enter(.idle)
        }
        if let askAgain = state.askAgain, now.boot < askAgain { return }
        state.askAgain = nil
        beginGating()
    }

    /// Waits until the charger is measured off, then opens the cover (I5).
    mutating func awaitChargerOff() {
        if state.awaited == nil, evidence.isChargerProvedOff(at: now.boot, within: ages.switches),
            let since = evidence.chargerCurrent.taken, since >= state.phaseEntered
        {
            guard canMoveCover(.open) else { return giveUpLaunch("the cover may not move now") }
            enter(.opening)
            startTravel(.open)
            return
        }
        guard timeInPhase > deadlines.prepare else { return }
        raise(
            .chargerStuckOn,
            "charger current \(inWords(evidence.chargerCurrent.value)) after off was ordered, limit 0.1 A")
        giveUpLaunch("the charger was not proved off within \(inWords(deadlines.prepare))")
    }

    /// Waits for both limit switches; the deadline stops the motor.
    mutating func awaitCoverOpen() {
        guard state.travel == nil else { return }
        if cover == .open {
            guard let run = state.run else { return enter(.recover) }
            if hasRods, rodsPosition != .open, timeInPhase > deadlines.coverTravel + deadlines.rodTravel * 3 {
                return giveUpLaunch("the centring rods did not let go")
            }
            guard areRodsOpen() else { return }
            enter(.launching)
            state.launchStage = .uploading
            let resumption = state.resumption(of: run.mission, in: policy)
            state.run?.resumedAfter = resumption
            state.awaited = order(.upload(plan: run.mission.plan, after: resumption))
        } else if cover != nil {
            // The travel ended without reaching the open switch; its incident says why.
            giveUpLaunch("the cover did not open")
        } else if timeInPhase > deadlines.coverTravel {
            giveUpLaunch("the cover's position is unknown")
        }
    }

    /// Waits for the upload, arms when all gates pass in this same step (I10, I12), then waits for the air.
    mutating func awaitTakeoff() {
        if receiveVehicleOut() { return noteTakeoff() }
        switch state.launchStage {
        case .uploading?:
            guard timeInPhase > deadlines.upload + .seconds(10) else { return }
            raise(.uploadFailed, "no answer within \(inWords(deadlines.upload))")
            giveUpLaunch("the upload was not answered")
        case .verified?:
            let question = GateQuestion(state: state, now: now, policy: policy, isCoverToBeOpen: true)
            let isOpen = question.ask(.cover).answer.isPass
            if isOpen || timeInPhase > deadlines.upload + .seconds(10) { armIfAllowed() }
        case .takingOff?:
            if state.lockOut != nil { insistOnDisarming() }
            guard timeInPhase > deadlines.takeoff else { return }
            raise(
                .launchFailed,
                "not in the air within \(inWords(deadlines.takeoff)): \(evidence.vehicle.lastText)")
            giveUpLaunch("the vehicle did not take off")
        case nil: giveUpLaunch("the launch was interrupted")
        }
    }

    /// Arms the vehicle if every gate passes now; else gives the launch up.
    mutating func armIfAllowed() {
        let records = answers(isCoverToBeOpen: true)
        if let closed = records.first(where: { !$0.answer.isPass }) {
            let reason = "\(closed.gate.rawValue): \(closed.answer.reason ?? "")"
            return giveUpLaunch(reason)
        }
        guard evidence.isChargerProvedOff(at: now.boot, within: ages.switches) else {
            return giveUpLaunch("the charger is no longer proved off")
        }
        state.launchStage = .takingOff
        forgetFlight()
        state.run?.launched = now.wall
        state.launchOrdered = now.boot
        state.phaseEntered = now.boot
        state.awaited = order(.launch)
    }

    private mutating func noteTakeoff() {
        state.launchStage = nil
        noteFlight()
        resolve(.launchFailed)
        resolve(.uploadFailed)
        resolve(.calledHome)
        resolve(.flightTooLong)
    }

    /// Ends a launch before take-off: the cover is closed again, and the run waits or ends.
    mutating func giveUpLaunch(_ reason: String) {
        state.launchStage = nil
        stopTravel()
        stopRods()
        if var run = state.run {
            run.givenUp = (run.givenUp ?? 0) + 1
            state.run = run
            let isInTime = now.wall + deadlines.holdRetry <= run.mission.latest
            if run.takeoff == nil, run.mayRetry, isInTime {
                explain(reason)
                state.run?.holds += 1
            } else if run.launched == nil {
                abandonRun(reason, as: .aborted)
            } else {
                // Launched: the run goes on until the cover is closed over a vehicle that proved to have stayed.
                explain(reason)
            }
        }
        // Launched: only what is seen after a while proves that the vehicle stayed, so it is waited for in recover.
        enter(cover == .closed && state.run?.launched == nil ? .closing : .recover)
    }
}

/// A current as people say it, or that there is none.
func inWords(_ current: Amperes?) -> String { current.map { "\($0)" } ?? "unknown" }
