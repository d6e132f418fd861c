// SPDX-License-Identifier: Apache-2.0
// What a fault takes from the core: which part of the truth it could not know, or which order could not arrive. The
// checks of the truth excuse only what one of these explains, and no longer than its after-effects last.

/// What the core could not know or do.
struct Excuse: OptionSet, Sendable {
    let rawValue: UInt32

    /// The cover's switches lie.
    static let coverSwitches = Excuse(rawValue: 1 << 0)
    /// The cover's motor does not do as it is told.
    static let coverMotor = Excuse(rawValue: 1 << 1)
    /// The charger does not do as it is told, or its current is not told as it is.
    static let charger = Excuse(rawValue: 1 << 2)
    /// Readings or orders are lost on the bus.
    static let bus = Excuse(rawValue: 1 << 3)
    /// The vehicle is not heard, or does not hear.
    static let vehicleLink = Excuse(rawValue: 1 << 4)
    /// The vehicle does what nobody ordered.
    static let vehicleWill = Excuse(rawValue: 1 << 5)
    /// The pad contact lies.
    static let pad = Excuse(rawValue: 1 << 6)
    /// The process is away or blocked, or its decisions cannot be stored.
    static let process = Excuse(rawValue: 1 << 7)
    /// The pack drains as nobody could foresee.
    static let energy = Excuse(rawValue: 1 << 8)
    /// The charger's current has the wrong sign.
    static let chargerSign = Excuse(rawValue: 1 << 9)
    /// No file can be opened.
    static let descriptors = Excuse(rawValue: 1 << 10)
    /// Other sensors lie.
    static let sensors = Excuse(rawValue: 1 << 11)
    /// Somebody presses, turns or says something.
    static let people = Excuse(rawValue: 1 << 12)
    /// The rods or their switches.
    static let rods = Excuse(rawValue: 1 << 13)
    /// The wall clock.
    static let clock = Excuse(rawValue: 1 << 14)
    /// Weather, smoke, water.
    static let surroundings = Excuse(rawValue: 1 << 15)

    /// How many there are.
    static let count = 16
}

extension SimulatedFault {
    /// What it takes from the core.
    var lies: Excuse {
        switch self {
        case .openSwitchStuck, .openSwitchDead, .closedSwitchStuck, .closedSwitchDead, .switchBounces:
            .coverSwitches
        case .coverJammed, .motorSlow, .motorRunsOn, .coverIced: .coverMotor
        case .rodSwitchStuck, .rodsStall: .rods
        case .chargerIgnoresOff, .chargerDead: .charger
        case .chargerSignWrong: [.charger, .chargerSign]
        case .byteOrderWrong, .modbusTwoDevices: [.bus, .charger, .coverSwitches, .pad, .sensors]
        case .modbusTimeout, .modbusShortReply, .modbusCRC, .modbusException, .modbusLateReply, .orderLost,
            .orderUnanswered:
            .bus
        case .sensorStuck, .sensorDrift, .sensorNaN, .sensorSpike, .sensorUnitChange: [.sensors, .charger]
        case .padContactStuck, .padContactDead, .padOccupied: .pad
        case .vehicleReboots, .vehicleSilent, .wrongSystemID, .bootClockWraps: .vehicleLink
        case .vehicleArmsItself, .landsBeside, .neverDisarms, .gnssLost, .takesOffLate: .vehicleWill
        case .partialMissionAck, .uploadRefused, .armingRefused, .logStalls: []
        case .packDrains: .energy
        case .contactsDirty, .packHot, .packCold, .gustFront, .rain, .smoke, .water: .surroundings
        case .clockAhead, .clockBack, .clockStops, .clockAt1970, .clockUntrusted, .zoneShifts, .leapSecond:
            .clock
        case .diskFull, .diskErrors, .diskReadOnly, .fsyncSlow, .stateFileDeleted, .journalTorn,
            .processKilled,
            .processEnded, .outOfMemory, .computerReset, .threadBlocked, .powerCut, .powerCutAtEffect,
            .brownOutLoop,
            .policyEdited, .packageUpgraded:
            .process
        case .descriptorsExhausted: .descriptors
        case .uplinkDown, .uplinkFlaps, .uplinkThin, .captivePortal, .nameServerLies, .smtpGreetsLate,
            .smtpBusy,
            .smtpRefusesNow, .smtpRefuses, .smtpCutBeforeReply, .certificateWrong, .encryptionStripped,
            .tokenExpired,
            .replyLineEndless:
            []
        case .emergencyStop, .serviceKey, .twoConsoles: .people
        }
    }
}
