// SPDX-License-Identifier: Apache-2.0
// All that can reach the core. Adapters turn the world into these and hold no policy.
// An event tells what was seen or asked; it must never tell the core what to decide.

public import DockModel
public import Wear

/// One answer of the hardware to one of the core's questions.
public struct RoleReading: Sendable, Codable, Equatable {
    /// The question.
    public var role: Role
    /// The answer; nil when the reading could not be believed.
    public var value: Double?
    /// When the reply arrived.
    public var taken: Instant

    /// A reading mapped to its role.
    public init(_ role: Role, _ value: Double?, taken: Instant) {
        self.role = role
        self.value = value
        self.taken = taken
    }
}

/// What the vehicle link reports; a nil field was not told or is invalid.
public struct VehicleUpdate: Sendable, Codable, Equatable {
    /// Heartbeats arrive.
    public var isLinked: Bool
    /// When the last heartbeat arrived.
    public var heardAt: Instant?
    /// Motors armed.
    public var isArmed: Bool?
    /// On the ground or in the air.
    public var landed: LandedState?
    /// What the flight mode means.
    public var intent: FlightIntent?
    /// Charge of the pack, and when it was told.
    public var battery: Percent?
    /// Voltage of the pack.
    public var batteryVoltage: Volts?
    /// When charge and voltage were told.
    public var batteryAt: Instant?
    /// Height above home.
    public var height: Metres?
    /// Distance from the dock.
    public var distance: Metres?
    /// How far east and north of the dock.
    public var east: Metres?, north: Metres?
    /// Way flown since the launch.
    public var travelled: Metres?
    /// Temperature of the pack's cells; told with charge and voltage.
    public var packTemperature: Celsius?
    /// When height, distance and place were told.
    public var positionAt: Instant?
    /// GNSS fix type, 3 is 3D.
    public var fix: Int?
    /// When the fix was told.
    public var fixAt: Instant?
    /// The autopilot's pre-arm checks pass.
    public var isReadyToArm: Bool?
    /// The last item reached of the mission now flown.
    public var reachedItem: Int?
    /// What it reports to be wrong with itself; empty when nothing is, nil when it does not say.
    public var troubles: [VehicleTrouble]?
    /// The newest text.
    public var text: String?

    /// A report that says only whether the vehicle is heard.
    public init(isLinked: Bool, heardAt: Instant? = nil) {
        self.isLinked = isLinked
        self.heardAt = heardAt
    }
}

/// How an order ended at the edge. It proves nothing about the world; evidence does.
public enum OrderResult: Sendable, Codable, Equatable {
    /// Carried out and, for a register, read back.
    case done
    /// The mission was uploaded and reads back equal.
    case verified(itemCount: Int, checksum: UInt32)
    /// The flight log arrived.
    case fetched(octets: Int)
    /// Not carried out, and why.
    case failed(reason: String)
}

/// What the edge found about a sensor. It is told when it changes, and once after a start.
public struct SensorWord: Sendable, Codable, Equatable {
    /// What was asked of the sensor.
    public enum Question: String, Sendable, Codable, CaseIterable {
        /// Whether its readings can be true: in range, not faster than nature, alive.
        case plausible
        /// Whether another instrument shows the same.
        case agreeing
        /// Whether its readings are as they usually are at this hour and in this phase. Good readings may be unusual.
        case usual
    }

    /// The answer.
    public enum Finding: Sendable, Codable, Equatable {
        /// It is not so; the text says what speaks against it.
        case doubted(String)
        /// It is so.
        case believed
        /// It cannot be told now.
        case unknown
    }

    /// The sensor: "weather.wind_speed", or a device alone when all of its data are doubted.
    public var sensor: String
    /// What was asked.
    public var question: Question
    /// What was found.
    public var finding: Finding

    /// A word about a sensor.
    public init(_ sensor: String, _ question: Question, _ finding: Finding) {
        self.sensor = sensor
        self.question = question
        self.finding = finding
    }
}

/// What an operator may say to the core.
public enum OperatorOrder: Sendable, Codable, Equatable {
    /// Ends a phase that awaits a person; the dock looks around anew.
    case reset
    /// Flies a run now, through the same gates.
    case runNow(DueMission)
    /// Calls the vehicle home.
    case callHome
    /// Forbids arming and motion until a reset at the dock; the text says who and why.
    case lockOut(String)
    /// A part was replaced; `use` is what the new unit has run already, in the part's own uses.
    case replacePart(PartID, serial: String, reason: ReplacementReason, use: Double? = nil)
    /// A part whose measures look like those of a new one was not replaced.
    case keepPart(PartID)
}

/// Everything that can reach the core.
public enum Event: Sendable, Codable, Equatable {
    /// The process has started; nothing is known.
    case started
    /// Time has passed.
    case tick
    /// The hardware answered.
    case readings([RoleReading])
    /// A device of the field bus went away or came back.
    case device(DeviceID, isPresent: Bool, detail: String)
    /// Sensors are doubted, or believed again.
    case sensors([SensorWord])
    /// The vehicle link reports.
    case vehicle(VehicleUpdate)
    /// A run is due.
    case due(DueMission)
    /// An order ended.
    case finished(order: Int64, OrderResult)
    /// The calendar tells when the next run is due, or that none is planned.
    case agenda(next: WallTime?)
    /// The operational day named (local date, "2026-11-25") has ended.
    case dayEnded(String)
    /// An operator speaks.
    case operatorSays(OperatorOrder)
    /// The mail queue was counted.
    case outbox(OutboxFacts)
    /// Figures that tell the wear of parts.
    case measured([PartMeasurement])
    /// What was found in the pictures of a flight; a number counts once.
    case payload(Int64, PayloadWord)
    /// The store was torn and a copy took its place; the text says which, and what is lost.
    case storeRestored(String)
    /// The copies of the store were looked at: what is wrong with them, nil while the newest is young enough.
    case storeCopied(String?)
    /// Several things that reached the inbox at once and are decided as one. A start stands alone, and none of these
    /// holds another: such parts are dropped.
    case together([Event])

    /// The events told: itself, or those it holds.
    public var told: [Event] {
        guard case .together(let events) = self else { return [self] }
        return events.filter { event in
            switch event {
            case .started, .together: false
            case .tick, .readings, .device, .sensors, .vehicle, .due, .finished, .agenda, .dayEnded, .operatorSays,
                .outbox, .measured, .payload, .storeRestored, .storeCopied:
                true
            }
        }
    }
}

/// The mail queue as its store counts it, for I30 and I32.
public struct OutboxFacts: Sendable, Codable, Equatable {
    /// Mails ever created.
    public var created: Int
    /// Mails that wait or are being sent.
    public var queued: Int
    /// Mails that a server took with 250.
    public var sent: Int
    /// Mails given up: refused, expired or removed by an operator.
    public var failed: Int
    /// The newest day whose digest a server took; empty while none was.
    public var lastDigestSent: String

    /// A count of the queue.
    public init(created: Int, queued: Int, sent: Int, failed: Int, lastDigestSent: String = "") {
        self.created = created
        self.queued = queued
        self.sent = sent
        self.failed = failed
        self.lastDigestSent = lastDigestSent
    }
}
