// SPDX-License-Identifier: Apache-2.0
// What the daemon makes of the samples of a sensor before the core hears of them.

import DockModel
import Fieldbus
import Host
import Logging
import Registers
import RoostCore
import Settings
import Synchronization
import Testing

@testable import RoostDaemon

/// A watch of the default dock, and where its wind comes from.
private func windWatch() throws -> (SensorWatch, PointReference) {
    let configuration = try DefaultConfiguration.configuration()
    let place = try #require(configuration.dock.points[.windSpeed])
    return (SensorWatch(devices: try configuration.fieldbusDevices(), quorate: [place]), place)
}

private func sample(_ value: Double?, of place: PointReference, _ quality: ReadingQuality = .good, at second: Double)
    -> Reading
{
    Reading(
        device: place.device, point: place.point, value: value.map { .number($0) }, unit: "m/s", quality: quality,
        taken: Instant(seconds: second))
}

@Suite struct SensorWatchTests {
    @Test func `one odd sample of the wind is passed over, two of three leave no wind`() throws {
        let (watch, wind) = try windWatch()
        var told: [SampleQuorum.Standing?] = []
        // A spike, then a sensor of which every other sample is odd.
        for (second, value) in [4.0, 4.2, 89, 4.1, 89, 1, 60, 5, 89].enumerated() {
            told.append(watch.judge(sample(value, of: wind, at: Double(second))).standing)
        }
        #expect(
            told == [
                .notEnough, .believed, .passedOver, .believed, .notEnough, .believed, .notEnough, .believed,
                .notEnough,
            ])
    }

    @Test func `a lost device has no wind at once, and has one again after two samples`() throws {
        let (watch, wind) = try windWatch()
        for second in 0..<3 { _ = watch.judge(sample(4, of: wind, at: Double(second))) }
        #expect(watch.judge(sample(nil, of: wind, .badComm, at: 3)).standing == .notEnough)
        #expect(watch.judge(sample(4, of: wind, at: 4)).standing == .notEnough)
        #expect(watch.judge(sample(4, of: wind, at: 5)).standing == .believed)
        watch.reset(wind.device)
        #expect(watch.judge(sample(4, of: wind, at: 6)).standing == .notEnough)
    }

    @Test func `an anemometer that contradicts the vehicle is told after three comparisons, and only in flight`() {
        let check = WindCheck()
        func told(_ dock: Double?, _ vehicle: Double?, at second: Double) -> SensorWord.Finding? {
            let now = Instant(seconds: second)
            return check.finding(
                of: dock.map { .init($0, taken: now) }, and: vehicle.map { .init($0, taken: now) }, at: now)
        }
        #expect(told(0.2, 14, at: 0) == nil && told(0.2, 14, at: 1) == nil)
        guard case .doubted(let why)? = told(0.2, 14, at: 2) else {
            Issue.record("three differences are not told")
            return
        }
        #expect(why.contains("look at the anemometer"))
        // On the ground there is no estimate, nor one for a sample that is not believed; the next flight begins anew.
        #expect(told(nil, 14, at: 3) == .unknown)
        #expect(told(0.2, nil, at: 4) == .unknown && told(0.2, 14, at: 5) == nil)
        for second in 6..<20 { _ = told(5, 9, at: Double(second)) }
        #expect(told(5, 9, at: 20) == .believed)
    }

    @Test func `other points need no quorum`() throws {
        let (watch, wind) = try windWatch()
        let other = PointReference(device: wind.device, point: "rain_rate")
        #expect(watch.judge(sample(0, of: other, at: 0)).standing == nil)
        #expect(watch.judge(sample(0, of: PointReference(device: "no", point: "no"), at: 0)).standing == nil)
    }
}

/// What an adapter of the default dock hands to the core.
private final class AdapterBench: Sendable {
    let clock = SystemClock(trust: .set)
    let wind: PointReference
    let adapter: FieldbusAdapter
    let sample = SharedSample()
    private let events = Mutex<[Event]>([])

    init() throws {
        let configuration = try DefaultConfiguration.configuration()
        wind = try #require(configuration.dock.points[.windSpeed])
        let devices = try configuration.fieldbusDevices()
        let seen = sample
        adapter = FieldbusAdapter(
            bus: DockBus(devices: devices, clock: clock, seed: 1), devices: devices, points: configuration.rolePlaces,
            coverCommands: configuration.coverCommands, rodCommands: configuration.rodCommands, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, vehicleWind: { seen.value },
            optional: Set(configuration.dock.devices.filter(\.isOptional).map(\.id)))
    }

    /// The devices of which an event of the bus is told.
    func devices(_ event: FieldbusEvent) -> [DeviceID] {
        adapter.take(event) { told in events.withLock { $0.append(told) } }
        return events.withLock { events -> [DeviceID] in
            defer { events = [] }
            return events.compactMap { if case .device(let device, _, _) = $0 { device } else { nil } }
        }
    }

    /// What is told because of an event of the bus: words alone.
    func words(_ event: FieldbusEvent) -> [SensorWord] {
        adapter.take(event) { told in events.withLock { $0.append(told) } }
        let told = events.withLock { events -> [Event] in
            defer { events = [] }
            return events
        }
        return told.flatMap { event -> [SensorWord] in
            if case .sensors(let words) = event { words } else { [] }
        }
    }

    func words(ofWind value: Double) -> [SensorWord] {
        words(
            .readings([
                Reading(
                    device: wind.device, point: wind.point, value: .number(value), unit: "m/s", quality: .good,
                    taken: clock.now().boot)
            ]))
    }
}

private final class SharedSample: Sendable {
    private let held = Mutex<CrossCheck.Sample?>(nil)
    var value: CrossCheck.Sample? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}

@Suite struct OptionalDevices {
    @Test func `the absence of an optional device is told to nobody, that of any other is`() throws {
        let bench = try AdapterBench()
        for device in ["house", "plc"] as [DeviceID] {
            let error = FieldbusError.notConnected(device: device, line: "tcp")
            let told: [DeviceID] = device == "house" ? [] : ["plc"]
            #expect(bench.devices(.deviceLost(device, error, at: bench.clock.now().boot)) == told)
            #expect(bench.devices(.deviceFound(device, at: bench.clock.now().boot)) == told)
        }
    }
}

@Suite struct SensorTelling {
    @Test func `a sensor is told as believed once, as doubted once, and as believed again`() throws {
        let bench = try AdapterBench()
        let (device, point) = (bench.wind.device.text, "\(bench.wind.device).\(bench.wind.point)")
        #expect(
            bench.words(ofWind: 4) == [
                SensorWord(device, .plausible, .believed), SensorWord(point, .plausible, .believed),
            ])
        var told: [SensorWord] = []
        for _ in 0..<10 { told += bench.words(ofWind: 96) }
        #expect(told == [SensorWord(point, .plausible, .doubted("96 m/s is outside 0.0 to 90.0 m/s"))])
        told = []
        for _ in 0..<10 { told += bench.words(ofWind: 4) }
        #expect(told == [SensorWord(point, .plausible, .believed)])
    }

    @Test func `frozen data are told of the device, and nothing is known of one that is away`() throws {
        let bench = try AdapterBench()
        let now = bench.clock.now().boot
        _ = bench.words(ofWind: 4)
        for _ in 0..<5 { _ = bench.words(ofWind: 96) }
        let frozen = bench.words(.problem(bench.wind.device, .frozen, at: now))
        #expect(frozen.map(\.sensor) == [bench.wind.device.text])
        guard case .doubted? = frozen.first?.finding else {
            Issue.record("frozen data are not doubted")
            return
        }
        #expect(bench.words(.problem(bench.wind.device, .frozen, at: now)) == [])
        let error = FieldbusError.notConnected(device: bench.wind.device, line: "tcp")
        let lost = bench.words(.deviceLost(bench.wind.device, error, at: now))
        #expect(lost.map(\.finding) == [.unknown, .unknown])
        #expect(bench.words(ofWind: 4).map(\.finding) == [.believed, .believed])
    }

    @Test func `a wind that the vehicle contradicts is told in flight alone`() throws {
        let bench = try AdapterBench()
        _ = bench.words(ofWind: 0.2)
        var told: [SensorWord] = []
        for _ in 0..<5 {
            bench.sample.value = CrossCheck.Sample(14, taken: bench.clock.now().boot)
            told += bench.words(ofWind: 0.2)
        }
        #expect(told.map(\.question) == [.agreeing])
        bench.sample.value = nil
        #expect(
            bench.words(ofWind: 0.2) == [
                SensorWord("\(bench.wind.device).\(bench.wind.point)", .agreeing, .unknown)
            ])
    }

    @Test func `what is assumed of a device that was never read is said as such`() async throws {
        let bench = try AdapterBench()
        let assumed = await bench.adapter.assumptions(about: bench.wind.device)
        #expect(assumed.contains("wind_speed failsafe 90 m/s (neverRead)"))
        #expect(await bench.adapter.assumptions(about: "nobody") == [])
    }
}
