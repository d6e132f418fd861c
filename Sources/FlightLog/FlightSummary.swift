// SPDX-License-Identifier: Apache-2.0
// What a flight log says, as values with their units in the names. Nil is unknown and never zero; numbers are rounded
// to the places that the field's page names. It holds no text for people.

/// The summary of one flight log.
public struct FlightSummary: Sendable, Equatable {
    /// The two formats of flight logs.
    public enum Format: String, Sendable {
        case ulog = "ULog"
        case dataFlash = "DataFlash"
    }

    /// What kind of log it is.
    public var format: Format
    /// The file's name; set by who read the file.
    public var file: String?
    /// The SHA-256 of the file in hexadecimal digits; set by who read the file.
    public var sha256: String?
    /// Bytes of the log.
    public var bytes: UInt64 = 0
    /// Whether the log ends inside of a record.
    public var isTruncated = false
    /// What a reader of the summary must know: damage that was read over, lists that were cut.
    public var notes: [String] = []

    /// The first stamp of the log, in microseconds of the vehicle's clock.
    public var startMicroseconds: UInt64?
    /// The last stamp of the log.
    public var endMicroseconds: UInt64?
    /// Seconds logged.
    public var durationSeconds: Double?
    /// What to add to the vehicle's clock for microseconds since 1970, UTC; nil without a satellite fix.
    public var utcOffsetMicroseconds: Int64?

    /// The first take-off that the log saw.
    public var takeoffMicroseconds: UInt64?
    /// The last landing that the log saw.
    public var landingMicroseconds: UInt64?
    /// Each flight of the log.
    public var flights: [Flight] = []
    /// Seconds in the air, all ended flights together.
    public var flightSeconds: Double?

    /// Only of a ULog.
    public var ulog: ULogDetail?
    /// Only of a DataFlash log.
    public var dataFlash: DataFlashDetail?
    /// Satellite fixes.
    public var gps: SatelliteFigures?
    /// Position of the estimator.
    public var globalPosition: GlobalFigures?
    /// Height and speed of the estimator over its origin.
    public var localPosition: LocalFigures?
    /// The battery; of several the lowest number that measures anything.
    public var battery: BatteryFigures?
    /// Vibration of the acceleration sensors.
    public var vibration: VibrationFigures?
    /// The flown path, thinned to at most `FlightLogLimit.pathPoints` places.
    public var path: [PathPoint] = []

    init(format: Format) { self.format = format }

    /// A time of the log as `2026-11-25T07:01:16Z`; nil while UTC is not known.
    public func utc(_ microseconds: UInt64?) -> String? {
        guard let offset = utcOffsetMicroseconds, let microseconds, let time = Int64(exactly: microseconds)
        else {
            return nil
        }
        let (sum, isTooLarge) = time.addingReportingOverflow(offset)
        return isTooLarge ? nil : Calendar.text(microseconds: sum)
    }
}

/// A value that a state took, or a number that was logged, with its time.
public struct TimedValue: Sendable, Equatable {
    /// Microseconds of the vehicle's clock.
    public var microseconds: UInt64
    /// The number as the vehicle logged it.
    public var value: Int64
}

/// An error with its subsystem and code.
public struct TimedPair: Sendable, Equatable {
    /// Microseconds of the vehicle's clock.
    public var microseconds: UInt64
    /// The subsystem.
    public var first: Int64
    /// The code of the error, 0 when it is over.
    public var second: Int64
}

/// A text of the vehicle.
public struct TimedText: Sendable, Equatable {
    /// Microseconds of the vehicle's clock.
    public var microseconds: UInt64
    /// The text.
    public var text: String
}

/// A text of PX4 with its level.
public struct LoggedText: Sendable, Equatable {
    /// Microseconds of the vehicle's clock.
    public var microseconds: UInt64
    /// EMERGENCY to DEBUG, as the Linux kernel names its levels.
    public var level: String
    /// The text.
    public var text: String

    /// The name of a level's letter.
    static func levelName(_ letter: UInt8) -> String {
        let names = ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"]
        let index = Int(letter) - Int(UInt8(ascii: "0"))
        return names.indices.contains(index) ? names[index] : "UNKNOWN"
    }
}

/// One flight.
public struct Flight: Sendable, Equatable {
    /// When the vehicle left the ground.
    public var takeoffMicroseconds: UInt64
    /// When it stood on the ground again; nil when the log ends before.
    public var landingMicroseconds: UInt64?
}

/// What only a ULog says.
public struct ULogDetail: Sendable, Equatable {
    /// Times that the logger could not write.
    public var dropouts = 0
    /// Milliseconds of them.
    public var dropoutMilliseconds: UInt64 = 0
    /// The board.
    public var hardware: String?
    /// The commit of the firmware.
    public var software: String?
    /// The name of the system, PX4.
    public var system: String?
    /// Different parameters before the first sample.
    public var parameters = 0
    /// Changes of parameters behind it.
    public var changedParameters = 0
    /// Whether damage was read over.
    public var isCorrupt = false
    /// Topics with samples.
    public var topics = 0
    /// Topics with samples, each instance by itself.
    public var datasets = 0
    /// Samples of all topics.
    public var samples = 0
    /// Texts, at most `FlightLogLimit.listEntries` of them.
    public var texts: [LoggedText] = []
    /// All texts.
    public var textCount = 0
    /// Texts of level ERROR and worse.
    public var errorCount = 0
    /// Changes of the navigation state, with the first; nil without the topic.
    public var navigationStates: [TimedValue]?
    /// Changes of the arming state, with the first.
    public var armingStates: [TimedValue]?
    /// Changes of the failsafe flag, with the first.
    public var failsafe: [TimedValue]?
    /// Changes of the land detector, with the first.
    public var landed: [TimedValue]?
}

/// What only a DataFlash log says.
public struct DataFlashDetail: Sendable, Equatable {
    /// Records of all types.
    public var records = 0
    /// Different names of records.
    public var types = 0
    /// Boots of the vehicle in the file.
    public var boots = 0
    /// Bytes that belong to no record.
    public var skippedBytes: UInt64 = 0
    /// Different parameters.
    public var parameters = 0
    /// The text that names the firmware.
    public var firmware: String?
    /// Flight modes in their order, repeated ones too.
    public var modes: [TimedValue] = []
    /// Events by ArduPilot's numbers.
    public var events: [TimedValue] = []
    /// Errors by subsystem and code.
    public var errors: [TimedPair] = []
    /// Errors that began (code other than 0).
    public var errorCount = 0
    /// Arming states of ARM records.
    public var arms: [TimedValue] = []
    /// Texts, at most `FlightLogLimit.listEntries` of them.
    public var texts: [TimedText] = []
    /// All texts.
    public var textCount = 0
    /// Greatest height of the control loop over the estimator's origin, in metres.
    public var greatestControlAltitude: Double?
    /// When it was armed (events 10 and 15).
    public var armed: [UInt64] = []
    /// When it was disarmed (event 11).
    public var disarmed: [UInt64] = []
    /// When it left the ground (event 28).
    public var notLanded: [UInt64] = []
    /// When it was landed (events 17 and 18).
    public var landed: [UInt64] = []
}

/// Satellite fixes and their quality.
public struct SatelliteFigures: Sendable, Equatable {
    /// All samples.
    public var points = 0
    /// Samples with a 3D fix or better.
    public var points3D = 0
    /// Samples with RTK fixed.
    public var pointsRTKFixed = 0
    /// Metres between the samples with a 3D fix, added up.
    public var distanceMetres = 0.0
    /// Greatest distance from the first place, in metres.
    public var farthestMetres: Double?
    /// Greatest altitude above mean sea level, in metres.
    public var highestMetres: Double?
    /// The first place with a 3D fix.
    public var first: PathPoint?
    /// The last place with a 3D fix.
    public var last: PathPoint?
    /// Fewest satellites with a 3D fix.
    public var satellitesLeast: Int?
    /// Most satellites with a 3D fix.
    public var satellitesMost: Int?
    /// Worst horizontal dilution of precision with a 3D fix.
    public var hdopWorst: Double?
    /// Its mean.
    public var hdopMean: Double?
    /// Worst horizontal accuracy that the receiver told, in metres.
    public var horizontalAccuracyWorst: Double?
    /// Worst vertical accuracy, in metres.
    public var verticalAccuracyWorst: Double?
    /// Worst accuracy of speed, in metres a second.
    public var speedAccuracyWorst: Double?
    /// Greatest speed over ground, in metres a second.
    public var greatestSpeed: Double?
}

/// Position of the estimator.
public struct GlobalFigures: Sendable, Equatable {
    /// Samples.
    public var points = 0
    /// Metres between them, added up.
    public var distanceMetres = 0.0
    /// Greatest altitude above mean sea level, in metres.
    public var highestMetres: Double?
    /// Least altitude, in metres.
    public var lowestMetres: Double?
}

/// Height and speed over the estimator's origin.
public struct LocalFigures: Sendable, Equatable {
    /// Samples.
    public var points = 0
    /// Greatest height, in metres.
    public var greatestUp: Double?
    /// Greatest height over that of the first sample, in metres.
    public var greatestUpAboveFirst: Double?
    /// Greatest horizontal speed, in metres a second.
    public var greatestSpeed: Double?
    /// Fastest climb, in metres a second.
    public var fastestClimb: Double?
    /// Fastest descent, in metres a second.
    public var fastestDescent: Double?
}

/// A battery.
public struct BatteryFigures: Sendable, Equatable {
    /// Samples.
    public var samples = 0
    /// Volts of the first sample above 0.1 V.
    public var startVolts: Double?
    /// Volts of the last one.
    public var endVolts: Double?
    /// Fewest volts above 0.1 V.
    public var leastVolts: Double?
    /// Milliampere-hours drawn at the end; nil when no current is measured.
    public var consumedMilliampereHours: Double?
    /// Greatest current in amperes; nil when none is measured.
    public var greatestAmperes: Double?
    /// Share of the charge that was left at the first sample, 0 to 1.
    public var remainingStart: Double?
    /// The same at the last sample.
    public var remainingEnd: Double?
    /// Highest temperature, in °C.
    public var hottestCelsius: Double?
}

/// Vibration as the vehicle measures it.
public struct VibrationFigures: Sendable, Equatable {
    /// Greatest value on each axis, or one value for all, in m/s².
    public var greatest: [Double] = []
    /// Mean of the same.
    public var mean: [Double] = []
    /// Samples at the end of a sensor's range since boot.
    public var clipCount: Int64 = 0
}
