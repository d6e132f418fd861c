// SPDX-License-Identifier: Apache-2.0
// How a fault begins and ends. What lasts is rebuilt from the set of active faults at each edge, so that overlapping
// faults end independently; what happens once happens at the beginning.

internal import DockModel
internal import RoostCore

extension SimulatedWorld {
    /// Something of the script happens.
    mutating func happen(_ kind: Happening.Kind) {
        quiet = 0
        switch kind {
        case .mission: break
        case .fault(let fault, let lasts, let strength): begin(fault, lasts: lasts, strength: strength)
        case .operatorSays(let word): say(word)
        }
    }

    /// A person speaks, or turns the key.
    mutating func say(_ word: SimulatedWord) {
        switch word {
        case .reset: words.append(.reset)
        case .callHome: words.append(.callHome)
        case .lockOut: words.append(.lockOut("locked out at the console"))
        case .keyOn: isKeyTurned = true
        case .keyOff: isKeyTurned = false
        }
    }

    /// A fault begins.
    mutating func begin(_ fault: SimulatedFault, lasts: Double, strength: Double) {
        counts.faults[fault.rawValue, default: 0] += 1
        truth.lastFault = seconds
        guard !beginOnce(fault, lasts: max(1, lasts), strength: strength) else { return }
        nextFaultNumber += 1
        let ends = seconds + max(1, min(lasts, fault.longest))
        active.append(
            ActiveFault(number: nextFaultNumber, fault: fault, begun: seconds, ends: ends, strength: strength)
        )
        if let kind = fault.lie { addLie(kind, strength, number: nextFaultNumber) }
        rebuild()
    }

    /// What happens once; true when nothing of it lasts.
    private mutating func beginOnce(_ fault: SimulatedFault, lasts: Double, strength: Double) -> Bool {
        switch fault {
        case .processKilled: kill(downFor: 1 + 4 * strength)
        case .processEnded: terminate(downFor: 1)
        case .packageUpgraded: terminate(downFor: 5 + 25 * strength)
        case .computerReset:
            kill(downFor: 40)
            clock.bootStart = seconds
            clock.unsetUntil = seconds + 60
        case .powerCut: cutPower(for: min(lasts, 14_400))
        case .powerCutAtEffect:
            disk.cutAfterEffects = Int(strength * 4)
            disk.cutLasts = min(lasts, 3_600)
        case .journalTorn: disk.tearsNext = true
        case .stateFileDeleted:
            disk.isFileGone = true
            kill(downFor: 2)
        case .vehicleReboots: vehicle.reboot(for: 10 + 50 * strength)
        case .policyEdited:
            edit(strength)
            terminate(downFor: 1)
        case .twoConsoles:
            words +=
                strength < 0.5 ? [.callHome, .reset] : [.reset, .lockOut("one of two consoles"), .reset]
            let wall = now.wall
            let mission = DueMission(
                id: "console@\(wall.milliseconds)", schedule: "console", plan: SimulatedSite.plan, due: wall,
                latest: wall + .seconds(600))
            words += [.runNow(mission), .runNow(mission)]
        default: return false
        }
        truth.mark(fault.lies, at: seconds)
        return true
    }

    /// An operator changes limits within what settings allow.
    private mutating func edit(_ strength: Double) {
        policy.limits.windGust = MetresPerSecond(9 + 6 * strength)
        policy.limits.batteryLaunch = Percent(40 + 30 * strength)
        policy.limits.batteryReserve = Percent(20 + 15 * strength)
        policy.limits.batteryStorage = strength < 0.7 ? Percent(55 + 40 * strength) : nil
        policy.limits.chargeAhead = .seconds(Int64(600 + 9_000 * strength))
        policy.deadlines.coverTravel = .seconds(Int64(30 + 30 * strength))
        policy.deadlines.holdRetry = .seconds(Int64(30 + 60 * strength))
    }

    private mutating func addLie(_ kind: LieKind, _ strength: Double, number: Int) {
        var pick = SplitMix(seed: strength.bitPattern)
        let role = SensorLie.sensors[pick.below(SensorLie.sensors.count)]
        lies.append(
            SensorLie(fault: number, role: role, kind: kind, begun: seconds, strength: pick.uniform()))
    }

    /// Ends the faults whose time is over.
    mutating func endFaults() {
        guard seconds >= nextFaultEnd else { return }
        for fault in active where fault.ends <= seconds { end(fault) }
        active.removeAll { $0.ends <= seconds }
        quiet = 0
        rebuild()
    }

    /// Ends every fault now: somebody repaired what was broken.
    mutating func endAllFaults() {
        for fault in active { end(fault) }
        active = []
        lies = []
        if let back = powerBackAt { powerBackAt = min(back, seconds + 1) }
        process.startsAt = min(process.startsAt, seconds + 25)
        process.blockedUntil = min(process.blockedUntil, seconds + 5)
        (disk.cutAfterEffects, disk.tearsNext) = (nil, false)
        vehicle.lateTakeoff = nil
        rebuild()
    }

    private mutating func end(_ fault: ActiveFault) {
        truth.mark(fault.fault.lies, at: seconds)
        lies.removeAll { $0.fault == fault.number }
        truth.lastFault = seconds
    }

    /// Rebuilds what is wrong from the active faults.
    mutating func rebuild() {
        (plant.faults, vehicle.faults) = (CoarseFaults(), SketchVehicleFaults())
        (bus, mailWay) = (BusFaults(), MailWay())
        (disk.failure, disk.isSlow) = (0, false)
        (clock.ahead, clock.stoppedAt, clock.epochAt, clock.isTrusted) = (0, nil, nil, true)
        nextFaultEnd = .infinity
        truth.now = []
        for fault in active {
            nextFaultEnd = min(nextFaultEnd, fault.ends)
            truth.now.formUnion(fault.fault.lies)
            applyToDock(fault)
            applyToLinks(fault)
            applyToVehicle(fault)
            applyToComputer(fault)
        }
        isBusGood = bus.isGood
    }

    private mutating func applyToDock(_ fault: ActiveFault) {
        let strength = fault.strength
        switch fault.fault {
        case .openSwitchStuck: plant.faults.isOpenSwitchStuck = true
        case .openSwitchDead: plant.faults.isOpenSwitchDead = true
        case .closedSwitchStuck: plant.faults.isClosedSwitchStuck = true
        case .closedSwitchDead: plant.faults.isClosedSwitchDead = true
        case .switchBounces:
            if strength < 0.5 {
                plant.faults.isOpenSwitchBouncing = true
            } else {
                plant.faults.isClosedSwitchBouncing = true
            }
        case .coverJammed: plant.faults.jamAt = 2 + 96 * strength
        case .motorSlow: plant.faults.coverSpeed = 0.2 + 0.7 * strength
        case .motorRunsOn: plant.faults.doesMotorRunOn = true
        case .coverIced: plant.faults.isIced = true
        case .rodSwitchStuck:
            if strength < 0.5 {
                plant.faults.rodsOpenSwitch = strength < 0.25
            } else {
                plant.faults.rodsClosedSwitch = strength < 0.75
            }
        case .rodsStall: plant.faults.areRodsJammed = true
        case .chargerIgnoresOff: plant.faults.doesChargerIgnoreOff = true
        case .chargerDead: plant.faults.isChargerDead = true
        case .contactsDirty: plant.faults.dirt = 20 + 150 * strength
        case .packHot: plant.faults.packTarget = 38 + 25 * strength
        case .packCold: plant.faults.packTarget = -25 + 32 * strength
        case .gustFront: plant.faults.wind = 9 + 12 * strength
        case .rain: plant.faults.rain = 0.2 + 8 * strength
        case .smoke: plant.faults.isSmoke = true
        case .water: plant.faults.isWater = true
        case .emergencyStop: plant.faults.isEmergencyStopPressed = true
        case .serviceKey: plant.faults.isKeyTurned = true
        case .padContactStuck: plant.faults.padContact = true
        case .padContactDead: plant.faults.padContact = false
        case .padOccupied: plant.faults.isPadOccupied = !vehicle.isOnPad
        default: break
        }
    }

    private mutating func applyToLinks(_ fault: ActiveFault) {
        let strength = fault.strength
        switch fault.fault {
        case .byteOrderWrong: bus.isByteOrderWrong = true
        case .modbusTimeout: bus.isDown = true
        case .modbusShortReply: bus.loss = max(bus.loss, 0.1 + 0.4 * strength)
        case .modbusCRC: bus.loss = max(bus.loss, 0.3 + 0.65 * strength)
        case .modbusException: bus.refusing = Int(strength * 3)
        case .modbusLateReply: bus.isLate = true
        case .modbusTwoDevices: bus.isShared = true
        case .orderLost: bus.losesOrders = true
        case .orderUnanswered: bus.swallowsAnswers = true
        case .uplinkDown, .captivePortal, .nameServerLies, .certificateWrong, .encryptionStripped,
            .descriptorsExhausted:
            mailWay.isDown = true
        case .tokenExpired, .replyLineEndless, .smtpBusy: mailWay.putsOff = 1
        case .smtpRefusesNow: mailWay.putsOff = max(mailWay.putsOff, 0.3 + 0.7 * strength)
        case .uplinkFlaps: mailWay.isFlapping = true
        case .uplinkThin: mailWay.slowness = max(mailWay.slowness, 100)
        case .smtpGreetsLate: mailWay.slowness = max(mailWay.slowness, 5 + 55 * strength)
        case .smtpRefuses: mailWay.refuses = 0.2 + 0.8 * strength
        case .smtpCutBeforeReply: mailWay.cutsReply = 0.2 + 0.8 * strength
        default: break
        }
    }

    private mutating func applyToVehicle(_ fault: ActiveFault) {
        let strength = fault.strength
        switch fault.fault {
        case .vehicleArmsItself: vehicle.faults.armsItself = true
        case .landsBeside: vehicle.faults.landsElsewhere = true
        case .neverDisarms: vehicle.faults.neverDisarms = true
        case .vehicleSilent, .wrongSystemID: vehicle.faults.isSilent = true
        case .partialMissionAck: vehicle.faults.losesItem = true
        case .uploadRefused: vehicle.faults.uploadRefusal = "item 3: unsupported command"
        case .armingRefused: vehicle.faults.armingRefusal = "Arming denied: compass not calibrated"
        case .logStalls: vehicle.faults.doesLogStall = true
        case .bootClockWraps: vehicle.faults.stampedAgo = 20 + 200 * strength
        case .gnssLost: vehicle.faults.isWithoutFix = true
        case .takesOffLate: vehicle.faults.takesOffLate = 2 + 110 * strength * strength
        case .packDrains: vehicle.faults.drain = 1.5 + 4 * strength
        default: break
        }
    }

    private mutating func applyToComputer(_ fault: ActiveFault) {
        let strength = fault.strength
        let spans = [1.0, 2, 5, 60, 3_600, 86_400, 2_592_000, 31_536_000]
        let span = spans[min(7, Int(strength * 8))]
        switch fault.fault {
        case .clockAhead: clock.ahead += span
        case .clockBack: clock.ahead -= span
        case .zoneShifts: clock.ahead += strength < 0.5 ? -3_600 : 3_600
        case .leapSecond: clock.ahead += strength < 0.5 ? -1 : 1
        case .clockStops: clock.stoppedAt = fault.begun
        case .clockAt1970:
            clock.epochAt = fault.begun
            if strength < 0.5 { clock.isTrusted = false }
        case .clockUntrusted: clock.isTrusted = false
        case .diskFull, .diskReadOnly: disk.failure = 1
        case .diskErrors: disk.failure = max(disk.failure, 0.2 + 0.6 * strength)
        case .fsyncSlow: disk.isSlow = true
        case .threadBlocked: process.blockedUntil = max(process.blockedUntil, fault.ends)
        default: break
        }
    }

    /// What goes on while some faults last: kills and brown-outs come again and again.
    mutating func goOnFailing() {
        for fault in active where process.isRunning {
            switch fault.fault {
            case .outOfMemory where random.below(30) == 0: kill(downFor: 2)
            case .brownOutLoop where random.below(15) == 0: cutPower(for: 2 + 8 * fault.strength)
            default: break
            }
        }
    }
}

extension SimulatedFault {
    /// The longest it lasts, s.
    fileprivate var longest: Double {
        switch self {
        case .threadBlocked: 180
        case .brownOutLoop, .outOfMemory: 900
        case .leapSecond, .clockAhead, .clockBack, .zoneShifts: 7_200
        case .packHot, .packCold, .contactsDirty: 7_200
        default: .infinity
        }
    }

    /// How a sensor lies under it.
    fileprivate var lie: LieKind? {
        switch self {
        case .sensorStuck: .stuck
        case .sensorDrift: .drift
        case .sensorNaN: .notANumber
        case .sensorSpike: .spike
        case .sensorUnitChange: .unit
        default: nil
        }
    }
}
