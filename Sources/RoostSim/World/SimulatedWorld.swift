// SPDX-License-Identifier: Apache-2.0
// One dock with its vehicle, its weather, its computer and its people, on virtual time: a value, so that a copy is a
// fork. Truth and what is told of it are kept apart; the core sees only what is told.

internal import DockModel
internal import RoostCore

/// A fault that has begun and not ended.
struct ActiveFault: Sendable, Equatable {
    var number: Int
    var fault: SimulatedFault
    var begun: Double
    var ends: Double
    var strength: Double
}

/// An order on its way to the hardware or the vehicle, or the word of its end on its way back.
struct PendingOrder: Sendable {
    var at: Double
    var given: Double
    var order: Order
    /// Nil until it has been carried out, or not.
    var result: OrderResult?
}

/// The simulated world.
struct SimulatedWorld: Sendable {
    /// The kind of dock.
    let site: SimulatedSite
    /// Its limits; an operator may edit them.
    var policy: DockPolicy
    /// Seconds of virtual time.
    var seconds = 0.0
    /// The world's noise.
    var random: SplitMix

    // The truth.
    var plant: CoarsePlant
    var vehicle = SketchVehicle()
    let weather: SimulatedWeather
    /// Whether the computer and the hardware have power, and when it comes back.
    var powerBackAt: Double?

    // The links.
    var bus = BusFaults()
    var isBusGood = true
    var lies: [SensorLie] = []
    var mail = SimulatedMail()
    var mailWay = MailWay()
    var clock = SimulatedClock()

    // The process.
    var process: SimulatedProcess
    var disk = DiskFaults()
    /// Orders under way.
    var pending: [PendingOrder] = []
    /// When the line to the hardware is free again.
    var hardwareFreeAt = 0.0
    /// Since when the hardware's watchdog has not been fed.
    var beatLostAt: Double?
    /// When the vehicle was last heard, on the boot clock.
    var lastHeard: Instant?
    /// Since when the bus has been down, and whether the core was told.
    var busDownSince: Double?
    var isLossTold = false
    /// What the core was told about its sensors since it started.
    var told = ToldDoubts()
    /// The calendar.
    var calendar: [DueMission] = []
    /// The queue's counts as last told.
    var factsTold: OutboxFacts?
    /// What people say next.
    var words: [OperatorOrder] = []

    // Faults and people.
    var active: [ActiveFault] = []
    var nextFaultNumber = 0
    var nextFaultEnd = Double.infinity
    var isKeyTurned = false
    /// Words that a visitor says later.
    var chores: [Happening] = []

    // What is found.
    var truth = TruthBook()
    var counts = SimulationCounts()
    var violations: [Violation] = []
    /// Whether effects are kept for whoever drives the world by hand.
    var keepsEffects = false
    var effects: [Effect] = []
    /// Whether steps are kept for whoever watches the run.
    var keepsSteps = false
    var steps: [StepTaken] = []
    /// Whether the checks that need copies and a long view are made.
    var isFullyChecked = false
    /// Of the steps in which nothing is ordered, told or changed, one in so many is held against the course.
    var courseStride = 1
    /// Whether probes are made in many paths; else they only look by the way.
    var areProbesDeep = false
    /// Whether this is a copy whose process was restarted (I24).
    var isFork = false

    // Scratch, so that a turn allocates as little as it can.
    var readings: [RoleReading] = []
    var lateReadings: [RoleReading] = []
    var inbox: [Event] = []
    var slowReadAt = -1e9
    /// Turns since anything happened: a quiet world is looked at less and less often.
    var quiet = 0

    /// A dock at rest, before its process starts.
    init(seed: UInt64, site: SimulatedSite, policy: DockPolicy, clock: SimulatedClock = SimulatedClock()) {
        self.site = site
        self.policy = policy
        self.clock = clock
        random = SplitMix(seed: seed)
        weather = SimulatedWeather(seed: seed)
        plant = CoarsePlant(hasRods: site.hasRods)
        process = SimulatedProcess(state: DockState(at: clock.now(at: 0), parts: policy.parts))
    }

    /// Both clocks as the computer reads them.
    var now: Moment { clock.now(at: seconds) }
    /// The wind that the vehicle feels.
    var wind: Double { plant.faults.wind ?? weather.wind(at: seconds) }

    /// Lets `span` seconds pass and the core look at what it is told then.
    mutating func turn(_ span: Double) {
        let before = (process.state.phase, process.state.nextOrder)
        seconds += span
        advanceTruth(span)
        runComputer(span)
        lookAtTruth(span)
        let isQuiet =
            before.0 == process.state.phase && before.1 == process.state.nextOrder && pending.isEmpty
        quiet = isQuiet ? min(quiet + 1, 12) : 0
    }

    /// The truth moves on.
    private mutating func advanceTruth(_ span: Double) {
        let wind = wind
        watchBeats(span)
        if powerBackAt != nil { plant.goSafe() }
        var charge: Double? = vehicle.isOnPad ? vehicle.charge : nil
        plant.advance(by: span, air: weather.air(at: seconds), charge: &charge)
        if let charge { vehicle.charge = charge }
        let isOpen = plant.coverPosition > 99.5
        let wasAirborne = vehicle.isAirborne
        vehicle.advance(
            by: span, wind: wind, canLand: isOpen && !plant.faults.isPadOccupied,
            canRise: isOpen && (!plant.hasRods || plant.rodsPosition < 1))
        if wasAirborne != vehicle.isAirborne { noteFlightEdge() }
    }

    /// The hardware stops by itself when it is not told for 15 s that its supervisor lives.
    private mutating func watchBeats(_ span: Double) {
        let areBeatsHeard =
            process.isRunning && process.blockedUntil <= seconds && !bus.isDown && bus.refusing != 0
            && !bus.losesOrders
        if areBeatsHeard { return beatLostAt = nil }
        let since = beatLostAt ?? seconds - span
        beatLostAt = since
        if seconds - since >= 15 { plant.goSafe() }
    }

    /// Virtual seconds until something can need the core.
    func leap() -> Double {
        var span = restSpan
        if plant.isMotorPowered || plant.areRodsPowered {
            span = min(span, max(0.3, min(1, plant.secondsToEnd)))
        }
        // Quiet doubles the span, from one second on.
        span = min(span, Double(1 << quiet))
        span *= 0.75 + 0.5 * SplitMix.peek(random)
        if vehicle.isAirborne { span = min(span, max(0.5, vehicle.secondsToStageEnd(4))) }
        if vehicle.lateTakeoff != nil || vehicle.stage == .armedOnPad { span = min(span, 2) }
        if beatLostAt != nil { span = min(span, 3) }
        var until = min(nextFaultEnd, powerBackAt ?? .infinity)
        if !process.isRunning { until = min(until, process.startsAt) }
        if process.blockedUntil > seconds { until = min(until, process.blockedUntil) }
        if let first = chores.first { until = min(until, first.at) }
        // A store that takes nothing has the same stops leave again with every look; one look in a while is enough.
        let isStuck = disk.failure >= 1 && !vehicle.isAirborne && !plant.isMotorPowered
        if isStuck { return max(min(12, until - seconds), 0.2) }
        for order in pending { until = min(until, order.at) }
        return max(min(span, until - seconds), 0.2)
    }

    /// The longest span that the phase allows.
    private var restSpan: Double {
        let state = process.state
        if vehicle.isAirborne {
            switch state.phase {
            case .returning, .flying, .diverting:
                return vehicle.stage == .descending || vehicle.stage == .descendingHere ? 2 : 8
            case .landing, .launching: return 2
            default: return 5
            }
        }
        // A write that nobody answers has its deadline.
        if !state.pendingWrites.isEmpty { return 3 }
        if state.lockOut != nil, state.travel == nil { return 1800 }
        switch state.phase {
        case .idle: return state.charge != nil ? 75 : 1800
        case .lost, .diverted, .fault: return 1800
        case .service: return 60
        case .hold, .offloading: return 60
        case .starting, .gating, .preparing, .opening, .launching, .closing: return 1.5
        case .charging, .reporting: return 5
        case .flying, .returning, .landing, .diverting: return 10
        case .securing, .recover: return 30
        }
    }
}

extension SplitMix {
    /// An even number in 0..<1 that does not move the generator on.
    static func peek(_ random: SplitMix) -> Double {
        var copy = random
        return copy.uniform()
    }
}
