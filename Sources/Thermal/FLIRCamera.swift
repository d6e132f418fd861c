// SPDX-License-Identifier: Apache-2.0
// Reads what a FLIR camera says about its sensor and the scene. It decides nothing: whether a number can be right is
// judged where it is used.

/// The parameters of one FLIR picture. Temperatures are in kelvin, the distance in metres, shares from 0 to 1.
struct FLIRCamera: Equatable {
    /// The sensor: R1, R2, B, F and O of Planck's law.
    struct Planck: Equatable {
        var r1: Double
        var r2: Double
        var b: Double
        var f: Double
        var o: Double
    }
    /// The air: how much it takes away over a distance.
    struct Air: Equatable {
        var alpha1: Double
        var alpha2: Double
        var beta1: Double
        var beta2: Double
        var x: Double
    }

    var planck: Planck
    var air: Air
    var emissivity: Double
    var distance: Double
    var reflected: Double
    var airTemperature: Double
    var window: Double
    var windowTransmission: Double
    var humidity: Double
    var median: UInt16?
    var model: String

    init(
        planck: Planck, air: Air, emissivity: Double, distance: Double, reflected: Double,
        airTemperature: Double,
        window: Double, windowTransmission: Double, humidity: Double, median: UInt16? = nil,
        model: String = ""
    ) {
        self.planck = planck
        self.air = air
        self.emissivity = emissivity
        self.distance = distance
        self.reflected = reflected
        self.airTemperature = airTemperature
        self.window = window
        self.windowTransmission = windowTransmission
        self.humidity = humidity
        self.median = median
        self.model = model
    }

    /// Reads the camera record.
    init(_ record: Octets) throws(ThermalError) {
        guard let order = FLIRStream.order(of: record) else {
            throw .damaged(what: "the camera record's byte order mark is not 2", at: 0)
        }
        func number(_ at: Int) throws(ThermalError) -> Double {
            guard let value = record.float(at, order) else {
                throw .cut(what: "the camera record of \(record.count) bytes", at: at)
            }
            return value
        }
        guard let offset = record.long(0x308, order).map(Int32.init(bitPattern:)) else {
            throw .cut(what: "the camera record of \(record.count) bytes", at: 0x308)
        }
        planck = Planck(
            r1: try number(0x58), r2: try number(0x30C), b: try number(0x5C), f: try number(0x60),
            o: Double(offset))
        air = Air(
            alpha1: try number(0x70), alpha2: try number(0x74), beta1: try number(0x78),
            beta2: try number(0x7C),
            x: try number(0x80))
        emissivity = try number(0x20)
        distance = try number(0x24)
        reflected = try number(0x28)
        airTemperature = try number(0x2C)
        window = try number(0x30)
        windowTransmission = try number(0x34)
        let humidity = try number(0x3C)
        // Some cameras write percent.
        self.humidity = humidity > 2 ? humidity / 100 : humidity
        median = record.word(0x338, order)
        model = record.text(0xD4, 32)
    }
}
