// SPDX-License-Identifier: Apache-2.0
// Decodes limits, ages and deadlines of dock.yaml, and the rules between them: no site limit is looser
// than what the vehicle or a safety rule allows.

import DockModel
import Schedule

extension DockFile {
    static func limits(_ top: MappingReader, vehicle: VehicleSettings) -> LimitSettings {
        var limits = LimitSettings()
        guard let reader = top.mapping("limits") else { return limits }
        limits.windMean = MetresPerSecond(reader.measure("wind_mean", .speed, in: 1...40, default: 8))
        limits.windGust = MetresPerSecond(reader.measure("wind_gust", .speed, in: 1...40, default: 12))
        limits.rain = MillimetresPerHour(reader.measure("rain", .rain, in: 0...100, default: 0.5))
        limits.batteryLaunch = Percent(reader.measure("battery_launch", .share, in: 10...100, default: 50))
        limits.batteryFloor = Percent(reader.measure("battery_floor", .share, in: 5...90, default: 30))
        limits.batteryFull = Percent(reader.measure("battery_full", .share, in: 50...100, default: 99))
        limits.batteryTopUp = Percent(reader.measure("battery_top_up", .share, in: 20...100, default: 95))
        if reader.node("battery_storage") != nil {
            limits.batteryStorage = Percent(reader.measure("battery_storage", .share, in: 20...100, default: 60))
        }
        limits.chargeAhead = reader.duration("charge_ahead", in: 600...86_400, default: 7_200)
        limits.light = reader.choice("light", default: .any, orElse: .any)
        limits.temperatureMin = Celsius(
            reader.measure("temperature_min", .temperature, in: -60...60, default: -20))
        limits.temperatureMax = Celsius(
            reader.measure("temperature_max", .temperature, in: -60...80, default: 45))
        limits.padTemperatureMax = Celsius(
            reader.measure("pad_temperature_max", .temperature, in: 20...120, default: 60))
        limits.pinchCurrent = Amperes(reader.measure("pinch_current", .current, in: 0.1...200, default: 10))
        limits.landingHeight = Metres(reader.measure("landing_height", .length, in: 1...100, default: 10))
        limits.coverRetriesPerHour = reader.integer("cover_retries_per_hour", in: 0...2, default: 2)
        limits.landingReserve = Percent(reader.measure("landing_reserve", .share, in: 5...50, default: 15))
        limits.windLanding = MetresPerSecond(reader.measure("wind_landing", .speed, in: 1...40, default: 15))
        limits.packTemperatureMin = Celsius(
            reader.measure("pack_temperature_min", .temperature, in: -20...60, default: 5))
        limits.packTemperatureMax = Celsius(
            reader.measure("pack_temperature_max", .temperature, in: -20...80, default: 40))
        limits.chargeEnergy = WattHours(reader.measure("charge_energy", .energy, in: 1...20_000, default: 400))
        limits.dockRadius = Metres(reader.measure("dock_radius", .length, in: 1...1_000, default: 30))
        limits.upsLaunch = Percent(reader.measure("ups_launch", .share, in: 5...100, default: 60))
        reader.finish()
        checkWind(reader, limits, vehicle)
        checkOrder(reader, limits)
        checkLanding(reader, limits)
        return limits
    }

    private static func checkWind(
        _ reader: MappingReader, _ limits: LimitSettings, _ vehicle: VehicleSettings
    ) {
        for (key, value) in [("wind_mean", limits.windMean), ("wind_gust", limits.windGust)]
        where value > vehicle.windLimit {
            let written = reader.node(key).flatMap { reader.scalar($0, reader.name(key), "a speed") }
            let shown =
                written.map { "\(quoted($0)) is \(short(value.value)) m/s," }
                ?? "\(short(value.value)) m/s is"
            reader.log.report(
                reader.place(of: key),
                "limits.\(key) \(shown) above the vehicle's \(short(vehicle.windLimit.value)) m/s",
                "lower it, or state what the maker allows as vehicle.wind_limit")
        }
        if limits.windMean > limits.windGust {
            reader.log.report(
                reader.place(of: "wind_mean"),
                "limits.wind_mean \(short(limits.windMean.value)) m/s is above limits.wind_gust "
                    + "\(short(limits.windGust.value)) m/s",
                "a mean limit belongs below the gust limit")
        }
    }

    private static func checkOrder(_ reader: MappingReader, _ limits: LimitSettings) {
        if limits.batteryFloor >= limits.batteryLaunch {
            reader.log.report(
                reader.place(of: "battery_floor"),
                "limits.battery_floor \(short(limits.batteryFloor.value)) % is not below "
                    + "limits.battery_launch \(short(limits.batteryLaunch.value)) %",
                "a flight would be called home as it starts: lower the floor or raise the launch limit")
        }
        if limits.batteryLaunch > limits.batteryFull {
            reader.log.report(
                reader.place(of: "battery_launch"),
                "limits.battery_launch \(short(limits.batteryLaunch.value)) % is above limits.battery_full "
                    + "\(short(limits.batteryFull.value)) %",
                "no charge would ever be enough to launch: lower it")
        }
        if let storage = limits.batteryStorage, storage > limits.batteryTopUp {
            reader.log.report(
                reader.place(of: "battery_storage"),
                "limits.battery_storage \(short(storage.value)) % is above limits.battery_top_up "
                    + "\(short(limits.batteryTopUp.value)) %",
                "the pack would never rest: lower it, or leave it out to keep the pack full")
        }
        if limits.batteryTopUp > limits.batteryFull {
            reader.log.report(
                reader.place(of: "battery_top_up"),
                "limits.battery_top_up \(short(limits.batteryTopUp.value)) % is above limits.battery_full "
                    + "\(short(limits.batteryFull.value)) %",
                "a charge would begin when it is already over: lower it")
        }
        if limits.temperatureMin >= limits.temperatureMax {
            reader.log.report(
                reader.place(of: "temperature_min"),
                "limits.temperature_min \(short(limits.temperatureMin.value)) °C is not below "
                    + "limits.temperature_max \(short(limits.temperatureMax.value)) °C",
                "swap them")
        }
    }

    private static func checkLanding(_ reader: MappingReader, _ limits: LimitSettings) {
        if limits.windLanding < limits.windGust {
            reader.log.report(
                reader.place(of: "wind_landing"),
                "limits.wind_landing \(short(limits.windLanding.value)) m/s is below limits.wind_gust "
                    + "\(short(limits.windGust.value)) m/s",
                "a vehicle that was allowed to start could not land at home: raise it or lower the gust limit")
        }
        if limits.landingReserve >= limits.batteryLaunch {
            reader.log.report(
                reader.place(of: "landing_reserve"),
                "limits.landing_reserve \(short(limits.landingReserve.value)) % is not below "
                    + "limits.battery_launch \(short(limits.batteryLaunch.value)) %",
                "a flight would be called home as it starts: lower the reserve or raise the launch limit")
        }
        if limits.packTemperatureMin >= limits.packTemperatureMax {
            reader.log.report(
                reader.place(of: "pack_temperature_min"),
                "limits.pack_temperature_min \(short(limits.packTemperatureMin.value)) °C is not below "
                    + "limits.pack_temperature_max \(short(limits.packTemperatureMax.value)) °C",
                "swap them")
        }
    }

    static func ages(_ top: MappingReader) -> AgeSettings {
        var ages = AgeSettings()
        guard let reader = top.mapping("ages") else { return ages }
        ages.switches = reader.duration("switches", in: 0.1...2, default: 2)
        ages.weather = reader.duration("weather", in: 1...120, default: 120)
        ages.vehicle = reader.duration("vehicle", in: 1...30, default: 5)
        ages.battery = reader.duration("battery", in: 1...10, default: 10)
        ages.gnss = reader.duration("gnss", in: 0.5...5, default: 5)
        reader.finish()
        return ages
    }

    static func deadlines(_ top: MappingReader) -> DeadlineSettings {
        var deadlines = DeadlineSettings()
        guard let reader = top.mapping("deadlines") else { return deadlines }
        deadlines.start = reader.duration("start", in: 5...600, default: 60)
        deadlines.prepare = reader.duration("prepare", in: 1...600, default: 30)
        deadlines.coverTravel = reader.duration("cover_travel", in: 1...600, default: 40)
        deadlines.upload = reader.duration("upload", in: 1...600, default: 60)
        deadlines.takeoff = reader.duration("takeoff", in: 1...600, default: 60)
        deadlines.flight = reader.duration("flight", in: 30...14_400, default: 2_400)
        deadlines.landing = reader.duration("landing", in: 10...3_600, default: 300)
        deadlines.silence = reader.duration("silence", in: 5...3_600, default: 120)
        deadlines.chargeStart = reader.duration("charge_start", in: 1...600, default: 30)
        deadlines.charge = reader.duration("charge", in: 60...86_400, default: 10_800)
        deadlines.offload = reader.duration("offload", in: 10...7_200, default: 600)
        deadlines.holdRetry = reader.duration("hold_retry", in: 5...3_600, default: 60)
        deadlines.rodTravel = reader.duration("rod_travel", in: 1...300, default: 20)
        deadlines.homeUnusable = reader.duration("home_unusable", in: 1...10, default: 10)
        deadlines.answer = reader.duration("answer", in: 2...60, default: 15)
        deadlines.heartbeat = reader.duration("heartbeat", in: 3_600...604_800, default: 93_600)
        reader.finish()
        return deadlines
    }
}
