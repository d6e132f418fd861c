// SPDX-License-Identifier: Apache-2.0
// Use counters over resets, wraps and glitches of the device that counts.

import DockModel
import Foundation
import Testing
import Wear

private let limits = DeviceCounter.Limits(modulus: 65_536, largestStep: 50, largestCatchUp: 2_000)

private func total(of raws: [Double], limits: DeviceCounter.Limits = limits) -> Double {
    var counter = DeviceCounter()
    var last = 0.0
    for raw in raws {
        counter.observe(raw, limits: limits)
        #expect(counter.total >= last)
        last = counter.total
    }
    return counter.total
}

@Test func `a counter counts the steps of the device`() {
    #expect(total(of: [1_000, 1_001, 1_001, 1_004]) == 4)
}

@Test func `a wrap of 16 bits goes on counting`() {
    #expect(total(of: [65_530, 65_534, 3, 5]) == 11)
}

@Test func `a device that restarts at zero loses nothing that was counted`() {
    #expect(total(of: [1_000, 1_010, 0, 1, 2]) == 12)
    #expect(total(of: [1_000, 1_010, 3, 4]) == 14)
}

@Test func `a single wild reading counts nothing`() {
    #expect(total(of: [1_000, 1_001, 0, 1_002, 40_000, 1_003, .nan, -1, .infinity, 1_004]) == 4)
}

@Test func `a device that shows zero until it has read its memory is not counted twice`() {
    #expect(total(of: [1_000, 1_010, 0, 0, 0, 1_012, 1_013]) == 13)
}

@Test func `moves made while the supervisor was away are counted once confirmed`() {
    #expect(total(of: [1_000, 1_500, 1_501]) == 501)
}

@Test func `the counter of an exchanged device is a new zero`() {
    #expect(total(of: [1_000, 30_000, 30_001, 30_002]) == 1)
}

@Test func `random raw readings never make the total shrink or run away`() {
    var random = SeededNoise(seed: 5)
    for _ in 0..<200 {
        var counter = DeviceCounter()
        for _ in 0..<200 {
            let before = counter.total
            counter.observe(Double.random(in: -10...70_000, using: &random), limits: limits)
            #expect(counter.total >= before && counter.total <= before + limits.largestCatchUp)
        }
    }
}

@Test func `charge cycles are throughput over twice the capacity`() {
    var counters = UseCounters()
    for _ in 0..<360 { counters.noteCurrent(amperes: 10, seconds: 10, capacityAmpereHours: 10) }
    for _ in 0..<360 { counters.noteCurrent(amperes: -10, seconds: 10, capacityAmpereHours: 10) }
    #expect(abs((counters[.chargeCycles] ?? 0) - 1) < 1e-9)
    counters.noteCurrent(amperes: .nan, seconds: 10, capacityAmpereHours: 10)
    counters.noteCurrent(amperes: 10, seconds: 1e9, capacityAmpereHours: 10)
    counters.noteCurrent(amperes: 10, seconds: 10, capacityAmpereHours: 0)
    #expect(abs((counters[.chargeCycles] ?? 0) - 1) < 1e-9)
}

@Test func `every clock but the calendar has a total that survives the store`() throws {
    var counters = UseCounters(coverMoves: 100)
    counters.noteFlight(hours: 0.5)
    counters.noteFlight(hours: -3)
    counters.noteMating()
    counters.notePower(hours: 2)
    counters.coverMoves.add(2)
    #expect(counters[.flights] == 2 && counters[.flightHours] == 0.5 && counters[.contactMatings] == 1)
    #expect(counters[.poweredHours] == 2 && counters[.coverMoves] == 102 && counters[.days] == nil)
    #expect(try JSONDecoder().decode(UseCounters.self, from: JSONEncoder().encode(counters)) == counters)
}
