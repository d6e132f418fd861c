// SPDX-License-Identifier: Apache-2.0
// What a vehicle says of the things on it that wear: motors, speed controllers, accelerometers, pack and camera. It
// keeps what was said last; what that means for a part's life is decided elsewhere.

import DockModel

/// The vehicle's word on its own equipment.
public struct EquipmentReport: Sendable, Equatable {
    /// The most motors told apart.
    public static let motorLimit = 16

    /// Vibration: the axis that shakes most, m/s², and the accelerometers' clippings since its start (VIBRATION).
    public internal(set) var vibration: Observed<Vibration>?
    /// Current of each motor, A, by its number; none for a vehicle that does not measure it (ESC_STATUS).
    public internal(set) var motorCurrents: [Int: Observed<Amperes>] = [:]
    /// Temperature of each speed controller, °C, by its number (ESC_INFO).
    public internal(set) var escTemperatures: [Int: Observed<Celsius>] = [:]
    /// What the pack says of its own age (BATTERY_INFO, SMART_BATTERY_INFO).
    public internal(set) var pack: Observed<PackAge>?
    /// The cells' voltages (BATTERY_STATUS of the first battery).
    public internal(set) var cells: Observed<[Volts]>?

    private var triggered = FrameCount(), captured = FrameCount(), fedBack = FrameCount()

    /// Vibration and clippings.
    public struct Vibration: Sendable, Equatable {
        /// The axis that shakes most, m/s².
        public var level: Double
        /// Clippings of all accelerometers since the vehicle's start.
        public var clippings: UInt64
    }

    /// What a pack says of its own age.
    public struct PackAge: Sendable, Equatable {
        /// What it holds when full, Ah; nil when it does not say.
        public var capacity: Double?
        /// What it held when new, Ah; nil when it does not say.
        public var design: Double?
        /// Charge cycles; nil when it does not count them.
        public var cycles: Int?
        /// Health in percent of a new one; nil when it does not say.
        public var health: Percent?
    }

    /// Pictures seen by one kind of message; a picture that is told twice counts once.
    private struct FrameCount: Sendable, Equatable {
        var total: UInt64 = 0
        var last: Int64?

        mutating func note(_ number: Int64) {
            guard number != last else { return }
            last = number
            total &+= 1
        }
    }

    /// A vehicle that has said nothing.
    public init() {}

    /// Pictures taken while the link was up. A vehicle may tell each in more than one way; the way that told most
    /// counts.
    public var pictures: UInt64 { max(triggered.total, captured.total, fedBack.total) }

    /// Takes a frame of the autopilot.
    mutating func receive(_ frame: MAVLinkFrame, at now: Instant) {
        switch frame.messageID {
        case VibrationMessage.messageID: note(VibrationMessage(payload: frame.payload), at: now)
        case ESCStatusMessage.messageID:
            let message = ESCStatusMessage(payload: frame.payload)
            for (place, current) in message.current.elements.enumerated() {
                let motor = Int(message.index) + place
                guard motor < Self.motorLimit, current.isFinite, current > 0, current < 1_000 else { continue }
                motorCurrents[motor] = Observed(Amperes(Double(current)), taken: now)
            }
        case ESCInfoMessage.messageID:
            let message = ESCInfoMessage(payload: frame.payload)
            for (place, temperature) in message.temperature.elements.enumerated() {
                let motor = Int(message.index) + place
                // Hundredths of a degree; INT16_MAX is no sensor, and 0 is what a controller without one leaves.
                guard motor < min(Self.motorLimit, Int(message.count)), temperature != .max, temperature != 0 else {
                    continue
                }
                escTemperatures[motor] = Observed(Celsius(Double(temperature) / 100), taken: now)
            }
        case ESCTelemetry1To4Message.messageID:
            let message = ESCTelemetry1To4Message(payload: frame.payload)
            for motor in 0..<4 {
                // Hundredths of an ampere and whole degrees; a motor that is not there has neither.
                let current = message.current.elements[motor], temperature = message.temperature.elements[motor]
                if current > 0 { motorCurrents[motor] = Observed(Amperes(Double(current) / 100), taken: now) }
                if temperature > 0 { escTemperatures[motor] = Observed(Celsius(Double(temperature)), taken: now) }
            }
        case BatteryInfoMessage.messageID: note(BatteryInfoMessage(payload: frame.payload), at: now)
        case SmartBatteryInfoMessage.messageID: note(SmartBatteryInfoMessage(payload: frame.payload), at: now)
        case CameraTriggerMessage.messageID: triggered.note(Int64(CameraTriggerMessage(payload: frame.payload).seq))
        case CameraFeedbackMessage.messageID:
            fedBack.note(Int64(CameraFeedbackMessage(payload: frame.payload).imgIdx))
        default: break
        }
    }

    /// Takes a frame of a camera that is a component of its own.
    mutating func receiveFromCamera(_ frame: MAVLinkFrame) {
        guard frame.messageID == CameraImageCapturedMessage.messageID else { return }
        let message = CameraImageCapturedMessage(payload: frame.payload)
        if message.captureResult == 1 { captured.note(Int64(message.imageIndex)) }
    }

    /// Takes the cells of the first battery.
    mutating func noteCells(_ message: BatteryStatusMessage, at now: Instant) {
        guard message.id == 0 else { return }
        let cells = message.cells
        let first = cells.first.filter { $0 != 0 }
        // One figure for the whole pack is no cell.
        guard first.count > 1, first.allSatisfy({ $0 < 6_000 }) else { return }
        self.cells = Observed((first + cells.more).map { Volts(Double($0) / 1_000) }, taken: now)
    }

    private mutating func note(_ message: VibrationMessage, at now: Instant) {
        let level = Double(max(message.vibrationX, message.vibrationY, message.vibrationZ))
        guard level.isFinite, level >= 0, level < 1e4 else { return }
        let clippings = UInt64(message.clipping0) + UInt64(message.clipping1) + UInt64(message.clipping2)
        vibration = Observed(Vibration(level: level, clippings: clippings), taken: now)
    }

    private mutating func note(_ message: BatteryInfoMessage, at now: Instant) {
        guard message.id == 0 else { return }
        pack = Observed(
            PackAge(
                capacity: Self.ampereHours(Double(message.fullChargeCapacity)),
                design: Self.ampereHours(Double(message.designCapacity)),
                cycles: message.cycleCount == .max ? nil : Int(message.cycleCount),
                health: (1...100).contains(message.stateOfHealth) ? Percent(Double(message.stateOfHealth)) : nil),
            taken: now)
    }

    private mutating func note(_ message: SmartBatteryInfoMessage, at now: Instant) {
        guard message.id == 0 else { return }
        pack = Observed(
            PackAge(
                capacity: Self.ampereHours(Double(message.capacityFull) / 1_000),
                design: Self.ampereHours(Double(message.capacityFullSpecification) / 1_000),
                cycles: message.cycleCount == .max ? nil : Int(message.cycleCount), health: nil),
            taken: now)
    }

    private static func ampereHours(_ value: Double) -> Double? {
        value.isFinite && value > 0 && value < 10_000 ? value : nil
    }
}
