// SPDX-License-Identifier: Apache-2.0
// What the computer makes of sensors that lie: after some seconds it doubts them, and says so to the core; once they
// tell the truth again it says that too. It says nothing about a lie that it could not know of, and changes no reading.

internal import RoostCore

/// What the core was told about its sensors.
struct ToldDoubts: Sendable, Equatable {
    /// The sensors that are doubted; nil when nothing was told since the start.
    var doubted: Set<Role>?
    /// Whether dock and vehicle agree on the wind; nil when they cannot be compared.
    var doWindsAgree: Bool?
}

extension SimulatedWorld {
    /// How long a lie goes unnoticed, s.
    private static let noticedAfter = 5.0

    /// Tells the core what has changed.
    mutating func gatherDoubts() {
        guard !lies.isEmpty || told.doubted != [] || vehicle.isAirborne != (told.doWindsAgree != nil) else { return }
        var found: Set<Role> = []
        for lie in lies where seconds - lie.begun >= Self.noticedAfter { found.insert(lie.role) }
        var words: [SensorWord] = []
        for role in SensorLie.sensors where told.doubted.map({ $0.contains(role) != found.contains(role) }) ?? true {
            let finding: SensorWord.Finding =
                found.contains(role) ? .doubted("\(role.rawValue) cannot be true") : .believed
            words.append(SensorWord("dock.\(role.rawValue)", .plausible, finding))
        }
        let doAgree = vehicle.isAirborne ? !found.contains(.windSpeed) : nil
        if doAgree != told.doWindsAgree {
            let finding: SensorWord.Finding =
                switch doAgree {
                case true?: .believed
                case false?: .doubted("the dock measures what the vehicle does not")
                case nil: .unknown
                }
            words.append(SensorWord("dock.wind_speed", .agreeing, finding))
        }
        told = ToldDoubts(doubted: found, doWindsAgree: doAgree)
        if !words.isEmpty { inbox.append(.sensors(words)) }
    }
}
