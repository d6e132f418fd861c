// SPDX-License-Identifier: Apache-2.0
// What the detector says of a signal is one incident while it lasts: advice in the digest's class, which no gate, no
// phase and no other sensor's doubt depends on.

import DockModel
import Testing

@testable import RoostCore

private let cabinet = "climate.cabinet_temperature"

extension CoreBench {
    fileprivate mutating func say(_ finding: SensorWord.Finding, of signal: String = cabinet) {
        feed(.sensors([SensorWord(signal, .usual, finding)]))
    }
}

@Suite struct UnusualSignals {
    @Test func `an episode is one incident that opens and ends at the detector's word`() {
        var bench = CoreBench.resting()
        bench.say(.believed)
        #expect(!bench.isOpen(.signalUnusual))
        bench.say(.doubted("since then: 41 °C; usual 18 to 24 °C"))
        let told = bench.state.incidents["SENSOR.unusual/\(cabinet)"]
        #expect(told?.detail == "since then: 41 °C; usual 18 to 24 °C" && told?.kind.severity == .notice)
        bench.say(.doubted("again"))
        bench.say(.unknown)
        bench.pass(4_000)
        #expect(bench.mails(.signalUnusual) == 1 && bench.state.doubts.isEmpty)
        bench.say(.believed)
        #expect(!bench.isOpen(.signalUnusual))
        #expect(bench.mails(.signalUnusual) == 2 && bench.state.quietSince.isEmpty)
        bench.say(.doubted("another day"))
        #expect(bench.mails(.signalUnusual) == 3)
        #expect(bench.broken == [])
    }

    @Test func `it is advice: no gate asks it, a person's look does not end it, a restart keeps it`() {
        var bench = CoreBench.resting()
        for index in 0..<100 { bench.say(.doubted("x"), of: "d.p\(index)") }
        #expect(bench.mails(.signalUnusual) == DockState.mostUnusual)
        bench.makeDue()
        bench.pass(5)
        #expect(bench.actions.contains(.cover(.open)))
        bench.restart(boot: 5)
        bench.pass(3)
        #expect(bench.state.incidents.values.count { $0.kind == .signalUnusual } == DockState.mostUnusual)
        for index in 0..<100 { bench.say(.believed, of: "d.p\(index)") }
        #expect(!bench.isOpen(.signalUnusual))
        #expect(bench.broken == [])
    }

    @Test func `it takes no place of a sensor that is doubted`() {
        var bench = CoreBench.resting()
        for index in 0..<64 { bench.say(.doubted("x"), of: "d.p\(index)") }
        bench.feed(.sensors([SensorWord("d.p1", .plausible, .doubted("400 °C is outside"))]))
        bench.pass(70)
        #expect(bench.isOpen(.sensorImplausible))
        #expect(bench.broken == [])
    }
}
