// SPDX-License-Identifier: Apache-2.0
// What follows from a sensor that is doubted: an incident once the doubt has lasted, and its end once the sensor has
// been believed for long enough. It changes no evidence: a doubted reading arrives as none, whatever is said here.

internal import DockModel

extension Turn {
    /// Takes what was found about one sensor.
    mutating func take(_ word: SensorWord) {
        let sensor = word.sensor.cut(to: 120)
        if word.question == .usual { return takeUnusual(sensor, word.finding) }
        let kind = word.question.incident
        let key = Incident.key(kind, sensor)
        switch word.finding {
        case .doubted(let detail):
            if state.doubts[key] == nil {
                guard state.doubts.count < DockState.mostDoubts else { return }
                state.doubts[key] = DoubtedSensor(
                    question: word.question, sensor: sensor, since: now.boot, detail: detail.bounded)
            } else {
                state.doubts[key]?.detail = detail.bounded
            }
            // An incident that was about to end goes on.
            if !state.quietSince.isEmpty { state.quietSince[key] = nil }
        case .believed:
            state.doubts[key] = nil
            resolve(kind, subject: sensor)
        case .unknown:
            state.doubts[key] = nil
            // Nobody knows whether it is over: the quiet time begins anew when the sensor is believed.
            if !state.quietSince.isEmpty { state.quietSince[key] = nil }
        }
    }

    /// Takes what the detector found about one signal. Its readings are believed all the same, and it has waited and
    /// counted for itself: an episode opens and ends at its word.
    private mutating func takeUnusual(_ signal: String, _ finding: SensorWord.Finding) {
        switch finding {
        case .doubted(let detail):
            guard state.incidents.values.count(where: { $0.kind == .signalUnusual }) < DockState.mostUnusual else {
                return
            }
            raise(.signalUnusual, subject: signal, detail)
        case .believed: resolve(.signalUnusual, subject: signal)
        case .unknown: break
        }
    }

    /// Tells of each sensor that has been doubted for long enough.
    mutating func tellDoubts() {
        guard !state.doubts.isEmpty else { return }
        for key in state.doubts.keys.sorted() {
            guard state.incidents[key] == nil, let doubt = state.doubts[key],
                doubt.since.duration(to: now.boot) >= deadlines.doubt
            else { continue }
            raise(doubt.question.incident, subject: doubt.sensor, doubt.detail)
        }
    }
}

extension SensorWord.Question {
    /// The incident that a lasting doubt is.
    var incident: IncidentKind {
        switch self {
        case .plausible: .sensorImplausible
        case .agreeing: .windContradicted
        case .usual: .signalUnusual
        }
    }
}
