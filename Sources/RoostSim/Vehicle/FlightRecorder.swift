// SPDX-License-Identifier: Apache-2.0
// The flight log that the simulated vehicle writes between arming and disarming: a small but real ULog (PX4)
// or DataFlash (ArduPilot) file. It records; it judges nothing.

internal import DockModel

/// Samples of one flight.
struct FlightRecorder: Sendable {
    /// One line of the log.
    struct Sample: Sendable {
        var microseconds: UInt64
        var unixSeconds: UInt32
        var temperatureCelsius: Double
        var position: GlobalPoint
        var heightAboveHome: Double
        var velocity: Vector
        var volts: Double
        var amperes: Double
        var drawnMilliampereHours: Double
        var stateOfCharge: Double
        var customMode: UInt32
        var isOnGround: Bool
    }

    let dialect: AutopilotDialect
    let startedAt: Instant
    let bootedAt: Instant
    private(set) var samples: [Sample] = []
    private var nextSample: Instant
    /// Longest log kept: at five samples a second, two hours.
    private static let longestLog = 36_000
    private static let interval = Duration.milliseconds(200)

    init(dialect: AutopilotDialect, startedAt: Instant, bootedAt: Instant) {
        self.dialect = dialect
        self.startedAt = startedAt
        self.bootedAt = bootedAt
        nextSample = startedAt
    }

    /// Takes a sample when one is due.
    mutating func record(_ vehicle: SimulatedVehicle) {
        guard vehicle.now >= nextSample, samples.count < Self.longestLog else { return }
        nextSample = vehicle.now + Self.interval
        samples.append(
            Sample(
                microseconds: UInt64(max(0, bootedAt.duration(to: vehicle.now).nanoseconds)) / 1_000,
                unixSeconds: vehicle.unixSeconds(at: vehicle.now),
                temperatureCelsius: vehicle.pack.temperatureCelsius,
                position: vehicle.position, heightAboveHome: vehicle.offsetFromPad.up,
                velocity: vehicle.airframe.velocity, volts: vehicle.pack.volts,
                amperes: vehicle.pack.currentAmperes,
                drawnMilliampereHours: vehicle.pack.drawnAmpereHours * 1_000,
                stateOfCharge: vehicle.pack.stateOfCharge, customMode: vehicle.customMode,
                isOnGround: vehicle.isOnGround))
    }

    /// The finished file.
    func file() -> [UInt8] {
        switch dialect {
        case .px4: ULogWriter.file(samples)
        case .ardupilot: DataFlashWriter.file(samples)
        }
    }
}

/// Little-endian bytes of a log file.
struct LogBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ raw: [UInt8]) { bytes += raw }
    mutating func append(text: String, padded length: Int) {
        let utf8 = Array(text.utf8.prefix(length))
        bytes += utf8 + [UInt8](repeating: 0, count: length - utf8.count)
    }
    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
    mutating func append(_ number: Float) { append(number.bitPattern) }
    mutating func append(_ number: Double) { append(number.bitPattern) }
}
