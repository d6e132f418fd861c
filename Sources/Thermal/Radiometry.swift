// SPDX-License-Identifier: Apache-2.0
// From a sensor's count to the temperature of the object: the radiation of the air, the window and the reflected
// surroundings is taken off, then Planck's law is turned round. A count without a temperature has NaN, never a guess.

/// The temperatures of all counts of one picture.
enum Radiometry {
    /// Kelvin of 0 degrees Celsius.
    static let zeroCelsius = 273.15
    /// What no object in front of a thermal camera is outside of: degrees Celsius.
    static let possible = -120.0...2_500.0

    /// The temperature in degrees Celsius of each count that occurs.
    static func table(_ camera: FLIRCamera, _ histogram: CountHistogram) throws(ThermalError) -> TemperatureTable {
        let (slope, intercept) = try toObject(camera)
        let planck = camera.planck
        return TemperatureTable(histogram) { count in
            // In front of the object: what the sensor would count if nothing were between.
            let signal = Double(count) * slope + intercept
            let argument = planck.r1 / (planck.r2 * (signal + planck.o)) + planck.f
            guard argument > 1 else { return .nan }
            return planck.b / Curve.log(argument) - zeroCelsius
        }
    }

    /// The line from the count at the sensor to the count of the object alone: each layer is linear in the count.
    private static func toObject(_ camera: FLIRCamera) throws(ThermalError) -> (
        slope: Double, intercept: Double
    ) {
        try check(camera)
        let transmission = airTransmission(camera)
        try require("transmission of the air", transmission, transmission > 0 && transmission <= 1.001)
        let air = transmission == 1 ? 0 : try signal("air temperature", camera.airTemperature, camera.planck)
        // A camera without a window says 1; 0 is a field that was never filled.
        let through = camera.windowTransmission == 0 ? 1 : camera.windowTransmission
        let window = through == 1 ? 0 : try signal("window temperature", camera.window, camera.planck)
        let emissivity = camera.emissivity
        let reflected =
            emissivity == 1 ? 0 : try signal("reflected temperature", camera.reflected, camera.planck)
        var slope = 1.0, intercept = 0.0
        func takeOff(_ share: Double, of own: Double) {
            slope /= share
            intercept = (intercept - (1 - share) * own) / share
        }
        takeOff(transmission, of: air)
        takeOff(through, of: window)
        takeOff(transmission, of: air)
        takeOff(emissivity, of: reflected)
        try require("line from count to radiation", slope, slope.isFinite && slope > 0 && intercept.isFinite)
        return (slope, intercept)
    }

    private static func check(_ camera: FLIRCamera) throws(ThermalError) {
        let planck = camera.planck
        try require("Planck constant R1", planck.r1, planck.r1.isFinite && planck.r1 > 0)
        try require("Planck constant R2", planck.r2, planck.r2.isFinite && planck.r2 > 0)
        try require("Planck constant B", planck.b, planck.b.isFinite && planck.b > 0)
        try require("Planck constant F", planck.f, planck.f.isFinite && planck.f > 0)
        try require("emissivity", camera.emissivity, camera.emissivity > 0 && camera.emissivity <= 1)
        try require("distance in m", camera.distance, camera.distance.isFinite && camera.distance >= 0)
        try require("relative humidity (0 to 1)", camera.humidity, (0...1).contains(camera.humidity))
        let through = camera.windowTransmission
        try require("window transmission", through, through >= 0 && through <= 1)
    }

    /// How much radiation half of the way through the air leaves.
    static func airTransmission(_ camera: FLIRCamera) -> Double {
        let air = camera.air, t = camera.airTemperature - zeroCelsius
        let vapour =
            camera.humidity * Curve.exp(1.5587 + 0.06939 * t - 2.7816e-4 * t * t + 6.8455e-7 * t * t * t)
        let path = -(camera.distance / 2).squareRoot(), root = vapour.squareRoot()
        return air.x * Curve.exp(path * (air.alpha1 + air.beta1 * root))
            + (1 - air.x) * Curve.exp(path * (air.alpha2 + air.beta2 * root))
    }

    /// What the sensor counts of a black body.
    private static func signal(
        _ name: String, _ kelvin: Double, _ planck: FLIRCamera.Planck
    ) throws(ThermalError) -> Double {
        try require("\(name) in K", kelvin, kelvin >= 100 && kelvin <= 2_000)
        let value = planck.r1 / (planck.r2 * (Curve.exp(planck.b / kelvin) - planck.f)) - planck.o
        try require("radiation at the \(name)", value, value.isFinite)
        return value
    }

    private static func require(_ name: String, _ value: Double, _ isRight: Bool) throws(ThermalError) {
        guard isRight else { throw .badParameter(name: name, value: "\(value)") }
    }
}
