// SPDX-License-Identifier: Apache-2.0
// What a row of one measure needs to know of its surroundings: what the other measures of the same thing say, which
// notices those have told already, and how hard the uses were. It changes nothing.

internal import DockModel
internal import Wear

extension WearBook {
    /// The other measures of the same thing.
    func otherMembers(of rule: PartRule, _ rules: [PartRule]) -> [PartRule] {
        rules.filter { $0.thing == rule.thing && $0.description.id != rule.description.id }
    }

    /// What several measures say together: the thing ends with the first of them.
    func word(of members: [PartRule]) -> OtherMeasures? {
        OtherMeasures.joined(members.compactMap { units[$0.description.id]?.unit.word })
    }

    /// A notice about one measure as a notice about the thing: what another measure of it has told stands for both.
    func toldOnce(_ notice: WearNotice, _ members: [PartRule]) -> WearNotice? {
        let others = members.compactMap { units[$0.description.id] }
        switch notice.kind {
        case .withdrawn: return others.contains { $0.stage != nil } ? nil : notice
        case .replacementSuspected: return others.contains(where: \.isSuspicionSaid) ? nil : notice
        case .issued, .reinstated:
            if others.contains(where: { ($0.stage ?? .plan) >= notice.stage && $0.stage != nil }) { return nil }
            var notice = notice
            if others.contains(where: { $0.hasSaid(notice.stage) }) { notice.kind = .reinstated }
            return notice
        }
    }

    /// How long a figure of stress says what the uses after it are like.
    private static let stressAge = Duration.seconds(26 * 3_600)

    /// For how many usual uses one use counts now; a sensor that is missing or silent counts as usual conditions.
    func stress(_ rule: StressRule, _ clock: StressClock, at time: WallTime) -> Double {
        func figure(_ signal: PartSignal?) -> Double? {
            guard let signal, let figure = told[signal.rawValue], let at = figure.at,
                (.zero...Self.stressAge).contains(at.duration(to: time))
            else { return nil }
            return figure.value
        }
        let celsius = figure(rule.temperature)
        let stress = UseStress(
            celsius: celsius, depthOfDischarge: figure(rule.depth).map { $0 / 100 },
            load: figure(rule.load?.signal).map { $0 / (rule.load?.nominal ?? 1) },
            speed: figure(rule.speed?.signal).map { $0 / (rule.speed?.nominal ?? 1) },
            isChargedCold: celsius.map { $0 < 0 } ?? false)
        return clock.uses(1, under: stress)
    }
}
