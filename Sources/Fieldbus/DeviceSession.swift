// SPDX-License-Identifier: Apache-2.0
// What the owner of a line remembers about one device: whether it is trusted, when what is due, and what it
// taught about its limits. It sends nothing.

internal import DockModel
internal import Registers

/// One device as its line sees it.
struct DeviceSession {
    /// Whether a device may be read and written.
    enum State: Equatable {
        /// Tried again at the given time.
        case away(until: Instant)
        /// It answers and has passed its identity check.
        case trusted
    }

    private(set) var device: FieldbusDevice
    /// The profile as it was given: addresses that count from a model header are offsets in it.
    let given: DeviceProfile
    var state: State
    var backoff = Backoff()
    var hasReportedLoss = false
    var lastAttempt: Instant?
    /// What was told since the last connection, so that a lasting fault is told once.
    var told: [FieldbusProblem] = []
    var due: [PollClass: Instant] = [:]
    private(set) var lessons = PlanLessons()
    private var lessonsEnd: Instant?
    private var plans: [Set<PollClass>: [ReadRequest]] = [:]
    var frozen: FrozenWatch
    var isFrozen = false
    var latest: [PointID: Reading] = [:]
    var statistics: DeviceStatistics
    var times = ReplyTimes()

    /// How long a refused address is left alone before it is tried once more.
    static let lessonsLast = Duration.seconds(300)

    init(device: FieldbusDevice, now: Instant) {
        self.device = device
        given = device.profile
        state = .away(until: now)
        frozen = FrozenWatch(profile: device.profile)
        statistics = DeviceStatistics(device: device.id, line: "\(device.line)", unit: device.unit)
    }

    var isTrusted: Bool { state == .trusted }

    /// When the device needs attention next.
    var nextDue: Instant? {
        switch state {
        case .away(let until): until
        case .trusted: due.values.min()
        }
    }

    /// The classes to read now; those that are almost due come along in the same requests.
    func dueClasses(at now: Instant, slack: Duration) -> Set<PollClass> {
        guard due.values.contains(where: { $0 <= now }) else { return [] }
        return Set(due.filter { $0.value <= now + slack }.keys)
    }

    /// The requests for some classes, as the lessons allow.
    mutating func plan(for classes: Set<PollClass>, at now: Instant) -> [ReadRequest] {
        if let end = lessonsEnd, end <= now { forgetLessons() }
        if let known = plans[classes] { return known }
        let plan = device.profile.readPlan(for: classes, lessons: lessons)
        plans[classes] = plan
        return plan
    }

    /// The model header of a chain was found at `base`: every address counts from there.
    mutating func move(to base: Int) {
        device.profile = given.moved(by: base)
        plans = [:]
    }

    mutating func learnSplit(of request: ReadRequest, at now: Instant) {
        lessons.split.insert(request)
        learned(at: now)
    }

    mutating func quarantine(_ point: PointID, at now: Instant) {
        lessons.quarantined.insert(point)
        learned(at: now)
    }

    mutating func forgetLessons() {
        lessons = PlanLessons()
        lessonsEnd = nil
        plans = [:]
        statistics.quarantined = []
    }

    private mutating func learned(at now: Instant) {
        lessonsEnd = lessonsEnd ?? now + DeviceSession.lessonsLast
        plans = [:]
        statistics.quarantined = lessons.quarantined.sorted()
    }

    /// Makes everything due at once, as after a return.
    mutating func makeAllDue(at now: Instant) {
        due = [:]
        for point in device.profile.points where point.write != .never { due[point.poll] = now }
        for block in device.profile.blocks { due[block.poll] = now }
    }

    mutating func remember(_ readings: [Reading]) {
        for reading in readings { latest[reading.point] = reading }
    }

    /// Where a request goes, for errors.
    func place(of request: ModbusRequest) -> RequestPlace {
        RequestPlace(
            device: device.id, line: "\(device.line)", unit: device.unit, function: request.function,
            address: request.address)
    }

    var timeout: Duration { device.profile.transport.timeout }
    var gap: Duration { device.profile.transport.gap }
    var connectDelay: Duration { device.profile.transport.connectDelay }
}
