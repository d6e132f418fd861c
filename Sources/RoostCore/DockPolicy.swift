// SPDX-License-Identifier: Apache-2.0
// The site's limits, ages and deadlines, as decided by the integrator in dock.yaml. The core only compares.
// It must never be changed while a step is under way, and it holds no reading.

public import DockModel

/// Limits that the launch gates and interlocks compare with.
public struct DockLimits: Sendable, Codable, Equatable {
    /// Highest ten-minute mean wind for a launch.
    public var windMean = MetresPerSecond(8)
    /// Highest gust for a launch, and for staying out.
    public var windGust = MetresPerSecond(12)
    /// Highest rain rate for a launch.
    public var rain = MillimetresPerHour(0.5)
    /// Lowest charge for a launch.
    public var batteryLaunch = Percent(50)
    /// Charge below which the vehicle is called home.
    public var batteryReserve = Percent(30)
    /// Charge at which a charge session ends.
    public var batteryFull = Percent(99)
    /// Charge at or above which no charge session is begun.
    public var batteryTopUp = Percent(95)
    /// Charge at which an idle pack is kept while no run is near; nil keeps it full.
    public var batteryStorage: Percent?
    /// How long before a run is due the pack is filled.
    public var chargeAhead = Duration.seconds(7_200)
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
    /// Cover travels that may fail in an hour before a person must look (I9).
    public var coverRetriesPerHour = 2
    /// Charge that must be left after landing, wherever that is (I14, I16).
    public var landingReserve = Percent(15)
    /// Wind at the dock above which no vehicle may land there (I16).
    public var windLanding = MetresPerSecond(15)
    /// Cell temperatures between which a pack may be charged (facts 2.2).
    public var packTemperatureMin = Celsius(5), packTemperatureMax = Celsius(40)
    /// Most energy that one charge session may deliver (I38).
    public var chargeEnergy = WattHours(400)
    /// How far from the dock a vehicle on the pad may believe itself to be.
    public var dockRadius = Metres(30)
    /// Lowest charge of the UPS for a launch while there are no mains.
    public var upsLaunch = Percent(60)

    /// The defaults of the field (facts 2.2).
    public init() {}
}

/// How old a fact may be and still count.
public struct AgeLimits: Sendable, Codable, Equatable {
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

    /// The limits of I11.
    public init() {}
}

/// How long each waiting phase may last.
public struct Deadlines: Sendable, Codable, Equatable {
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
    public var flight = Duration.seconds(2400)
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
    /// Wait before a held mission's gates are asked again.
    public var holdRetry = Duration.seconds(60)
    /// One travel of the centring rods.
    public var rodTravel = Duration.seconds(20)
    /// How long home must have been unusable before the vehicle is sent elsewhere (I20).
    public var homeUnusable = Duration.seconds(10)
    /// A write to the dock's hardware, with its turn in the queue and its read-back (I35).
    public var answer = Duration.seconds(15)
    /// How long a sensor is doubted until that is told.
    public var doubt = Duration.seconds(60)
    /// From a digest's posting to the server's word that it took it (I32).
    public var heartbeat = Duration.seconds(93_600)

    /// Defaults that suit the reference dock.
    public init() {}
}

/// Which of the things that not every dock has are there; asked on every step, so kept apart from the set.
struct Fitted: Sendable, Equatable {
    var serviceKey: Bool, rods: Bool, emergencyStop: Bool, smoke: Bool, water: Bool, padTemperature: Bool

    init(_ roles: Set<Role>) {
        serviceKey = roles.contains(.serviceKey)
        rods = roles.contains(.rodsCommand)
        emergencyStop = roles.contains(.emergencyStop)
        smoke = roles.contains(.smoke)
        water = roles.contains(.waterLeak)
        padTemperature = roles.contains(.padTemperature)
    }
}

/// Everything the site decided that the core compares with.
public struct DockPolicy: Sendable, Equatable {
    /// Limits of gates and interlocks.
    public var limits = DockLimits()
    /// Age limits of facts.
    public var ages = AgeLimits()
    /// Deadlines of phases.
    public var deadlines = Deadlines()
    /// The questions that this dock's hardware can answer; a gate on a sensor that it does not have says so and passes.
    public var equipped = Role.ofReferenceDock { didSet { fitted = Fitted(equipped) } }
    /// The same for the questions that every step asks.
    private(set) var fitted = Fitted(Role.ofReferenceDock)
    /// What flying costs, for the forecast of energy.
    public var energy = EnergyRates()
    /// The site's alternate landing places.
    public var alternates: [LandingPlace] = []
    /// The rally points of each plan, by its file name: the nearest safe points when the site names none (I15).
    public var rallyPoints: [String: [LandingPlace]] = [:]
    /// What each plan's upload must read back as, by its file name; one not listed is judged by the link alone (I12).
    public var plans: [String: PlanFacts] = [:]
    /// Whether the cover opens to let smoke out when no vehicle is in the dock (I27).
    public var ventsSmoke = false

    /// The parts that wear, and the reading that tells of each.
    public var parts: [PartRule] = []
    /// Capacity of the vehicle's pack when new, Ah.
    public var packCapacityAmpereHours = 12.0

    /// A policy of defaults.
    public init() {}
}
