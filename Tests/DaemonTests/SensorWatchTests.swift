// SPDX-License-Identifier: Apache-2.0
// What the daemon makes of the samples of a sensor before the core hears of them.

import DockModel
import Registers
import Settings
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
        func told(_ dock: Double, _ vehicle: Double?, at second: Double) -> String? {
            let now = Instant(seconds: second)
            return check.contradiction(
                of: .init(dock, taken: now), to: vehicle.map { .init($0, taken: now) }, at: now)
        }
        #expect(told(0.2, 14, at: 0) == nil && told(0.2, 14, at: 1) == nil)
        #expect(told(0.2, 14, at: 2)?.contains("look at the anemometer") == true)
        // On the ground there is no estimate; the next flight begins anew.
        #expect(told(0.2, nil, at: 3) == nil && told(0.2, 14, at: 4) == nil)
        for second in 5..<20 { #expect(told(5, 9, at: Double(second)) == nil) }
    }

    @Test func `other points need no quorum`() throws {
        let (watch, wind) = try windWatch()
        let other = PointReference(device: wind.device, point: "rain_rate")
        #expect(watch.judge(sample(0, of: other, at: 0)).standing == nil)
        #expect(watch.judge(sample(0, of: PointReference(device: "no", point: "no"), at: 0)).standing == nil)
    }
}
