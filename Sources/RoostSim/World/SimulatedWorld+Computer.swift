// SPDX-License-Identifier: Apache-2.0
// What the computer does in a turn: starts the process when it may, carries out orders, mails, and hands the core all
// that reached the inbox at once. What the core is told comes from the links, never from the truth itself.

internal import DockModel
internal import RoostCore
internal import Wear

extension SimulatedWorld {
    /// The device behind which the bus is.
    private static let controller: DeviceID = "controller"

    /// One turn of the computer.
    mutating func runComputer(_ span: Double) {
        if let back = powerBackAt {
            guard seconds >= back else { return }
            powerBackAt = nil
            // A new boot clock, and no clock of its own until a time server answers.
            clock.bootStart = back
            clock.unsetUntil = seconds + 45
        }
        if !process.isRunning {
            guard seconds >= process.startsAt else { return }
            start()
        }
        if disk.failure < 1 { mail.work(to: seconds, span: span, way: mailWay, &random) }
        carryOutDue()
        guard process.blockedUntil <= seconds else { return keepReports() }
        if !process.backlog.isEmpty { takeBacklog() }
        if !process.unstored.isEmpty { takeUnstored() }
        // A torn commit may have ended the process among what waited.
        guard process.isRunning else { return }
        gather()
        guard !inbox.isEmpty else { return }
        // Most of what is told is told at once; now and then each thing comes alone, in some order.
        // After a leap nothing but all of it is fresh.
        if span < 1.9, random.next() & 7 == 0 { takeApart() } else { takeTogether() }
        inbox.removeAll(keepingCapacity: true)
        carryOutDue()
    }

    /// While the core is blocked the vehicle's reports wait in the inbox.
    private mutating func keepReports() {
        guard process.backlog.count < 500 else { return }
        if vehicle.isReachable { lastHeard = now.boot }
        let update = vehicle.update(
            at: now.boot, lastHeard: lastHeard, packTemperature: plant.packTemperature)
        process.backlog.append(.vehicle(update))
    }

    /// What waited is taken in order, late.
    private mutating func takeBacklog() {
        let events = process.backlog
        process.backlog = []
        for event in events where process.isRunning { take(event) }
    }

    private mutating func takeTogether() {
        let missions = inbox.compactMap { if case .due(let mission) = $0 { mission } else { nil } }
        if take(inbox.count == 1 ? inbox[0] : .together(inbox)) {
            for mission in missions { noteTold(mission) }
        }
    }

    private mutating func takeApart() {
        var events = inbox
        // The calendar always tells its runs in the order of their times.
        var runs = 0
        for case .due in events { runs += 1 }
        if runs < 2, random.next() & 1 == 0 { events.reverse() }
        for event in events {
            guard process.isRunning else { return }
            if take(event), case .due(let mission) = event { noteTold(mission) }
        }
    }

    /// Decides the events anew whose decision could not be stored, until one cannot be stored again.
    private mutating func takeUnstored() {
        process.isRetrying = true
        while let event = process.unstored.first, take(event), process.isRunning {
            process.unstored.removeFirst()
            if case .due(let mission) = event { noteTold(mission) }
        }
        process.isRetrying = false
    }

    /// Puts into the inbox all that reached the computer since the last turn.
    private mutating func gather() {
        for word in words { inbox.append(.operatorSays(word)) }
        words.removeAll(keepingCapacity: true)
        gatherEnds()
        gatherBus()
        if vehicle.isReachable { lastHeard = now.boot }
        let temperature = plant.packTemperature
        inbox.append(
            .vehicle(vehicle.update(at: now.boot, lastHeard: lastHeard, packTemperature: temperature)))
        gatherCalendar()
        if factsTold != mail.facts {
            factsTold = mail.facts
            inbox.append(.outbox(mail.facts))
        }
    }

    private mutating func gatherEnds() {
        var index = 0
        while index < pending.count {
            if pending[index].at <= seconds, let result = pending[index].result {
                inbox.append(.finished(order: pending[index].order.id, result))
                pending.remove(at: index)
            } else {
                index += 1
            }
        }
    }

    private mutating func gatherBus() {
        if bus.isDown {
            let since = busDownSince ?? seconds
            busDownSince = since
            if !isLossTold, seconds - since >= 3 {
                isLossTold = true
                inbox.append(.device(Self.controller, isPresent: false, detail: "no reply to 3 requests"))
            }
            return
        }
        busDownSince = nil
        if isLossTold {
            isLossTold = false
            inbox.append(.device(Self.controller, isPresent: true, detail: ""))
        }
        gatherDoubts()
        readSensors()
        if bus.isLate { swap(&readings, &lateReadings) }
        if !readings.isEmpty { inbox.append(.readings(readings)) }
    }

    /// Reads every sensor; the slow ones every five seconds.
    private mutating func readSensors() {
        readings.removeAll(keepingCapacity: true)
        let boot = now.boot, chance = random.next() & 1 == 0
        read(.coverOpenSwitch, plant.isOpenSwitchMade(chance) ? 1 : 0, boot)
        read(.coverClosedSwitch, plant.isClosedSwitchMade(chance) ? 1 : 0, boot)
        read(.coverCurrent, plant.coverCurrent, boot)
        read(.chargerEnable, plant.isChargerEnabled ? 1 : 0, boot)
        let sign: Double = truth.now.contains(.chargerSign) ? -1 : 1
        read(.chargerCurrent, plant.chargeCurrent * sign, boot)
        let isPresent = plant.faults.padContact ?? (vehicle.isOnPad || plant.faults.isPadOccupied)
        read(.vehiclePresent, isPresent ? 1 : 0, boot)
        read(.emergencyStop, plant.faults.isEmergencyStopPressed ? 1 : 0, boot)
        read(.smoke, plant.faults.isSmoke ? 1 : 0, boot)
        if site.hasKey { read(.serviceKey, isKeyTurned || plant.faults.isKeyTurned ? 1 : 0, boot) }
        if site.hasRods {
            read(.rodsOpenSwitch, plant.faults.rodsOpenSwitch ?? (plant.rodsPosition < 1) ? 1 : 0, boot)
            read(.rodsClosedSwitch, plant.faults.rodsClosedSwitch ?? (plant.rodsPosition > 99) ? 1 : 0, boot)
        }
        guard seconds - slowReadAt >= 5 else { return }
        slowReadAt = seconds
        read(.coverMoves, Double(plant.coverMoves), boot)
        read(.chargerEnergy, plant.chargeEnergy, boot)
        read(.waterLeak, plant.faults.isWater ? 1 : 0, boot)
        read(.contactResistance, plant.contactResistance + plant.faults.dirt, boot)
        read(.padTemperature, plant.padTemperature, boot)
        read(.windSpeed, wind, boot)
        read(.rainRate, plant.faults.rain ?? weather.rain(at: seconds), boot)
        read(.airTemperature, weather.air(at: seconds), boot)
        guard site.hasHouse else { return }
        read(.humidity, weather.humidity(at: seconds), boot)
        read(.mainsPresent, weather.hasMains(at: seconds) ? 1 : 0, boot)
        read(.upsCharge, weather.upsCharge(at: seconds), boot)
    }

    @inline(__always)
    private mutating func read(_ role: Role, _ truth: Double, _ taken: Instant) {
        guard isBusGood, lies.isEmpty else { return readBadly(role, truth, taken) }
        readings.append(RoleReading(role, truth, taken: taken))
    }

    private mutating func readBadly(_ role: Role, _ truth: Double, _ taken: Instant) {
        if let device = bus.refusing, device == role.simulatedDevice { return }
        var value = truth
        for index in lies.indices where lies[index].role == role {
            value = lies[index].tell(value, at: seconds, &random)
        }
        if bus.isByteOrderWrong, role.isFloat { value = value.octetsReversed }
        if bus.isShared {
            let roll = random.below(10)
            if roll < 4 { return readings.append(RoleReading(role, nil, taken: taken)) }
            if roll < 6 { value = 0 }
        }
        if bus.loss > 0, random.uniform() < bus.loss {
            // Some readings are told as none, others are not told at all.
            if random.next() & 1 == 0 { readings.append(RoleReading(role, nil, taken: taken)) }
            return
        }
        readings.append(RoleReading(role, value, taken: taken))
    }

    /// The span of the calendar that is to be told, as the planner reckons it: nothing while the clock is not known to
    /// be set, nothing for a minute after a jump, and no more than 26 h over one.
    private mutating func calendarSpan(at now: Moment) -> (since: WallTime, now: WallTime)? {
        if let before = process.plannedAt {
            let passed = now.boot.nanoseconds / 1_000_000 - before.boot.nanoseconds / 1_000_000
            if abs(now.wall.milliseconds - before.wall.milliseconds - passed) > 2_000 {
                process.planSteadyFrom = now.boot + .seconds(60)
            }
        }
        process.plannedAt = now
        guard now.isWallTrusted else { return nil }
        var since = min(process.plannedTo, now.wall)
        if let steadyFrom = process.planSteadyFrom {
            guard now.boot >= steadyFrom else { return nil }
            since = max(since, now.wall + .seconds(-93_600))
        }
        (process.plannedTo, process.planSteadyFrom) = (now.wall, nil)
        return (since, now.wall)
    }

    /// What the vehicle tells of its pack once a day, and a crew that changes what is worn out.
    private mutating func gatherWear() {
        let age = Double(process.state.wear.counters.chargeCycles)
        let noise = 1 + 0.01 * (2 * random.uniform() - 1)
        let capacity = random.below(40) == 0 ? [Double.nan, 0, 120, -3][random.below(4)] : (12 - 0.03 * age) * noise
        inbox.append(
            .measured([
                PartMeasurement(.packCapacity, capacity), PartMeasurement(.cellSpread, 0.01 + 0.0002 * age),
                PartMeasurement(.shots, 40 * process.state.wear.counters.flights),
            ]))
        for rule in policy.parts where process.state.wear.units[rule.description.id]?.isPastLimit == true {
            inbox.append(
                .operatorSays(
                    .replacePart(rule.description.id, serial: "new \(Int(seconds))", reason: .failed, use: 0)))
        }
    }

    /// What the calendar says.
    private mutating func gatherCalendar() {
        guard let (last, now) = calendarSpan(at: now), now != last else { return }
        let day = now.milliseconds / 86_400_000
        if day != last.milliseconds / 86_400_000 {
            gatherWear()
            inbox.append(.dayEnded(CivilDate(daysSince1970: Int(day) - 1).description))
        }
        var low = 0, high = calendar.count
        while low < high {
            let middle = (low + high) / 2
            if calendar[middle].due <= last { low = middle + 1 } else { high = middle }
        }
        while low < calendar.count, calendar[low].due <= now {
            inbox.append(.due(calendar[low]))
            low += 1
        }
        let agenda = Agenda(next: low < calendar.count ? calendar[low].due : nil)
        guard agenda != process.agendaTold else { return }
        process.agendaTold = agenda
        inbox.append(.agenda(next: agenda.next))
    }
}
