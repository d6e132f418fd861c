// SPDX-License-Identifier: Apache-2.0
// The one line at the top of the overview: is all well, and if not, why. It must never say "all well" while
// evidence is missing.

internal import DockModel

/// One thing that is not as it should be.
struct Concern: Sendable, Equatable {
    /// Longest text of a concern.
    static let longestText = 200

    /// `attention` or `bad`.
    var mark: Mark
    /// What it is, in words.
    var text: String

    init(mark: Mark, text: String) {
        self.mark = mark
        self.text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Concern.longestText)))
    }
}

extension OverviewPage {
    /// All that is not as it should be, the bad first.
    var concerns: [Concern] {
        let all = phaseConcerns + dockConcerns + incidentConcerns + upkeepConcerns
        return all.filter { $0.mark == .bad } + all.filter { $0.mark != .bad }
    }

    private var phaseConcerns: [Concern] {
        guard let phase else {
            return [Concern(mark: .attention, text: "The phase of the dock is not known.")]
        }
        var concerns: [Concern] = []
        if let lockOut = phase.lockOut {
            concerns.append(Concern(mark: .bad, text: "The dock is locked out: \(lockOut)"))
        } else if phase.needsPerson {
            concerns.append(Concern(mark: .bad, text: "The dock is in \(phase.name) and needs a person."))
        }
        if let sentTo = phase.sentTo {
            concerns.append(Concern(mark: .bad, text: "The vehicle was sent to \(sentTo)"))
        }
        if let deadline = phase.deadline, deadline < now {
            concerns.append(Concern(mark: .bad, text: "The deadline of \(phase.name) has passed."))
        }
        return concerns
    }

    private var dockConcerns: [Concern] {
        var concerns: [Concern] = []
        if cover == .contradictory {
            concerns.append(
                Concern(mark: .bad, text: "Both cover switches report contact: check the wiring."))
        } else if cover == nil {
            concerns.append(Concern(mark: .attention, text: "The cover position is not measured."))
        }
        switch VehiclePlace(vehicle) {
        case .onPad, .flying: break
        case .elsewhere:
            concerns.append(Concern(mark: .bad, text: "The vehicle has landed away from its pad."))
        case .away, .unknown:
            concerns.append(Concern(mark: .attention, text: "Where the vehicle is, is not measured."))
        case .contradictory:
            concerns.append(
                Concern(mark: .bad, text: "Pad sensor and autopilot disagree on where the vehicle is."))
        }
        if vehicle?.isLinked == false {
            let isAway = vehicle?.isOnPad != true
            concerns.append(
                Concern(mark: isAway ? .bad : .attention, text: "There is no link to the vehicle."))
        }
        let missing = weather.count { $0.quality != .good && $0.quality != .uncertain }
        if missing > 0 {
            let noun = missing == 1 ? "weather reading is" : "weather readings are"
            concerns.append(Concern(mark: .attention, text: "\(missing) \(noun) missing."))
        }
        let uncertain = weather.count { $0.quality == .uncertain }
        if uncertain > 0 {
            let noun = uncertain == 1 ? "weather reading is" : "weather readings are"
            concerns.append(Concern(mark: .attention, text: "\(uncertain) \(noun) uncertain."))
        }
        return concerns
    }

    private var incidentConcerns: [Concern] {
        incidents.filter { $0.severity < .notice }.map { incident in
            let isUrgent = incident.severity <= .critical && !incident.isAcknowledged
            return Concern(
                mark: isUrgent ? .bad : .attention, text: "\(incident.severity.label) \(incident.title)")
        }
    }

    private var upkeepConcerns: [Concern] {
        var concerns = parts.compactMap { part in
            part.notice.map { Concern(mark: .attention, text: "\(part.name): \($0)") }
        }
        if let mail, mail.failed > 0 {
            let noun = mail.failed == 1 ? "mail was" : "mails were"
            concerns.append(Concern(mark: .attention, text: "\(mail.failed) \(noun) refused by the server."))
        }
        if !isClockTrusted {
            concerns.append(Concern(mark: .attention, text: "The clock of the dock is not known to be set."))
        }
        return concerns
    }
}
