// SPDX-License-Identifier: Apache-2.0
// What a run leaves behind in memory. Everything in the world is a value; what owns memory in it are its arrays, and
// once the run is over and its report is read none of the arrays that it went through may be alive.

import RoostCore
import RoostSim
import Testing

@Suite struct Leaks {
    /// A held mission asks its gates anew every minute; each answer replaces the one before.
    @Test(arguments: SimulatedSite.allCases)
    func `no array of a run outlives it`(site: SimulatedSite) {
        let happenings = [
            Happening(at: 1_000, kind: .mission(window: 3_600)),
            Happening(at: 900, kind: .fault(.rain, lasts: 900, strength: 0.5)),
            Happening(at: 8_000, kind: .mission(window: 3_600)),
            Happening(at: 8_300, kind: .fault(.emergencyStop, lasts: 60, strength: 0.5)),
            Happening(at: 16_000, kind: .mission(window: 3_600)),
            Happening(at: 16_001, kind: .fault(.processKilled, lasts: 1, strength: 0.5)),
        ]
        var watched = WatchedArrays()
        let script = SimulationScript(seed: 11, days: 0.25, site: site, happenings: happenings)
        let report = script.run(observe: { step, _ in
            guard !step.effects.isEmpty || step.after.phase != step.before.phase else { return }
            watched.watch(step.after)
            watched.watch(step.effects)
        })
        #expect(report.counts.flights > 0)
        #expect(watched.answers > 5, "the gates were to be asked again and again")
        #expect(watched.alive == [])
    }

    @Test func `an array that is held is found`() {
        var watched = WatchedArrays()
        let held = (0..<3).map { "\($0)" }
        watched.watch([held, (0..<4).map { "\($0)" }])
        #expect(watched.alive == ["Array<String> of 3"])
        withExtendedLifetime(held) {}
    }
}

/// The arrays within values, held weakly.
private struct WatchedArrays {
    private struct Watched {
        weak var owner: AnyObject?
        var name: String
    }

    private var watched: [Watched] = []
    /// Arrays of gates' answers among them.
    private(set) var answers = 0

    /// Those of them that are alive.
    var alive: [String] { watched.filter { $0.owner != nil }.map(\.name) }

    /// Watches every array within `value`.
    mutating func watch(_ value: Any) {
        if let array = value as? any OwnedArray, let owner = array.owner {
            if !watched.contains(where: { $0.owner === owner }) {
                watched.append(Watched(owner: owner, name: array.name))
                if value is [GateRecord] { answers += 1 }
            }
        }
        for child in Mirror(reflecting: value).children { watch(child.value) }
    }
}

/// An array by the memory that it owns.
private protocol OwnedArray {
    /// Its memory; nil when it is empty.
    var owner: AnyObject? { get }
    var name: String { get }
}

extension Array: OwnedArray {
    fileprivate var owner: AnyObject? { isEmpty ? nil : _owner }
    fileprivate var name: String { "Array<\(Element.self)> of \(count)" }
}
