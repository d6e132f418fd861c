// SPDX-License-Identifier: Apache-2.0
// What a person knows better than the camera about a scene: emissivity, distance, humidity, temperatures around.
// Each is checked here; what is left out stays as the file says.

/// Conditions that replace those of the file.
public struct Conditions: Sendable, Equatable {
    /// Emissivity of the surface, above 0 up to 1.
    public var emissivity: Double?
    /// Metres to the object, 0 up to 100 000.
    public var distanceMetres: Double?
    /// Relative humidity of the air in percent, 0 to 100.
    public var humidityPercent: Double?
    /// Reflected apparent temperature in degrees Celsius.
    public var reflectedCelsius: Double?
    /// Temperature of the air in degrees Celsius.
    public var airCelsius: Double?

    /// Conditions; what is nil stays as the file says.
    public init(
        emissivity: Double? = nil, distanceMetres: Double? = nil, humidityPercent: Double? = nil,
        reflectedCelsius: Double? = nil, airCelsius: Double? = nil
    ) {
        self.emissivity = emissivity
        self.distanceMetres = distanceMetres
        self.humidityPercent = humidityPercent
        self.reflectedCelsius = reflectedCelsius
        self.airCelsius = airCelsius
    }

    /// Why a value cannot be used; nil when all can. Each text names the option.
    public var problem: String? {
        if let emissivity, !(emissivity > 0 && emissivity <= 1) {
            return "--emissivity \(emissivity): it is above 0 and at most 1"
        }
        if let distanceMetres, !(0...100_000).contains(distanceMetres) {
            return "--distance \(distanceMetres): it is 0 to 100000 m"
        }
        if let humidityPercent, !(0...100).contains(humidityPercent) {
            return "--humidity \(humidityPercent): it is 0 to 100 %"
        }
        if let reflectedCelsius, !(-100...1_000).contains(reflectedCelsius) {
            return "--reflected \(reflectedCelsius): it is -100 to 1000 °C"
        }
        if let airCelsius, !(-100...100).contains(airCelsius) {
            return "--air \(airCelsius): it is -100 to 100 °C"
        }
        return nil
    }

    /// The options of those that are set, except the air's: it is also what classes are held against.
    var names: [String] {
        [
            emissivity.map { _ in "--emissivity" }, distanceMetres.map { _ in "--distance" },
            humidityPercent.map { _ in "--humidity" }, reflectedCelsius.map { _ in "--reflected" },
        ].compactMap { $0 }
    }

    /// A camera's parameters with these in their place.
    func applied(to camera: FLIRCamera) -> FLIRCamera {
        var camera = camera
        if let emissivity { camera.emissivity = emissivity }
        if let distanceMetres { camera.distance = distanceMetres }
        if let humidityPercent { camera.humidity = humidityPercent / 100 }
        if let reflectedCelsius { camera.reflected = reflectedCelsius + Radiometry.zeroCelsius }
        if let airCelsius { camera.airTemperature = airCelsius + Radiometry.zeroCelsius }
        return camera
    }
}
