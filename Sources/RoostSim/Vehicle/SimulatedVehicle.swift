// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle: a whole autopilot and craft as one value, driven only by `advance`, `receive` and
// `takeOutgoing`. It reads no clock and no socket, and gives the same answers to the same calls every time.

public import DockModel

/// A multicopter with an autopilot that speaks MAVLink 2.
public struct SimulatedVehicle: Sendable {
    /// What it was built as.
    public let configuration: VehicleConfiguration
    /// What goes wrong on purpose.
    public var faults = VehicleFaults()
    /// Its battery; the dock charges it here.
    public var pack: FlightPack
    /// Logs on its card, oldest first.
    public var logs: [StoredLog]
    /// Whether the motors are armed.
    public internal(set) var isArmed = false

    var mode: AutopilotMode
    var airframe: Airframe
    let frame: GroundFrame
    var task = FlightTask.idle
    var timers = VehicleTimers()
    var plan = PlanMemory()
    var radio: VehicleRadio
    var recorder: FlightRecorder?
    var sender: LogSender?
    var fence = FenceState()
    var camera = VehicleCamera()
    var fileServer = FileServer()
    /// What lies on its card beside its logs and the files of the configuration, by path.
    public var cardFiles: [String: [UInt8]] = [:]
    /// Octets that logs and files may still send in this step.
    var radioCredit = 0
    var parameterStore: ParameterStore

    /// Step of the simulation.
    static let step = Duration.milliseconds(50)
    /// A parked vehicle skips over longer spans than this at once.
    static let longestParkedSpan = Duration.seconds(120)

    /// A vehicle standing on its pad, switched on at `now`.
    public init(_ configuration: VehicleConfiguration, now: Instant = Instant(nanoseconds: 0)) {
        self.configuration = configuration
        pack = configuration.pack
        logs = configuration.storedLogs
        radio = VehicleRadio(configuration)
        parameterStore = ParameterStore(configuration.dialect)
        frame = GroundFrame(origin: configuration.home)
        airframe = Airframe(limits: configuration.limits, place: Vector())
        mode = configuration.dialect == .px4 ? .hold : .manual
        timers.now = now
        (timers.bootedAt, timers.switchedOnAt) = (now, now)
        timers.lastGroundStation = nil
        resetSchedule()
    }

    /// The instant the vehicle has reached.
    public var now: Instant { timers.now }
    /// Where it is.
    public var position: GlobalPoint { frame.point(airframe.place) }
    /// Its place in metres from the pad.
    public var offsetFromPad: Vector { airframe.place }
    /// Whether it touches the ground.
    public var isOnGround: Bool { airframe.isOnGround }
    /// Level distance to the pad in metres.
    public var distanceFromPad: Double { airframe.place.level }
    /// The number in HEARTBEAT.custom_mode.
    public var customMode: UInt32 { mode.customMode(configuration.dialect) ?? 0 }
    /// How many items each stored plan has: mission, fence, rally.
    public var storedItemCounts: (mission: Int, fence: Int, rally: Int) {
        (plan.items(.mission).count, plan.items(.fence).count, plan.items(.rally).count)
    }
    /// Steady wind over ground, as the direction it blows to, in m/s.
    public var wind: Vector {
        get { airframe.wind }
        set { airframe.wind = newValue }
    }

    /// Lets the craft live until `target`; a time in the past changes nothing.
    public mutating func advance(to target: Instant) {
        skipParkedTime(until: target)
        while timers.now + Self.step <= target {
            timers.now = timers.now + Self.step
            live(Self.step.inSeconds)
        }
    }

    /// Cuts the power and gives it back: a reboot. In the air the craft falls.
    public mutating func reboot() {
        if isArmed { disarm(because: "Reboot") }
        let now = timers.now, switchedOnAt = timers.switchedOnAt
        timers = VehicleTimers()
        timers.switchedOnAt = switchedOnAt
        timers.now = now
        timers.bootedAt = now
        task = .idle
        mode = configuration.dialect == .px4 ? .hold : .manual
        plan.forgetTransfer()
        plan.restart(at: firstMissionIndex)
        radio.reset()
        sender = nil
        fence = FenceState()
        camera = VehicleCamera()
        fileServer = FileServer()
        parameterStore.nextPlace = nil
        pack.forgetCounters()
        resetSchedule()
    }

    /// Index of the first item that is flown: ArduPilot keeps home as item 0.
    var firstMissionIndex: Int { configuration.dialect == .ardupilot ? 1 : 0 }

    private mutating func live(_ seconds: Double) {
        pack.draw(watts: airframe.watts(isArmed: isArmed), seconds: seconds)
        fly(seconds)
        operateCamera(seconds)
        checkFailsafes()
        checkFence()
        continueTransfer()
        repeatReachedItem()
        refillRadio(seconds)
        radio.advance(to: configuration.powerUp + timers.switchedOnAt.duration(to: timers.now))
        sendLogData()
        sendFileData()
        sendParameters()
        recordFlight()
        sendDueTelemetry()
    }

    /// Takes a sample without copying the log so far.
    private mutating func recordFlight() {
        var writing = recorder
        recorder = nil
        writing?.record(self)
        recorder = writing
    }

    /// A parked vehicle has nothing to decide: only its avionics draw and its clock runs.
    private mutating func skipParkedTime(until target: Instant) {
        let span = timers.now.duration(to: target)
        guard !isArmed, airframe.isOnGround, span > Self.longestParkedSpan else { return }
        let skipped = span - .seconds(2)
        pack.draw(watts: airframe.watts(isArmed: false), seconds: skipped.inSeconds)
        timers.now = timers.now + skipped
        radio.schedule.forgetBacklog(at: timers.now)
    }
}

/// What the autopilot is busy with.
enum FlightTask: Sendable, Equatable {
    case idle
    case climb(toHeight: Double, over: Vector)
    case fly(to: Vector, radius: Double, stay: Duration)
    case stay(at: Vector, until: Instant)
    case hold(at: Vector)
    case returnClimb(toHeight: Double, over: Vector)
    case returnTransit(height: Double)
    case descend(over: Vector)
}

/// The instants that the autopilot remembers.
struct VehicleTimers: Sendable {
    var now = Instant(nanoseconds: 0)
    var bootedAt = Instant(nanoseconds: 0)
    /// The first time it was switched on: when its clock was set.
    var switchedOnAt = Instant(nanoseconds: 0)
    var armedAt: Instant?
    var touchedAt: Instant?
    var leftGroundAt: Instant?
    /// The last heartbeat of any ground station; nil before the first.
    var lastGroundStation: Instant?
    var hasWarnedLow = false
    var hasWarnedCritical = false
    var hasLostGroundStation = false
}
