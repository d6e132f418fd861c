// SPDX-License-Identifier: Apache-2.0
// All that happens in one simulated run, as data: the run is a pure function of it. A script can be kept in a file,
// cut down and run again; it must never hold anything that the run itself finds out.

/// What a person says at the dock or at a console.
public enum SimulatedWord: String, Sendable, Codable, CaseIterable {
    /// `roost reset`.
    case reset
    /// Calls the vehicle home.
    case callHome
    /// Locks the dock out.
    case lockOut
    /// Turns the service key.
    case keyOn
    /// Turns it back.
    case keyOff
}

/// One thing that happens to the world at a given second.
public struct Happening: Codable, Sendable, Equatable {
    /// What happens.
    public enum Kind: Codable, Sendable, Equatable {
        /// A run falls due and may start for `window` seconds.
        case mission(window: Double)
        /// A fault begins; `strength` from 0 to 1 picks how bad it is, or which of its variants.
        case fault(SimulatedFault, lasts: Double, strength: Double)
        /// A person speaks.
        case operatorSays(SimulatedWord)
    }

    /// Seconds of virtual time since the start.
    public var at: Double
    /// What happens.
    public var kind: Kind

    /// A happening.
    public init(at: Double, kind: Kind) {
        self.at = at
        self.kind = kind
    }
}

/// All that happens in one run.
public struct SimulationScript: Codable, Sendable, Equatable {
    /// The seed of the world's noise.
    public var seed: UInt64
    /// How long the run lasts, in virtual days.
    public var days: Double
    /// The dock's hardware and limits.
    public var site: SimulatedSite
    /// What happens, in order of time.
    public var happenings: [Happening]

    /// A script from its parts.
    public init(seed: UInt64, days: Double, site: SimulatedSite = .plain, happenings: [Happening] = []) {
        self.seed = seed
        self.days = days
        self.site = site
        self.happenings = happenings
    }

    /// A script made from a seed: missions, people, and faults that come singly, in pairs and in triples. Each seed
    /// picks its own site, its own share of `faults` and its own rate around `faultsPerDay`.
    public static func random(
        seed: UInt64, days: Double, faults: [SimulatedFault], faultsPerDay: Double
    ) -> SimulationScript {
        var random = SplitMix(seed: seed &* 0x9E37_79B9 &+ 17)
        let sites = SimulatedSite.allCases
        var script = SimulationScript(seed: seed, days: days, site: sites[random.below(sites.count)])
        script.addMissions(&random)
        script.addFaults(faults, perDay: faultsPerDay, &random)
        if !faults.isEmpty { script.addWords(&random) }
        script.happenings.sort { $0.at < $1.at }
        return script
    }

    /// Seconds of the whole run.
    var seconds: Double { days * 86_400 }

    private mutating func addMissions(_ random: inout SplitMix) {
        // Short runs must fly, too: the first mission comes within the hour, the next once or twice a day.
        var at = 600 + 3_000 * random.uniform()
        while at < seconds {
            let window = random.below(4) == 0 ? 120.0 : 1_800 + 5_400 * random.uniform()
            happenings.append(Happening(at: at, kind: .mission(window: window)))
            at += days < 3 ? 2_400 + 12_000 * random.uniform() : 40_000 + 100_000 * random.uniform()
            if random.below(12) == 0 {
                happenings.append(Happening(at: at - 1, kind: .mission(window: window)))
            }
        }
    }

    private mutating func addFaults(_ all: [SimulatedFault], perDay: Double, _ random: inout SplitMix) {
        guard !all.isEmpty, perDay > 0 else { return }
        let share = 0.15 + 0.85 * random.uniform()
        var swarm = all.filter { _ in random.uniform() < share }
        if swarm.isEmpty { swarm = [all[random.below(all.count)]] }
        let rate = perDay * (0.5 + random.uniform())
        let missions = happenings.map(\.at)
        var at = 86_400 / rate * random.uniform()
        while at < seconds {
            let count = [1, 1, 1, 2, 2, 3][random.below(6)]
            // A fault matters most while the dock moves: half of them begin around a mission.
            var begins = at
            if !missions.isEmpty, random.below(2) == 0 {
                begins = missions[random.below(missions.count)] - 60 + 900 * random.uniform()
            }
            for _ in 0..<count {
                let fault = swarm[random.below(swarm.count)]
                let begin = max(1, begins + (random.below(2) == 0 ? 0 : 120 * random.uniform()))
                // From five seconds to five hours, every order of magnitude alike.
                let lasts = 5 * random.power(of: 3_600)
                happenings.append(
                    Happening(at: begin, kind: .fault(fault, lasts: lasts, strength: random.uniform())))
            }
            at += 86_400 / rate * Double(count) * 2 * random.uniform()
        }
    }

    private mutating func addWords(_ random: inout SplitMix) {
        let spoken = Int(days / 20) + random.below(2)
        for _ in 0..<min(spoken, 10_000) {
            let at = seconds * random.uniform()
            let word = SimulatedWord.allCases[random.below(SimulatedWord.allCases.count)]
            happenings.append(Happening(at: at, kind: .operatorSays(word)))
            guard word == .keyOn || word == .lockOut else { continue }
            happenings.append(
                Happening(
                    at: at + 30 + 3_600 * random.uniform(),
                    kind: .operatorSays(word == .keyOn ? .keyOff : .reset)))
        }
    }
}
