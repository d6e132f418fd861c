// SPDX-License-Identifier: Apache-2.0
// Limits, ages and deadlines of dock.yaml, as plain values with the defaults of the field. Nothing is
// decided here: the core compares.

public import DockModel
public import Schedule

/// Limits of gates and interlocks.
public struct LimitSettings: Sendable, Equatable {
    /// Highest ten-minute mean wind for a launch.
    public var windMean = MetresPerSecond(8)
    /// Highest gust for a launch, and for staying out.
    public var windGust = MetresPerSecond(12)
    /// Highest rain rate for a launch.
    public var rain = MillimetresPerHour(0.5)
    /// Lowest charge for a launch.
    public var batteryLaunch = Percent(50)
    /// Charge below which the vehicle is called home.
    public var batteryFloor = Percent(30)
    /// Charge at which a charge session ends.
    public var batteryFull = Percent(99)
    /// Charge at or above which no charge session is begun.
    public var batteryTopUp = Percent(95)
    /// Charge at which an idle pack is kept while no run is near; nil keeps it full.
    public var batteryStorage: Percent?
    /// How long before a run is due the pack is filled.
    public var chargeAhead = Duration.seconds(7_200)
    /// The light that a flight needs.
    public var light = FlightLight.any
    /// Lowest air temperature for a launch.
    public var temperatureMin = Celsius(-20)
    /// Highest air temperature for a launch.
    public var temperatureMax = Celsius(45)
    /// Highest temperature of the charge contacts while charging.
    public var padTemperatureMax = Celsius(60)
    /// Cover motor current that means something is in the way.
    public var pinchCurrent = Amperes(10)
    /// Height below which the vehicle counts as landing.
    public var landingHeight = Metres(10)
    /// Cover travels that may fail in an hour before a person must look.
    public var coverRetriesPerHour = 2
    /// Charge that must be left after landing, wherever that is.
    public var landingReserve = Percent(15)
    /// Wind at the dock above which no vehicle may land there.
    public var windLanding = MetresPerSecond(15)
    /// Lowest cell temperature at which a pack may be charged.
    public var packTemperatureMin = Celsius(5)
    /// Highest cell temperature at which a pack may be charged.
    public var packTemperatureMax = Celsius(40)
    /// Most energy that one charge session may deliver.
    public var chargeEnergy = WattHours(400)
    /// How far from the dock a vehicle on the pad may believe itself to be.
    public var dockRadius = Metres(30)
    /// Lowest charge of the UPS for a launch while there are no mains.
    public var upsLaunch = Percent(60)

    /// The defaults.
    public init() {}
}

/// How old a fact may be and still count.
public struct AgeSettings: Sendable, Equatable {
    /// Limit switches, pad contact, charger current.
    public var switches = Duration.seconds(2)
    /// Wind, rain, temperature.
    public var weather = Duration.seconds(120)
    /// Heartbeat, armed and landed state of the vehicle.
    public var vehicle = Duration.seconds(5)
    /// Charge of the pack.
    public var battery = Duration.seconds(10)
    /// GNSS fix.
    public var gnss = Duration.seconds(5)

    /// The defaults, which are also the largest allowed.
    public init() {}
}

/// How long each waiting phase may last.
public struct DeadlineSettings: Sendable, Equatable {
    /// First readings after a start.
    public var start = Duration.seconds(60)
    /// Charger off confirmed.
    public var prepare = Duration.seconds(30)
    /// One cover travel.
    public var coverTravel = Duration.seconds(40)
    /// Upload and read-back.
    public var upload = Duration.seconds(60)
    /// Arming to airborne.
    public var takeoff = Duration.seconds(60)
    /// The whole flight.
    public var flight = Duration.seconds(2_400)
    /// From the landing height to landed and disarmed.
    public var landing = Duration.seconds(300)
    /// Silence of an airborne vehicle until it counts as lost.
    public var silence = Duration.seconds(120)
    /// Charger on confirmed.
    public var chargeStart = Duration.seconds(30)
    /// One charge session.
    public var charge = Duration.seconds(10_800)
    /// Fetching the flight log.
    public var offload = Duration.seconds(600)
    /// Wait before the gates of a held mission are asked again.
    public var holdRetry = Duration.seconds(60)
    /// One travel of the centring rods.
    public var rodTravel = Duration.seconds(20)
    /// How long home must have been unusable before the vehicle is sent elsewhere.
    public var homeUnusable = Duration.seconds(10)
    /// A write to the dock's hardware, with its turn in the queue and its read-back.
    public var answer = Duration.seconds(15)
    /// From a digest's posting to the mail server's word that it took it.
    public var heartbeat = Duration.seconds(93_600)

    /// The defaults.
    public init() {}
}

/// What flying costs, as measured or as the maker states it.
public struct EnergySettings: Sendable, Equatable {
    /// Charge used in a minute of flight, %.
    public var percentPerMinute = 4.0
    /// Ground speed in still air on the way home.
    public var cruise = MetresPerSecond(8)
    /// Rate of climb.
    public var ascent = MetresPerSecond(2.5)
    /// Rate of descent.
    public var descent = MetresPerSecond(1.5)
    /// Hover above the pad before touchdown.
    public var hover = Duration.seconds(30)

    /// The defaults: a small multirotor that flies 25 min on a pack.
    public init() {}
}

/// A place where the vehicle may land when it cannot land at home.
public struct AlternateSettings: Sendable, Equatable {
    /// Its name, as in messages.
    public var name: String
    /// Where it is.
    public var point: PlanPoint

    /// A place.
    public init(name: String, point: PlanPoint) {
        self.name = name
        self.point = point
    }
}
