// SPDX-License-Identifier: Apache-2.0
// The named incidents of a flight that goes wrong, of the mains and of the closed box: each opens on its facts, is told
// once, and ends when the facts are over.

import DockModel
import RoostCore
import Testing

@Suite struct TroubleTests {
    @Test func `a lost satellite fix in flight is one incident, and its end is told after a quiet minute`() {
        var bench = CoreBench.flying()
        bench.vehicle?.fix = 1
        bench.pass(3)
        #expect(!bench.isOpen(.gnssDegraded))
        bench.pass(5)
        #expect(bench.isOpen(.gnssDegraded))
        #expect(bench.state.incidents["GNSS.degraded"]?.detail.contains("fix type 1") == true)
        bench.vehicle?.fix = 3
        bench.pass(30)
        bench.vehicle?.fix = 2
        bench.pass(10)
        bench.vehicle?.fix = 3
        bench.pass(58)
        #expect(bench.isOpen(.gnssDegraded))
        bench.pass(5)
        #expect(!bench.isOpen(.gnssDegraded))
        #expect(bench.mails(.gnssDegraded) == 2)
        #expect(bench.broken.isEmpty)
    }

    @Test func `a poor fix on the ground is the gates' business and no incident`() {
        var bench = CoreBench.resting()
        bench.vehicle?.fix = 0
        bench.pass(60)
        #expect(!bench.isOpen(.gnssDegraded))
    }

    @Test(arguments: [
        (VehicleTrouble.Kind.fence, IncidentKind.fenceBreached), (.hardware, .vehicleFault),
    ])
    func `what the vehicle says of itself in flight is told at once`(
        _ trouble: VehicleTrouble.Kind, _ kind: IncidentKind
    ) {
        var bench = CoreBench.flying()
        bench.vehicle?.troubles = [VehicleTrouble(trouble, "its own words")]
        bench.pass(1)
        #expect(bench.state.incidents[kind.rawValue]?.detail == "its own words")
        bench.vehicle?.troubles = []
        bench.pass(62)
        #expect(!bench.isOpen(kind))
        #expect(bench.mails(kind) == 2)
        #expect(bench.broken.isEmpty)
    }

    @Test func `a vehicle that does not speak of its troubles ends none of them`() {
        var bench = CoreBench.flying()
        bench.vehicle?.troubles = [VehicleTrouble(.hardware, "motor 3 stopped")]
        bench.pass(1)
        bench.vehicle?.troubles = nil
        bench.pass(120)
        #expect(bench.isOpen(.vehicleFault))
    }

    @Test func `a hundred troubles with long words are cut to a bound`() {
        var bench = CoreBench.flying()
        bench.vehicle?.troubles = (0..<100).map { _ in
            VehicleTrouble(.hardware, String(repeating: "x", count: 9_999))
        }
        bench.pass(1)
        #expect(bench.state.evidence.vehicle.troubles.value?.count == 8)
        #expect((bench.state.incidents["PROPULSION.hardware-fault"]?.detail.utf8.count ?? 999) <= 200)
    }

    @Test func `a vehicle that was called home and comes no nearer is a failed return`() {
        var bench = CoreBench.flying()
        bench.vehicle?.distance = Metres(300)
        bench.vehicle?.battery = Percent(15)
        bench.pass(119)
        #expect(bench.state.isCalledHome)
        #expect(!bench.isOpen(.returnFailed))
        bench.pass(5)
        #expect(bench.isOpen(.returnFailed))
        #expect(IncidentKind.returnFailed.severity == .critical && IncidentKind.returnFailed.isSafety)
        // It obeys after all.
        bench.vehicle?.intent = .returning
        for metre in stride(from: 290.0, to: 100, by: -3) {
            bench.vehicle?.distance = Metres(metre)
            bench.pass(1)
        }
        #expect(!bench.isOpen(.returnFailed))
        #expect(bench.mails(.returnFailed) == 2)
        #expect(bench.broken.isEmpty)
    }

    @Test func `a vehicle that returns slowly is not a failed return`() {
        var bench = CoreBench.flying()
        bench.vehicle?.intent = .returning
        for metre in stride(from: 300.0, to: 270, by: -0.1) {
            bench.vehicle?.distance = Metres(metre)
            bench.pass(1)
        }
        #expect(!bench.isOpen(.returnFailed))
    }

    @Test func `lost mains are told with the charge of the UPS and end a minute after they are back`() {
        var bench = CoreBench.resting()
        bench.sensors[.mainsPresent] = 0
        bench.sensors[.upsCharge] = 80
        bench.pass(2)
        #expect(bench.state.incidents["POWER.mains-lost"]?.detail.contains("80") == true)
        bench.sensors[.mainsPresent] = 1
        bench.pass(65)
        #expect(!bench.isOpen(.mainsLost))
        #expect(bench.broken.isEmpty)
    }

    @Test func `the idle dock's cover that somebody opens is an intrusion`() {
        var bench = CoreBench.resting()
        bench.setCover(.open)
        bench.pass(1)
        #expect(bench.isOpen(.intrusion))
        #expect(bench.broken.isEmpty)
    }

    @Test func `a dock that finds its cover open at a start knows nothing of an intrusion`() {
        var bench = CoreBench()
        bench.setCover(.open)
        bench.feed(.started)
        bench.pass(5)
        #expect(!bench.isOpen(.intrusion))
    }

    @Test func `a cover opened with the service key or for a flight is no intrusion`() {
        var keyed = CoreBench.resting()
        keyed.sensors[.serviceKey] = 1
        keyed.pass(2)
        keyed.setCover(.open)
        keyed.pass(5)
        #expect(!keyed.isOpen(.intrusion))
        let flown = CoreBench.flying()
        #expect(!flown.isOpen(.intrusion))
    }

    @Test func `every kind has a family, a title, a remedy and an origin, and is its own cause never`() {
        for kind in IncidentKind.allCases {
            #expect(kind.rawValue.hasPrefix(kind.family + "."))
            #expect(!kind.title.isEmpty && !kind.remedy.isEmpty)
            #expect(!kind.causes.contains(kind))
            if kind.severity == .emergency { #expect(kind.isSafety) }
        }
        #expect(Set(IncidentKind.allCases.map(\.origin)) == Set(IncidentOrigin.allCases))
    }

    @Test func `the root cause of an incident is the deepest open one that explains it`() throws {
        var bench = CoreBench.resting()
        bench.sensors[.mainsPresent] = 0
        bench.pass(2)
        bench.feed(.device("charger", isPresent: false, detail: "no answer"))
        bench.feed(.device("weather", isPresent: false, detail: "no answer"))
        let state = bench.state
        let lost = try #require(state.incidents["LINK.device-lost/weather"])
        #expect(state.rootCause(of: lost)?.kind == .mainsLost)
        let mains = try #require(state.incidents["POWER.mains-lost"])
        #expect(state.rootCause(of: mains) == nil)
    }
}
