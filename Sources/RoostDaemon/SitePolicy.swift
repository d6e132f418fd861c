// SPDX-License-Identifier: Apache-2.0
// Turns a checked configuration into what the core compares with and what the adapters talk to. It adds no value of
// its own: what the files do not say has the core's default.

internal import DockModel
internal import Fieldbus
internal import MAVLink
internal import Registers
internal import RoostCore
internal import Settings
internal import Wear

/// Why a configuration that was checked still cannot be run.
struct SiteError: Error, CustomStringConvertible {
    let description: String
}

extension DockConfiguration {
    /// What the core compares with.
    func policy() throws(SiteError) -> DockPolicy {
        var policy = DockPolicy()
        policy.limits = dock.limits.forCore
        policy.ages = dock.ages.forCore
        policy.deadlines = dock.deadlines.forCore
        policy.equipped = Set(rolePlaces.keys)
        policy.energy = dock.energy.forCore
        policy.ventsSmoke = dock.ventsSmoke
        let home = PlanPoint(latitude: dock.dock.latitude, longitude: dock.dock.longitude)
        policy.alternates = dock.alternates.map { LandingPlace(name: $0.name, at: $0.point, from: home) }
        policy.rallyPoints = plans.compactMapValues { $0.landingPlaces(from: home) }
        let rules = PlanRules(dock)
        policy.plans = plans.mapValues { $0.facts(by: rules) }
        policy.parts = []
        for part in parts {
            do throws(PartDescriptionError) {
                var rule = try part.rule()
                if let prior = part.prior.flatMap({ catalogue.priors[$0] }) {
                    rule.fleet = FleetPriorRule(model: prior.model, file: prior.octets)
                }
                policy.parts.append(rule)
            } catch {
                throw SiteError(description: "parts.yaml: \(error)")
            }
        }
        return policy
    }

    /// Which point answers which question of the core.
    var rolePlaces: [Role: PointReference] {
        var places: [Role: PointReference] = [:]
        for (role, place) in dock.points {
            if let role = Role(rawValue: role.rawValue) { places[role] = place }
        }
        return places
    }

    /// The raw value of each cover command, by the names the profile gives them.
    var coverCommands: [CoverOrder: Double] { commands(of: .coverCommand) }

    /// The raw value of each command of the centring rods, likewise.
    var rodCommands: [RodOrder: Double] { commands(of: .rodsCommand) }

    private func commands<Order: RawRepresentable<String> & Hashable>(of role: PointRole) -> [Order: Double] {
        guard let place = dock.points[role],
            let device = dock.devices.first(where: { $0.id == place.device }),
            let point = profile(of: device)?.point(place.point)
        else { return [:] }
        var commands: [Order: Double] = [:]
        for (value, name) in point.enumeration {
            if let order = Order(rawValue: name) { commands[order] = Double(value) }
        }
        return commands
    }

    /// The devices as the field bus wants them.
    func fieldbusDevices() throws(SiteError) -> [FieldbusDevice] {
        var devices: [FieldbusDevice] = []
        for device in dock.devices {
            guard let known = fieldbusDevice(device) else {
                throw SiteError(
                    description: "dock.yaml: device \(device.id) has no profile \(device.profile)")
            }
            devices.append(known)
        }
        let problems = FieldbusDevice.problems(in: devices)
        guard problems.isEmpty else { throw SiteError(description: problems.joined(separator: "\n")) }
        return devices
    }
}

extension LimitSettings {
    /// The same as the core compares with them.
    var forCore: DockLimits {
        var limits = DockLimits()
        limits.windMean = windMean
        limits.windGust = windGust
        limits.rain = rain
        limits.batteryLaunch = batteryLaunch
        limits.batteryReserve = batteryFloor
        limits.batteryFull = batteryFull
        limits.batteryTopUp = batteryTopUp
        limits.batteryStorage = batteryStorage
        limits.chargeAhead = chargeAhead
        limits.temperatureMin = temperatureMin
        limits.temperatureMax = temperatureMax
        limits.padTemperatureMax = padTemperatureMax
        limits.pinchCurrent = pinchCurrent
        limits.landingHeight = landingHeight
        limits.coverRetriesPerHour = coverRetriesPerHour
        limits.landingReserve = landingReserve
        limits.windLanding = windLanding
        limits.packTemperatureMin = packTemperatureMin
        limits.packTemperatureMax = packTemperatureMax
        limits.chargeEnergy = chargeEnergy
        limits.dockRadius = dockRadius
        limits.upsLaunch = upsLaunch
        return limits
    }
}

extension AgeSettings {
    fileprivate var forCore: AgeLimits {
        var ages = AgeLimits()
        ages.switches = switches
        ages.weather = weather
        ages.vehicle = vehicle
        ages.battery = battery
        ages.gnss = gnss
        return ages
    }
}

extension DeadlineSettings {
    fileprivate var forCore: Deadlines {
        var deadlines = Deadlines()
        deadlines.start = start
        deadlines.prepare = prepare
        deadlines.coverTravel = coverTravel
        deadlines.upload = upload
        deadlines.takeoff = takeoff
        deadlines.flight = flight
        deadlines.landing = landing
        deadlines.silence = silence
        deadlines.chargeStart = chargeStart
        deadlines.charge = charge
        deadlines.offload = offload
        deadlines.holdRetry = holdRetry
        deadlines.rodTravel = rodTravel
        deadlines.homeUnusable = homeUnusable
        deadlines.answer = answer
        deadlines.heartbeat = heartbeat
        return deadlines
    }
}

extension EnergySettings {
    fileprivate var forCore: EnergyRates {
        var rates = EnergyRates()
        rates.percentPerMinute = percentPerMinute
        rates.cruise = cruise
        rates.ascent = ascent
        rates.descent = descent
        rates.landing = hover
        return rates
    }
}

extension LandingPlace {
    /// A place by its coordinates, seen from the dock.
    init(name: String, at point: PlanPoint, from home: PlanPoint) {
        let offset = home.offset(to: point)
        self.init(name: name, east: Metres(offset.east), north: Metres(offset.north))
    }
}

extension PlanFile {
    /// What an upload of this plan reads back as. The receipt counts the plan's own items, without the home that
    /// ArduPilot keeps as item 0, so this is the same for both families.
    fileprivate func facts(by rules: PlanRules) -> PlanFacts {
        let figures = check(rules, file: "").figures
        let effort = FlightEffort(
            distance: figures.distance, climb: figures.climb, waiting: figures.waiting, speed: figures.orderedSpeed)
        return PlanFacts(
            itemCount: mission.count, checksum: MissionItem.checksum(of: mission), effort: effort)
    }

    /// Its rally points as landing places; nil when it has none.
    fileprivate func landingPlaces(from home: PlanPoint) -> [LandingPlace]? {
        guard !rally.isEmpty else { return nil }
        return rally.enumerated().map { index, safe in
            LandingPlace(name: "rally point \(index + 1)", at: safe.point, from: home)
        }
    }
}

extension PartSettings {
    /// The part as the core's wear book takes it.
    fileprivate func rule() throws(PartDescriptionError) -> PartRule {
        let day = 86_400.0
        var source: PartSignal?
        let measure: WearMeasure
        switch self.measure {
        case .counted(let limit): measure = .counted(limit: limit)
        case .measured(let signal, let unit, let new, let endOfLife):
            source = signal
            measure = .measured(kind: signal.rawValue, unit: unit, new: new, endOfLife: endOfLife)
        }
        let description = try PartDescription(
            id: id, name: name, measure: measure, use: counter.forWear, typicalLife: typicalLife,
            lifeSpread: lifeSpread, plannedUsesPerDay: plannedUsesPerDay, leadDays: leadTime.inSeconds / day,
            orderDays: orderTime.inSeconds / day, severity: severity, stress: stress?.clock, law: law)
        return PartRule(
            description: description, measure: source, assembly: assembly, stress: stress?.forCore, serial: serial,
            useAtStart: usesAtStart)
    }
}

extension StressSettings {
    fileprivate var forCore: StressRule {
        StressRule(
            temperature: temperature, depth: depth,
            load: load.map { StressRule.Share(signal: $0.signal, nominal: $0.nominal) },
            speed: speed.map { StressRule.Share(signal: $0.signal, nominal: $0.nominal) })
    }
}

extension PartCounter {
    fileprivate var forWear: UseKind {
        switch self {
        case .coverMoves: .coverMoves
        case .flights: .flights
        case .flightHours: .flightHours
        case .chargeCycles: .chargeCycles
        case .contactMatings: .contactMatings
        case .poweredHours: .poweredHours
        case .rodMoves: .rodMoves
        case .chargerSwitchings: .chargerSwitchings
        case .highChargeDays: .highChargeDays
        case .shots: .shots
        case .days: .days
        }
    }
}
