// SPDX-License-Identifier: Apache-2.0
// The fault catalogue of the simulated world, one case a fault. A fault changes what sensors say, what drives and links
// do, the process, its clock, its disk or the way its mails go; it must never change the truth by decree.
// Missing on purpose: the AI filter that crashes, answers garbage or is slow comes with the triage model of issue 7.

/// The faults that a simulation injects.
public enum SimulatedFault: String, Sendable, CaseIterable, Codable {
    // Cover and rods.
    /// The open switch reports contact whatever the cover does.
    case openSwitchStuck
    /// The open switch never reports contact.
    case openSwitchDead
    /// The closed switch reports contact whatever the cover does.
    case closedSwitchStuck
    /// The closed switch never reports contact.
    case closedSwitchDead
    /// One of the cover's switches bounces.
    case switchBounces
    /// Something blocks the cover's track at a place.
    case coverJammed
    /// The cover's motor is slow.
    case motorSlow
    /// The motor goes on after the order to stop.
    case motorRunsOn
    /// The closed cover is frozen shut.
    case coverIced
    /// One of the rods' switches reports contact for ever, or never.
    case rodSwitchStuck
    /// The rods cannot move.
    case rodsStall

    // Charger.
    /// The charger goes on delivering when told to stop.
    case chargerIgnoresOff
    /// The charger delivers nothing.
    case chargerDead
    /// The charger's current is told with the wrong sign.
    case chargerSignWrong

    // Field bus.
    /// A device was swapped for one of another byte order: every float is garbage.
    case byteOrderWrong
    /// No device answers.
    case modbusTimeout
    /// Replies are cut short; some are.
    case modbusShortReply
    /// Checksums do not fit; many.
    case modbusCRC
    /// A device answers reads and writes with an exception.
    case modbusException
    /// Replies are those to an older request.
    case modbusLateReply
    /// Two devices on one address: what is read is nothing, or another's.
    case modbusTwoDevices
    /// Orders to the hardware are lost on the way, and nobody says so.
    case orderLost
    /// Orders to the hardware are carried out, but the answer never comes.
    case orderUnanswered

    // Sensors.
    /// A sensor tells its last value for ever.
    case sensorStuck
    /// A sensor drifts.
    case sensorDrift
    /// A sensor tells a number that is none.
    case sensorNaN
    /// A sensor tells a wild value now and then.
    case sensorSpike
    /// A sensor tells another unit.
    case sensorUnitChange
    /// The pad contact says that a vehicle stands there whatever does.
    case padContactStuck
    /// The pad contact never says that a vehicle stands there.
    case padContactDead
    /// Something that is not the vehicle stands on the pad once the vehicle is out.
    case padOccupied

    // Vehicle.
    /// The vehicle restarts; in the air its link only is away as long.
    case vehicleReboots
    /// The vehicle arms itself.
    case vehicleArmsItself
    /// The vehicle lands beside the dock.
    case landsBeside
    /// The vehicle does not disarm after landing.
    case neverDisarms
    /// The vehicle speaks under another's system id: nobody takes its words for its own.
    case wrongSystemID
    /// The vehicle says that it took the plan, and holds one item less.
    case partialMissionAck
    /// The vehicle refuses the plan.
    case uploadRefused
    /// The vehicle refuses to arm.
    case armingRefused
    /// The download of the log stalls without a word.
    case logStalls
    /// The vehicle's 49-day counter wraps: its telemetry is stamped long ago for a while.
    case bootClockWraps
    /// No satellite fix.
    case gnssLost
    /// The answer to the launch order is lost and the vehicle takes off late.
    case takesOffLate
    /// The vehicle is not heard.
    case vehicleSilent
    /// The pack drains several times as fast.
    case packDrains

    // Surroundings.
    /// A gust front.
    case gustFront
    /// Rain.
    case rain
    /// Smoke in the dock.
    case smoke
    /// Water in the dock.
    case water
    /// Dirty contacts that grow hot.
    case contactsDirty
    /// A hot pack.
    case packHot
    /// A frozen pack.
    case packCold

    // Clock.
    /// The wall clock is set ahead, by a second to a year.
    case clockAhead
    /// The wall clock is set back, by a second to a year.
    case clockBack
    /// The wall clock stands still.
    case clockStops
    /// The wall clock begins anew in 1970.
    case clockAt1970
    /// The wall clock is not known to be set.
    case clockUntrusted
    /// Summer time does not touch UTC; a zone file that is wrong shifts the clock by an hour, there and back.
    case zoneShifts
    /// A leap second is counted twice or left out.
    case leapSecond

    // Disk.
    /// The disk is full.
    case diskFull
    /// The disk answers with errors now and then.
    case diskErrors
    /// The file system is read-only.
    case diskReadOnly
    /// The disk takes five seconds for each write.
    case fsyncSlow
    /// The state's file is gone at the next start.
    case stateFileDeleted
    /// The process is killed in the middle of a commit: the end of the journal is torn.
    case journalTorn

    // Process and power.
    /// The process is killed and started again at once.
    case processKilled
    /// The process is asked to end and started again.
    case processEnded
    /// The kernel kills the process for memory, again and again.
    case outOfMemory
    /// The computer's watchdog resets it.
    case computerReset
    /// No more file descriptors: no new connection is made.
    case descriptorsExhausted
    /// A thread is blocked: the core gets no step.
    case threadBlocked
    /// The power goes and comes back.
    case powerCut
    /// The power goes right after some effect of a decision has left.
    case powerCutAtEffect
    /// The voltage sags: the computer starts again and again.
    case brownOutLoop

    // Uplink and mail.
    /// No uplink.
    case uplinkDown
    /// The uplink comes and goes.
    case uplinkFlaps
    /// One per cent of the bandwidth is left.
    case uplinkThin
    /// A captive portal answers for everyone.
    case captivePortal
    /// The name server lies.
    case nameServerLies
    /// The mail server greets late.
    case smtpGreetsLate
    /// The mail server says 421.
    case smtpBusy
    /// The mail server refuses for now.
    case smtpRefusesNow
    /// The mail server refuses for ever.
    case smtpRefuses
    /// The connection is cut after the mail and before its 250.
    case smtpCutBeforeReply
    /// The server's certificate has expired, or is another's.
    case certificateWrong
    /// The offer of encryption is stripped.
    case encryptionStripped
    /// The mail account's token has expired.
    case tokenExpired
    /// The server's reply line never ends.
    case replyLineEndless

    // People.
    /// Someone presses the emergency stop, and releases it without a reset.
    case emergencyStop
    /// Someone turns the service key, and back.
    case serviceKey
    /// Limits are edited and the service started anew.
    case policyEdited
    /// Two consoles at once: contrary orders in one moment.
    case twoConsoles
    /// The package is upgraded: the process ends and a new one starts some seconds later.
    case packageUpgraded
}
