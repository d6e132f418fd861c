// SPDX-License-Identifier: Apache-2.0
// Every change of phase there is, each with its reason: the table that the drawing in docs/safety is made from and that
// invariant I24 compares each step with. A change that is not listed here is a mistake of the core.

/// One change of phase, and what leads to it.
public struct PhaseChange: Sendable, Equatable {
    /// The phase that is left.
    public var from: Phase
    /// The phase that is entered.
    public var to: Phase
    /// What leads to it, in words.
    public var because: String

    init(_ from: Phase, _ to: Phase, _ because: String) {
        self.from = from
        self.to = to
        self.because = because
    }
}

extension Phase {
    /// All changes of phase but the one that every start of the process makes (`starting`).
    public static let changes: [PhaseChange] = lookingAround + towardsFlight + inTheAir + settling + waiting

    private static let lookingAround = [
        PhaseChange(.starting, .idle, "cover closed, nothing under way"),
        PhaseChange(.starting, .recover, "cover not closed, no flight under way"),
        PhaseChange(.starting, .securing, "vehicle armed on the pad, or home from a flight under an open cover"),
        PhaseChange(.starting, .charging, "home from a flight, cover closed"),
        PhaseChange(.starting, .flying, "vehicle in the air, or armed and not on the pad"),
        PhaseChange(.starting, .diverting, "vehicle in the air, sent elsewhere before"),
        PhaseChange(.starting, .lost, "launched, not on the pad, not heard"),
        PhaseChange(.starting, .diverted, "launched, on the ground, not on the pad"),
    ]

    private static let towardsFlight = [
        PhaseChange(.idle, .gating, "a run is due"),
        PhaseChange(.idle, .recover, "cover not closed"),
        PhaseChange(.gating, .hold, "a gate holds"),
        PhaseChange(.gating, .idle, "a gate refuses, or the latest start has passed"),
        PhaseChange(.gating, .preparing, "all gates pass"),
        PhaseChange(.gating, .recover, "cover not closed"),
        PhaseChange(.hold, .gating, "time to ask again"),
        PhaseChange(.hold, .idle, "the latest start has passed"),
        PhaseChange(.hold, .recover, "cover not closed"),
        PhaseChange(.preparing, .opening, "charger measured off"),
        PhaseChange(.preparing, .closing, "launch given up, cover closed"),
        PhaseChange(.preparing, .recover, "launch given up, cover not proved closed"),
        PhaseChange(.opening, .launching, "cover open by both switches, rods open"),
        PhaseChange(.opening, .closing, "launch given up, cover closed"),
        PhaseChange(.opening, .recover, "launch given up"),
        PhaseChange(.launching, .flying, "vehicle seen in the air, or gone from the pad"),
        PhaseChange(.launching, .closing, "launch given up, cover closed"),
        PhaseChange(.launching, .recover, "launch given up"),
    ]

    private static let inTheAir = [
        PhaseChange(.flying, .returning, "vehicle on its way home"),
        PhaseChange(.flying, .diverting, "home cannot be used"),
        PhaseChange(.flying, .securing, "vehicle on the ground, disarmed"),
        PhaseChange(.flying, .lost, "vehicle silent for too long"),
        PhaseChange(.returning, .flying, "vehicle on its mission again"),
        PhaseChange(.returning, .landing, "below the landing height, or landing"),
        PhaseChange(.returning, .diverting, "home cannot be used"),
        PhaseChange(.returning, .securing, "vehicle on the ground, disarmed"),
        PhaseChange(.returning, .lost, "vehicle silent for too long"),
        PhaseChange(.landing, .returning, "above the landing height again"),
        PhaseChange(.landing, .diverting, "home cannot be used"),
        PhaseChange(.landing, .securing, "vehicle on the ground"),
        PhaseChange(.landing, .lost, "vehicle silent for too long"),
        PhaseChange(.diverting, .flying, "home can be used again and the pack reaches it"),
        PhaseChange(.diverting, .securing, "vehicle on the pad after all, disarmed"),
        PhaseChange(.diverting, .diverted, "landed at the alternate place, disarmed"),
        PhaseChange(.diverting, .lost, "vehicle silent for too long"),
    ]

    private static let settling = [
        PhaseChange(.securing, .closing, "vehicle home, disarmed, held by the rods"),
        PhaseChange(.securing, .flying, "vehicle in the air again"),
        PhaseChange(.securing, .diverting, "vehicle in the air again, sent elsewhere"),
        PhaseChange(.securing, .diverted, "landed and disarmed, but the pad is empty"),
        PhaseChange(.securing, .lost, "pad empty and vehicle silent for too long"),
        PhaseChange(.closing, .idle, "cover closed, nothing flown, or the run ended"),
        PhaseChange(.closing, .hold, "cover closed, the run may be tried again"),
        PhaseChange(.closing, .charging, "cover closed after a flight"),
        PhaseChange(.closing, .flying, "vehicle took off after all"),
        PhaseChange(.closing, .diverting, "vehicle took off after all, sent elsewhere"),
        PhaseChange(.charging, .offloading, "charging, or no charge needed or possible"),
        PhaseChange(.charging, .idle, "nothing to report"),
        PhaseChange(.charging, .recover, "cover not closed"),
        PhaseChange(.offloading, .reporting, "log fetched, or its deadline passed"),
        PhaseChange(.offloading, .recover, "cover not closed"),
        PhaseChange(.reporting, .idle, "record and confirmation written"),
        PhaseChange(.reporting, .recover, "cover not closed"),
        PhaseChange(.recover, .closing, "the cover may close, or is closed"),
        PhaseChange(.recover, .flying, "vehicle took off after all"),
        PhaseChange(.recover, .diverting, "vehicle took off after all, sent elsewhere"),
    ]

    /// Contradictory switches and a cover that failed too often end in `fault`, a turned service key in `service`; only
    /// a person leads out of what awaits one.
    private static let waiting: [PhaseChange] = {
        let onTheGround: [Phase] = [
            .idle, .gating, .hold, .preparing, .opening, .launching, .closing, .charging, .offloading, .reporting,
            .recover,
        ]
        let toFault = ([.starting] + onTheGround).map {
            PhaseChange($0, .fault, "switches contradict, or the cover failed too often")
        }
        let toService = ([.starting, .securing, .lost, .diverted, .fault] + onTheGround).map {
            PhaseChange($0, .service, "service key turned")
        }
        let reset = [Phase.idle, .securing, .closing, .recover, .lost, .diverted, .fault].map {
            PhaseChange($0, .starting, "an operator's reset")
        }
        return toFault + toService + reset + [PhaseChange(.service, .starting, "service key turned back")]
    }()

    /// Whether the table has a change from this phase to another.
    public func mayLead(to next: Phase) -> Bool { Self.table[self.index] & (1 << UInt32(next.index)) != 0 }

    /// Its place among all phases.
    private var index: Int { Self.places[self] ?? 0 }
    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
    /// One bit for each phase that may follow.
    private static let table: [UInt32] = {
        var rows = [UInt32](repeating: 0, count: allCases.count)
        for change in changes { rows[change.from.index] |= 1 << UInt32(change.to.index) }
        return rows
    }()
}
